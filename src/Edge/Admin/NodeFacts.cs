using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Admin;

/// <summary>How one node is: what the admin page says of it.</summary>
internal sealed record NodeFacts
{
    /// <summary>What the API's info says, too.</summary>
    public required NodeSummary Node { get; init; }

    /// <summary>Open WebSocket connections, of every route.</summary>
    public int Connections { get; init; }

    /// <summary>What passes through the node.</summary>
    public NodeRates Rates { get; init; }

    /// <summary>Resident memory.</summary>
    public long MemoryOctets { get; init; }

    /// <summary>Processor time since the start.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>The most octets that have waited for one client.</summary>
    public long QueueOctetsHighWater { get; init; }
}
