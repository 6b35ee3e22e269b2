using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Protocol;

/// <summary>Answers every message with itself, as one frame: the conformance target.</summary>
/// <typeparam name="TOutput">The output that the connection writes to.</typeparam>
/// <param name="connection">The connection whose messages are echoed.</param>
/// <param name="output">The same output that is given to <see cref="WebSocketConnection.Receive"/>.</param>
public struct EchoSink<TOutput>(WebSocketConnection connection, TOutput output) : IConnectionSink
    where TOutput : struct, IFrameOutput
{
    private int _header;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReserve(MessageKind kind, int octets, out Span<byte> payload) =>
        connection.TryBeginMessage(kind, octets, output, out payload, out _header);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Commit(MessageKind kind, int octets) => output.Advance(_header + octets);

    /// <inheritdoc/>
    public readonly void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload) => connection.Send(kind, payload, output);

    /// <inheritdoc/>
    public readonly void OnPing(ReadOnlySpan<byte> payload)
    {
    }

    /// <inheritdoc/>
    public readonly void OnPong(ReadOnlySpan<byte> payload)
    {
    }

    /// <inheritdoc/>
    public readonly void OnClose(CloseStatus status)
    {
    }

    /// <inheritdoc/>
    public readonly void OnFailed(ProtocolError error)
    {
    }
}
