namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>How octets travel over a link in memory.</summary>
public sealed record MemoryLinkOptions
{
    /// <summary>Octets that a single delivery to the peer carries at most, drawn anew for each; null delivers writes as they were.</summary>
    public Func<int>? NextDelivery { get; init; }
}
