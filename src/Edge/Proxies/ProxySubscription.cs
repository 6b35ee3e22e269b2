namespace Stratus.Realtime.Edge.Proxies;

/// <summary>The client may subscribe, or is subscribed.</summary>
internal sealed record ProxySubscription
{
    /// <summary>What others in the channel see of the user: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Info { get; init; }

    /// <summary>What the client is told: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>When the subscription expires, in seconds since 1970; 0 for never.</summary>
    public long ExpireAt { get; init; }
}
