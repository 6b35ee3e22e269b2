namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>What a client makes of the server's answer: <see cref="Opened"/> or <see cref="Failed"/>.</summary>
public abstract record ClientHandshakeResult
{
    private ClientHandshakeResult()
    {
    }

    /// <summary>The connection is a WebSocket; what follows the head are frames.</summary>
    /// <param name="Subprotocol">The subprotocol that the server chose, or null.</param>
    /// <param name="Deflate">The permessage-deflate parameters agreed on; null when messages are not compressed.</param>
    public sealed record Opened(string? Subprotocol, DeflateParameters? Deflate) : ClientHandshakeResult;

    /// <summary>The client must drop the connection (RFC 6455 §4.1).</summary>
    /// <param name="Rule">The rule that the answer broke.</param>
    /// <param name="Reason">What is required, and the RFC section that says so.</param>
    public sealed record Failed(HandshakeRule Rule, string Reason) : ClientHandshakeResult;
}
