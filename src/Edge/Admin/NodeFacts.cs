namespace Stratus.Realtime.Edge.Admin;

/// <summary>How one node is: what the admin page and the API's info say of it.</summary>
internal sealed record NodeFacts
{
    /// <summary>The incarnation of the edge.</summary>
    public required string Id { get; init; }

    /// <summary>The node's name, for people.</summary>
    public required string Name { get; init; }

    public required string Version { get; init; }

    public TimeSpan Uptime { get; init; }

    /// <summary>Open WebSocket connections, of every route.</summary>
    public int Connections { get; init; }

    /// <summary>Connected clients.</summary>
    public int Sessions { get; init; }

    /// <summary>Different users among the sessions.</summary>
    public int Users { get; init; }

    /// <summary>Channels that the node's sessions are subscribed to.</summary>
    public int Channels { get; init; }

    /// <summary>What passes through the node.</summary>
    public NodeRates Rates { get; init; }

    /// <summary>Resident memory.</summary>
    public long MemoryOctets { get; init; }

    /// <summary>Processor time since the start.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>The most octets that have waited for one client.</summary>
    public long QueueOctetsHighWater { get; init; }
}
