namespace Stratus.Realtime.Edge.Options;

/// <summary>What one connection on the echo route may cost: section <see cref="Section"/>.</summary>
public sealed class LimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Edge:Limits";

    /// <summary>The largest accepted message, in octets, as sent.</summary>
    public int MaxMessageOctets { get; set; } = 64 << 20;

    /// <summary>The largest accepted compressed message, in octets, once inflated.</summary>
    public int MaxInflatedOctets { get; set; } = 64 << 20;

    /// <summary>The most frames that a message may be cut into.</summary>
    public int MaxFragments { get; set; } = 1 << 20;

    /// <summary>The most pings and pongs a second from one peer.</summary>
    public int MaxControlFramesPerSecond { get; set; } = 10_000;

    /// <summary>The most WebSocket connections at a time; the next is refused with 503.</summary>
    public int MaxConnections { get; set; } = 100_000;
}
