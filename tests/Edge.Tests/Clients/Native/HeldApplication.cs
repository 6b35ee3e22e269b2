using Microsoft.AspNetCore.Http;
using Stratus.Realtime.Edge.Tests.Proxies;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>An application that answers when the test says so.</summary>
internal sealed class HeldApplication : IAsyncDisposable
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Backend _backend = null!;

    public Uri Url => _backend.Url;

    public static async Task<HeldApplication> StartAsync(string answer)
    {
        HeldApplication application = new();
        application._backend = await Backend.StartAsync(async context =>
        {
            await application._release.Task;
            await context.Response.WriteAsync(answer);
        });
        return application;
    }

    /// <summary>Waits until so many requests have come.</summary>
    public Task AskedAsync(int count) => _backend.AskedAsync(count);

    /// <summary>Answers what was asked and what will be.</summary>
    public void Answer() => _release.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Answer();
        return _backend.DisposeAsync();
    }
}
