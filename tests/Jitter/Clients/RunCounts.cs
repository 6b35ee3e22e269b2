using System.Collections.Concurrent;

namespace Stratus.Realtime.Jitter.Tests.Clients;

/// <summary>What happens in a run, counted by all clients.</summary>
internal sealed class RunCounts
{
    private readonly ConcurrentDictionary<CutKind, int> _cuts = new();
    private readonly ConcurrentDictionary<string, int> _events = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Connections cut, by kind.</summary>
    public IReadOnlyDictionary<CutKind, int> Cuts => _cuts;

    /// <summary>Other things that happened and are no fault.</summary>
    public IReadOnlyDictionary<string, int> Events => _events;

    /// <summary>What must not happen to any client.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public void Cut(CutKind kind) => _cuts.AddOrUpdate(kind, 1, static (_, count) => count + 1);

    public void Note(string what) => _events.AddOrUpdate(what, 1, static (_, count) => count + 1);

    public void Fault(string what) => _faults.Enqueue(what);
}
