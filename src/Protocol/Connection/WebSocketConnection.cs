using System.Runtime.CompilerServices;
using Stratus.Realtime.Protocol.CloseFrames;
using Stratus.Realtime.Protocol.Connection;
using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Framing;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol;

// Theory of operation. Octets go through small machines in a row, and each has its own file:
//
//   FrameReceiver     the loop that drives them, from octets to events
//   FrameCursor       octets -> header (split or whole), payload pieces    FrameRules      what a header must not say
//   MessageAssembler  pieces -> message, inflated and validated            ClosePayload    what a close frame must not say
//   ConnectionLife    close frames, failures, deadlines                    ConnectionTable state x event -> state
//   FrameWriter       messages -> octets
//
// Nothing here ever waits, or owns a clock or a socket, or keeps input: a header or a message that has come in part is
// kept in the cursor or the assembler. One thread at a time.
//
// A peer's fault is a value: the first rule that breaks is written to the peer as a close frame, is given to the sink,
// and turns the receiver into a discarder. What the caller does wrong is an InvalidOperationException.

/// <summary>One WebSocket connection after the opening handshake (RFC 6455, RFC 7692): octets and time in, octets and events out.</summary>
public sealed class WebSocketConnection : IDisposable
{
    // Above this a prepared frame is given to the output whole.
    private const int LargeOctets = 16 << 10;

    private readonly WebSocketRole _role;
    private readonly PerMessageDeflate? _deflate;
    private readonly FrameWriter _writer;
    private readonly ConnectionLife _life;
    private readonly FrameReceiver _receiver;
    private MessageKind? _sending;

    /// <summary>Makes a connection in the state <see cref="ConnectionState.Open"/>.</summary>
    /// <param name="options">Role, limits, times and what the handshake agreed on.</param>
    /// <param name="now">The time since an origin of the caller's choice; all later times count from the same one.</param>
    /// <exception cref="InvalidOperationException">A client without masking keys, or deflate where the runtime lacks it.</exception>
    public WebSocketConnection(WebSocketConnectionOptions options, TimeSpan now)
    {
        _role = options.Role;
        Times = options.Times;
        if (_role == WebSocketRole.Client && options.MaskingKeys is null)
        {
            throw new InvalidOperationException("A client needs masking keys (RFC 6455 5.3).");
        }

        if (options.Deflate is { } agreed)
        {
            if (!IsDeflateAvailable)
            {
                throw new InvalidOperationException("permessage-deflate was agreed on, but this runtime's zlib cannot be used.");
            }

            _deflate = new PerMessageDeflate(_role, agreed, options.DeflateLevel);
            SharedWindowBits = _role == WebSocketRole.Server && agreed.ServerNoContextTakeover ? agreed.ServerMaxWindowBits : 0;
        }

        _writer = new FrameWriter(_role == WebSocketRole.Client ? options.MaskingKeys : null, _deflate, options.MinCompressedOctets);
        _life = new ConnectionLife(_role, Times, _writer, now);
        _receiver = new FrameReceiver(_role, options.Limits, _deflate, _writer, _life);
    }

    /// <summary>True when permessage-deflate can be negotiated here (docs/adr/0002).</summary>
    public static bool IsDeflateAvailable => ZLib.IsAvailable;

    /// <summary>What a connection with these parameters holds between messages, in octets, roughly: for a memory budget.</summary>
    public static int DeflateMemoryOctets(WebSocketRole role, DeflateParameters agreed) => PerMessageDeflate.MemoryOctets(role, agreed);

    /// <summary>True when permessage-deflate was agreed on: messages may cost much more than their octets say.</summary>
    public bool IsCompressed => _deflate is not null;

    /// <summary>Where the connection is in its life.</summary>
    public ConnectionState State => _life.State;

    /// <summary>How long it waits for what.</summary>
    public WebSocketTimes Times { get; }

    /// <summary>How the connection ended; its kind is <see cref="ConnectionEndKind.None"/> while it has not.</summary>
    public ConnectionEnd End => _life.End;

    /// <summary>When <see cref="OnDeadline"/> wants to be called; moves away with every octet received.</summary>
    public TimeSpan Deadline => _life.Deadline;

    /// <summary>Takes octets from the peer. Pongs, close echoes and the news of a broken rule are written at once.</summary>
    /// <param name="input">What was received; may begin and end anywhere.</param>
    /// <param name="now">The time of its arrival.</param>
    /// <param name="sink">What becomes of messages.</param>
    /// <param name="output">Where answers are written.</param>
    /// <param name="consumed">How much of the input was taken: all of it, but when the output is full.</param>
    public ReceiveStatus Receive<TSink, TOutput>(ReadOnlySpan<byte> input, TimeSpan now, ref TSink sink, TOutput output, out int consumed)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        return _receiver.Receive(input, now, ref sink, output, out consumed);
    }

    /// <summary>Sends a message as one frame, compressed where that was negotiated and the message is long enough.</summary>
    /// <returns>False when nothing was written because the connection is closing: that is not the caller's fault.</returns>
    /// <exception cref="InvalidOperationException">A fragmented message is open.</exception>
    public bool Send<TOutput>(MessageKind kind, ReadOnlySpan<byte> payload, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (State != ConnectionState.Open)
        {
            return false;
        }

        if (_sending is not null)
        {
            throw new InvalidOperationException("A fragmented message is open: finish it first (RFC 6455 5.4).");
        }

        _writer.WriteMessage(kind, payload, output);
        return true;
    }

    /// <summary>Sends a fragment of a message, uncompressed.</summary>
    /// <param name="kind">The kind of the whole message; the same for each of its fragments.</param>
    /// <param name="payload">The fragment, possibly empty.</param>
    /// <param name="fin">True for the last one.</param>
    /// <param name="output">Where the frame is written.</param>
    /// <returns>False when the connection is closing.</returns>
    /// <exception cref="InvalidOperationException">A fragmented message of another kind is open.</exception>
    public bool SendFragment<TOutput>(MessageKind kind, ReadOnlySpan<byte> payload, bool fin, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (State != ConnectionState.Open)
        {
            return false;
        }

        if (_sending is { } open && open != kind)
        {
            throw new InvalidOperationException($"A fragmented {open} message is open: it cannot go on as {kind} (RFC 6455 5.4).");
        }

        Opcode opcode = _sending is null ? (Opcode)kind : Opcode.Continuation;
        byte first = (byte)((fin ? FrameHeader.FinBit : 0) | (byte)opcode);
        _writer.WriteFrame(first, payload, output);
        _sending = fin ? null : kind;
        return true;
    }

    /// <summary>
    /// Sends frames of whole messages that <see cref="FrameEncoder"/> made for many connections. For servers; a compressed
    /// frame only where <see cref="SharedWindowBits"/> says so.
    /// </summary>
    /// <returns>False when nothing was written because the connection is closing.</returns>
    /// <exception cref="InvalidOperationException">A client, or a fragmented message is open.</exception>
    public bool SendPrepared<TOutput>(ReadOnlySpan<byte> frames, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (_role == WebSocketRole.Client || _sending is not null)
        {
            throw new InvalidOperationException("Prepared frames are a server's, and whole messages (RFC 6455 5.1, 5.4).");
        }

        if (State != ConnectionState.Open)
        {
            return false;
        }

        if (frames.Length > LargeOctets)
        {
            output.Write(frames);
        }
        else
        {
            frames.CopyTo(output.GetSpan(frames.Length));
            output.Advance(frames.Length);
        }

        return true;
    }

    /// <summary>
    /// The window, in bits, that a shared compressed frame may be made with for this connection; 0 when it must be sent
    /// uncompressed, because compression was not agreed on, or with a context of its own.
    /// </summary>
    public int SharedWindowBits { get; }

    /// <summary>
    /// Room for an uncompressed message behind its header, to be filled and advanced past by the caller:
    /// <paramref name="headerOctets"/> and <paramref name="octets"/> together. The way without a copy for servers.
    /// </summary>
    /// <returns>False when this message cannot be sent that way; use <see cref="Send"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBeginMessage<TOutput>(MessageKind kind, int octets, TOutput output, out Span<byte> payload, out int headerOctets)
        where TOutput : struct, IFrameOutput
    {
        if (_role == WebSocketRole.Client || State != ConnectionState.Open || _sending is not null || _writer.Compresses(octets))
        {
            payload = default;
            headerOctets = 0;
            return false;
        }

        payload = FrameWriter.BeginUnmasked(kind, octets, output, out headerOctets);
        return true;
    }

    /// <summary>Sends a ping with up to 125 octets.</summary>
    /// <returns>False when the connection is closing.</returns>
    /// <exception cref="InvalidOperationException">The payload is too long (RFC 6455 §5.5).</exception>
    public bool Ping<TOutput>(ReadOnlySpan<byte> payload, TOutput output)
        where TOutput : struct, IFrameOutput => SendControl(Opcode.Ping, payload, output);

    /// <summary>Sends a pong that nobody asked for (RFC 6455 §5.5.3); those that are owed are sent by <see cref="Receive"/>.</summary>
    /// <returns>False when the connection is closing.</returns>
    /// <exception cref="InvalidOperationException">The payload is too long (RFC 6455 §5.5).</exception>
    public bool Pong<TOutput>(ReadOnlySpan<byte> payload, TOutput output)
        where TOutput : struct, IFrameOutput => SendControl(Opcode.Pong, payload, output);

    /// <summary>Starts the closing handshake (RFC 6455 §7.1.2); does nothing if it has begun already.</summary>
    /// <param name="code">A code that may be sent, or <see cref="CloseCode.NoStatus"/> for an empty close frame.</param>
    /// <param name="reason">The reason; cut at 123 octets, never inside a code point.</param>
    /// <param name="now">The time; the peer has <see cref="WebSocketTimes.CloseTimeout"/> from here.</param>
    /// <param name="output">Where the close frame is written.</param>
    /// <exception cref="InvalidOperationException">The code must not be sent.</exception>
    public void Close<TOutput>(CloseCode code, string reason, TimeSpan now, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        ClosePayload.CheckSendable(code);
        _life.Close(code, reason, now, output);
    }

    /// <summary>Fails the connection because of this end's own trouble (RFC 6455 §7.1.7), for example with 1011.</summary>
    /// <param name="code">A code that may be sent, or <see cref="CloseCode.NoStatus"/> for an empty close frame.</param>
    /// <param name="reason">The reason; cut at 123 octets.</param>
    /// <param name="now">The time; the peer is listened to for <see cref="WebSocketTimes.CloseLinger"/> from here.</param>
    /// <param name="output">Where the close frame is written.</param>
    public void Fail<TOutput>(CloseCode code, string reason, TimeSpan now, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        ClosePayload.CheckSendable(code);
        _life.Fail(code, reason, ProtocolRule.None, now, output);
    }

    /// <summary>The peer's octets have ended: TCP's FIN, a reset, or HTTP/2's END_STREAM.</summary>
    /// <param name="why">What to say of a connection that had not begun to close.</param>
    public void EndOfInput(ConnectionEndKind why = ConnectionEndKind.Lost)
    {
        _life.EndOfInput(why);
        _receiver.Release();
    }

    /// <summary>To be called when <see cref="Deadline"/> has come; does nothing before.</summary>
    /// <returns><see cref="ReceiveStatus.Ended"/> when TCP is to be dropped now, after a flush.</returns>
    public ReceiveStatus OnDeadline<TSink, TOutput>(TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        if (now < Deadline)
        {
            return _life.IsEnded ? ReceiveStatus.Ended : ReceiveStatus.NeedMore;
        }

        if (_life.OnDeadline(now, output))
        {
            _receiver.Fail(ProtocolRule.PongMissing, now, ref sink, output);
        }

        return _life.State == ConnectionState.Closed ? ReceiveStatus.Ended : ReceiveStatus.NeedMore;
    }

    /// <summary>Gives pooled and native memory back. The transport calls it once, when it is done.</summary>
    public void Dispose()
    {
        _receiver.Release();
        _deflate?.Dispose();
    }

    private bool SendControl<TOutput>(Opcode opcode, ReadOnlySpan<byte> payload, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (payload.Length > FrameHeader.MaxControlPayloadOctets)
        {
            throw new InvalidOperationException($"A {opcode} carries at most 125 octets, not {payload.Length} (RFC 6455 5.5).");
        }

        if (State != ConnectionState.Open)
        {
            return false;
        }

        _writer.WriteControl(opcode, payload, output);
        return true;
    }
}
