namespace Stratus.Realtime.Edge.Proxies;

/// <summary>What the application is asked about.</summary>
internal enum ProxyKind
{
    /// <summary>Whether a client may connect, and who it is.</summary>
    Connect,

    /// <summary>Whether a client may subscribe.</summary>
    Subscribe,

    /// <summary>Whether a client's publication is taken, and as what.</summary>
    Publish,

    /// <summary>A remote procedure call of a client.</summary>
    Rpc,
}
