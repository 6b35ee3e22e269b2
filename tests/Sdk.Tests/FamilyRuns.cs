using System.Collections.Concurrent;

namespace Stratus.Realtime.Sdk.Tests;

/// <summary>Runs each family once, when the first of its scenarios is asked for.</summary>
public sealed class FamilyRuns : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<FamilyRun>>> _runs = [];

    internal Task<FamilyRun> RunAsync(string family) =>
        _runs.GetOrAdd(family, static key => new Lazy<Task<FamilyRun>>(() => FamilyRun.StartAsync(key))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<FamilyRun>> run in _runs.Values)
        {
            await (await run.Value).DisposeAsync();
        }
    }
}
