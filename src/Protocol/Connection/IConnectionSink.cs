namespace Stratus.Realtime.Protocol;

/// <summary>
/// What becomes of what the peer sends. Pongs and close frames that the RFC demands have been written already when
/// these are called. Payloads are valid during the call only.
/// </summary>
public interface IConnectionSink
{
    /// <summary>
    /// Offers the sink to say where the payload of a whole, uncompressed message goes; the unmasking is then the only copy.
    /// Followed by <see cref="Commit"/>, or by nothing when a check failed: the memory is then not used.
    /// </summary>
    /// <param name="kind">Text or binary.</param>
    /// <param name="octets">The payload's length.</param>
    /// <param name="payload">Exactly that many octets; ignored when false is returned.</param>
    /// <returns>False to get the message through <see cref="OnMessage"/>, in the engine's memory.</returns>
    bool TryReserve(MessageKind kind, int octets, out Span<byte> payload);

    /// <summary>The reserved memory holds a valid message now.</summary>
    void Commit(MessageKind kind, int octets);

    /// <summary>A valid message, assembled or inflated in the engine's memory.</summary>
    void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload);

    /// <summary>A ping; its pong has been written.</summary>
    void OnPing(ReadOnlySpan<byte> payload);

    /// <summary>A pong, asked for or not.</summary>
    void OnPong(ReadOnlySpan<byte> payload);

    /// <summary>The peer's close frame; it has been answered.</summary>
    void OnClose(CloseStatus status);

    /// <summary>The peer broke a rule; it has been told by a close frame, unless one had been sent before.</summary>
    void OnFailed(ProtocolError error);
}
