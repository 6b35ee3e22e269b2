namespace Stratus.Realtime.Channels;

/// <summary>What the edge's side of channels may cost, and how long it waits.</summary>
public sealed record HubLimits
{
    /// <summary>The most publications that the answer to a subscription recovers.</summary>
    public int MaxRecoveryPublications { get; init; } = 1000;

    /// <summary>The most octets of payload that it recovers.</summary>
    public int MaxRecoveryOctets { get; init; } = 1 << 20;

    /// <summary>How many subscribers read history at a time, to recover or to catch up.</summary>
    public int MaxHistoryReads { get; init; } = 64;

    /// <summary>How long a channel that does not answer is asked again before its subscribers are told that they lost their position.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often each channel is asked whether it is where this edge believes.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after which a link is taken for dead.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often the edge looks for silent links, idle channels and channels to check.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);
}
