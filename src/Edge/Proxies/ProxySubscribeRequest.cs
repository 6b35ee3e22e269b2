namespace Stratus.Realtime.Edge.Proxies;

/// <summary>A client wants to subscribe.</summary>
/// <param name="Client">The client's id.</param>
/// <param name="User">The user's id; empty for an anonymous one.</param>
/// <param name="Channel">The channel.</param>
internal sealed record ProxySubscribeRequest(string Client, string User, string Channel)
{
    /// <summary>The subscription token that the client showed, if any.</summary>
    public string Token { get; init; } = "";

    /// <summary>What the client sent along; a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
