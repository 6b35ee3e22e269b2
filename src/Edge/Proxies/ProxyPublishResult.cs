namespace Stratus.Realtime.Edge.Proxies;

/// <summary>The publication is taken.</summary>
internal sealed record ProxyPublishResult
{
    /// <summary>What is published instead of the client's payload: a JSON value; empty to leave it as it is.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Whether it is delivered without being kept.</summary>
    public bool SkipHistory { get; init; }

    /// <summary>What is attached to it; null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
