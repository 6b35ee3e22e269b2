namespace Stratus.Realtime.Edge.Proxies;

/// <summary>A client wants to connect.</summary>
/// <param name="Client">The id that it will have.</param>
internal sealed record ProxyConnectRequest(string Client)
{
    /// <summary>What the client sent along; a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What the client calls itself.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that the client says it has.</summary>
    public string Version { get; init; } = "";

    /// <summary>The channels that it wants to be subscribed to by connecting.</summary>
    public IReadOnlyCollection<string> Channels { get; init; } = [];
}
