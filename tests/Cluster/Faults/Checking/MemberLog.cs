using System.Collections.Concurrent;

namespace Stratus.Realtime.Cluster.Faults.Checking;

/// <summary>Who came to channels and left them, as clients were told, and when connections ended, as those know who had them.</summary>
internal sealed class MemberLog
{
    private readonly ConcurrentQueue<MemberEvent> _events = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    /// <summary>Everything, in the order in which it was told.</summary>
    public IReadOnlyCollection<MemberEvent> Events => _events;

    /// <summary>When the last connection of each client id ended.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Ends => _ends;

    public void Add(MemberEvent told) => _events.Enqueue(told);

    /// <summary>A connection with this client id has ended.</summary>
    public void End(string client, DateTimeOffset at) => _ends[client] = at;
}
