namespace Stratus.Realtime.Protocol;

/// <summary>What one connection may cost. The defaults are those of the echo route.</summary>
public sealed record WebSocketLimits
{
    /// <summary>The largest accepted message in octets, as sent (1 to 1 GiB).</summary>
    public int MaxMessageOctets { get; init; } = 64 << 20;

    /// <summary>The largest accepted compressed message in octets, once inflated (1 to 1 GiB).</summary>
    public int MaxInflatedOctets { get; init; } = 64 << 20;

    /// <summary>The most frames that a message may be cut into (at least 1).</summary>
    public int MaxFragments { get; init; } = 1 << 20;

    /// <summary>The most pings and pongs accepted in a second (at least 1).</summary>
    public int MaxControlFramesPerSecond { get; init; } = 10_000;

    /// <summary>The limits that every connection has unless it is given others.</summary>
    public static WebSocketLimits Default { get; } = new();
}
