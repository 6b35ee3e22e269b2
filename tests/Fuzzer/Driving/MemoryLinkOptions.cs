namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>How octets travel over a link in memory.</summary>
public sealed record MemoryLinkOptions
{
    /// <summary>Leave out the HTTP handshake: both ends begin in the open state.</summary>
    public bool StartOpen { get; init; }

    /// <summary>With <see cref="StartOpen"/>: the extensions agreed on, as the text of an answer.</summary>
    public string? Extensions { get; init; }

    /// <summary>Octets that a single delivery to the peer carries at most, drawn anew for each; null delivers writes as they were.</summary>
    public Func<int>? NextDelivery { get; init; }
}
