namespace Stratus.Realtime.Channels;

/// <summary>What a link may hold back, and how long its ends wait for each other.</summary>
public sealed record LinkLimits
{
    /// <summary>The most events that wait for the batch in flight.</summary>
    public int MaxEvents { get; init; } = 65_536;

    /// <summary>The most octets of payload that wait.</summary>
    public long MaxOctets { get; init; } = 64 << 20;

    /// <summary>How often a link says something, if only that it lives.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which the other end is taken for gone.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(4);
}
