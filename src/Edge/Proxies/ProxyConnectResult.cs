namespace Stratus.Realtime.Edge.Proxies;

/// <summary>The client may connect.</summary>
/// <param name="User">Who it is; empty for an anonymous one.</param>
internal sealed record ProxyConnectResult(string User)
{
    /// <summary>When the connection expires, in seconds since 1970; 0 for never.</summary>
    public long ExpireAt { get; init; }

    /// <summary>What others see of the user: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Info { get; init; }

    /// <summary>What the client is told: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The channels that it is subscribed to on the server's side.</summary>
    public IReadOnlyDictionary<string, ProxySubscription> Subscriptions { get; init; } = new Dictionary<string, ProxySubscription>();
}
