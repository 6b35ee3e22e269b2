namespace Stratus.Realtime.Benchmarks;

/// <summary>What one receive buffer holds.</summary>
public enum EchoShape
{
    Text64,
    Binary64,

    /// <summary>Sixteen text messages of 64 octets: a peer that does not wait for answers.</summary>
    Text64By16,
    Text16K,

    /// <summary>4 KiB of JSON under permessage-deflate, windows of 32 KiB and context takeover both ways, level 6.</summary>
    Deflated4K,
}
