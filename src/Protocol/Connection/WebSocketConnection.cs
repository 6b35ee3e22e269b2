using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Stratus.Realtime.Protocol.CloseFrames;
using Stratus.Realtime.Protocol.Connection;
using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Framing;
using Stratus.Realtime.Protocol.Handshake;
using Stratus.Realtime.Protocol.Messages;

namespace Stratus.Realtime.Protocol;

// Theory of operation. Octets go through small machines in a row, and each has its own file:
//
//   FrameCursor       octets -> header (split or whole), payload pieces    FrameRules      what a header must not say
//   MessageAssembler  pieces -> message, inflated and validated            ClosePayload    what a close frame must not say
//   ConnectionTable   state x event -> state                               FrameWriter     messages -> octets
//
// This class is the loop that drives them. It never waits, owns no clock and no socket, and keeps no input: a header or
// a message that has come in part is kept in the cursor or the assembler. One thread at a time.
//
// A peer's fault is a value: the first rule that breaks is written to the peer as a close frame, is given to the sink,
// and turns the loop into a discarder. What the caller does wrong is an InvalidOperationException.

/// <summary>One WebSocket connection after the opening handshake (RFC 6455, RFC 7692): octets and time in, octets and events out.</summary>
public sealed class WebSocketConnection : IDisposable
{
    private readonly WebSocketRole _role;
    private readonly WebSocketLimits _limits;
    private readonly WebSocketTimes _times;
    private readonly PerMessageDeflate? _deflate;
    private readonly MessageAssembler _message;
    private readonly FrameWriter _writer;
    private readonly ControlFrames _control;
    private FrameCursor _cursor;
    private KeepAlive _keepAlive;
    private TimeSpan _closeDeadline;
    private MessageKind? _sending;

    /// <summary>Makes a connection in the state <see cref="ConnectionState.Open"/>.</summary>
    /// <param name="options">Role, limits, times and what the handshake agreed on.</param>
    /// <param name="now">The time since an origin of the caller's choice; all later times count from the same one.</param>
    /// <exception cref="InvalidOperationException">A client without masking keys, or deflate where the runtime lacks it.</exception>
    public WebSocketConnection(WebSocketConnectionOptions options, TimeSpan now)
    {
        _role = options.Role;
        _limits = options.Limits;
        _times = options.Times;
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
        }

        _message = new MessageAssembler(_limits, _deflate);
        _writer = new FrameWriter(_role == WebSocketRole.Client ? options.MaskingKeys : null, _deflate, options.MinCompressedOctets);
        _control = new ControlFrames(_limits.MaxControlFramesPerSecond);
        _keepAlive = new KeepAlive(now);
    }

    /// <summary>True when permessage-deflate can be negotiated here (docs/adr/0002).</summary>
    public static bool IsDeflateAvailable => ZLib.IsAvailable;

    /// <summary>What a connection with these parameters holds between messages, in octets, roughly: for a memory budget.</summary>
    public static int DeflateMemoryOctets(WebSocketRole role, DeflateParameters agreed) => PerMessageDeflate.MemoryOctets(role, agreed);

    /// <summary>Where the connection is in its life.</summary>
    public ConnectionState State { get; private set; }

    /// <summary>How long it waits for what.</summary>
    public WebSocketTimes Times => _times;

    /// <summary>How the connection ended; its kind is <see cref="ConnectionEndKind.None"/> while it has not.</summary>
    public ConnectionEnd End { get; private set; }

    /// <summary>When <see cref="OnDeadline"/> wants to be called; moves away with every octet received.</summary>
    public TimeSpan Deadline => State switch
    {
        ConnectionState.Open => _keepAlive.Deadline(_times),
        ConnectionState.Closed => TimeSpan.MaxValue,
        _ => _closeDeadline,
    };

    /// <summary>True when the transport should flush and drop TCP (RFC 6455 §7.1.1: a server does so first).</summary>
    private bool IsEnded => State == ConnectionState.Closed || (State == ConnectionState.Closing && _role == WebSocketRole.Server);

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
        int given = input.Length;
        if (given != 0)
        {
            _keepAlive.Heard(now);
        }

        while (State <= ConnectionState.CloseSent)
        {
            if (!_cursor.InPayload)
            {
                if (output.IsFull)
                {
                    consumed = given - input.Length;
                    return ReceiveStatus.OutputFull;
                }

                if (!TryBeginFrame(ref input, now, ref sink, output))
                {
                    break;
                }
            }

            if (!TakePayload(ref input, now, ref sink, output))
            {
                break;
            }
        }

        if (State > ConnectionState.CloseSent)
        {
            _message.Release(); // only now: a sink that failed the connection may still have been reading it
            Discard(input);
            input = [];
        }

        consumed = given - input.Length;
        return IsEnded ? ReceiveStatus.Ended : ReceiveStatus.NeedMore;
    }

    /// <summary>Sends a message as one frame, compressed where that was negotiated and pays.</summary>
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

        _writer.WriteData((Opcode)kind, fin: true, payload, output);
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
        if (State == ConnectionState.Open)
        {
            WriteClose(code, reason, output);
            Move(ConnectionEvent.CloseCall);
            _closeDeadline = now + _times.CloseTimeout;
        }
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
        Fail(code, reason, ProtocolRule.None, now, output);
    }

    /// <summary>The peer's octets have ended: TCP's FIN, a reset, or HTTP/2's END_STREAM.</summary>
    /// <param name="why">What to say of a connection that had not begun to close.</param>
    public void EndOfInput(ConnectionEndKind why = ConnectionEndKind.Lost)
    {
        if (End.Kind == ConnectionEndKind.None)
        {
            End = new ConnectionEnd(why, CloseCode.Abnormal, "");
        }

        Move(ConnectionEvent.EndOfInput);
        _message.Release();
    }

    /// <summary>To be called when <see cref="Deadline"/> has come; does nothing before.</summary>
    /// <returns><see cref="ReceiveStatus.Ended"/> when TCP is to be dropped now, after a flush.</returns>
    public ReceiveStatus OnDeadline<TSink, TOutput>(TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        if (now < Deadline)
        {
            return IsEnded ? ReceiveStatus.Ended : ReceiveStatus.NeedMore;
        }

        if (State == ConnectionState.Open)
        {
            if (_keepAlive.TryPing(now))
            {
                _writer.WriteControl(Opcode.Ping, [], output);
            }
            else
            {
                Fail(ProtocolRule.PongMissing, now, ref sink, output);
            }

            return ReceiveStatus.NeedMore;
        }

        if (State == ConnectionState.CloseSent)
        {
            End = new ConnectionEnd(ConnectionEndKind.CloseTimedOut, CloseCode.Abnormal, "");
        }

        Move(ConnectionEvent.Deadline);
        return ReceiveStatus.Ended;
    }

    /// <summary>Gives pooled and native memory back. The transport calls it once, when it is done.</summary>
    public void Dispose()
    {
        _message.Release();
        _deflate?.Dispose();
    }

    private void Move(ConnectionEvent e) => State = ConnectionTable.Next(State, e);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryBeginFrame<TSink, TOutput>(ref ReadOnlySpan<byte> input, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        var context = new FrameContext(_role == WebSocketRole.Server, _deflate is not null, _message.IsOpen);
        if (!_cursor.TryReadHeader(ref input, context, out ProtocolRule broken))
        {
            _control.BeginDiscarded();
            return broken != ProtocolRule.None && Broken(broken, now, ref sink, output);
        }

        ref readonly FrameHeader header = ref _cursor.Header;
        if (header.IsControl)
        {
            broken = _control.Begin(header.Opcode, now);
        }
        else
        {
            if (header.Opcode != Opcode.Continuation)
            {
                _message.Begin((MessageKind)header.Opcode, header.Rsv1);
            }

            broken = _message.BeginFragment(header.PayloadOctets);
        }

        return broken == ProtocolRule.None || Broken(broken, now, ref sink, output);
    }

    // True when the frame is over, false when it needs more input.
    private bool TakePayload<TSink, TOutput>(ref ReadOnlySpan<byte> input, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        if (State > ConnectionState.CloseSent)
        {
            return true; // the frame's header has failed the connection
        }

        if (_cursor.Header.IsControl)
        {
            return TakeControl(ref input, now, ref sink, output);
        }

        ulong remaining = _cursor.Remaining;
        if (State == ConnectionState.Open && _message.IsWholeIn(_cursor.Header) && remaining <= (ulong)input.Length
            && sink.TryReserve(_message.Kind, (int)remaining, out Span<byte> reserved))
        {
            return TakeWholeMessage(reserved, ref input, now, ref sink, output);
        }

        ReadOnlySpan<byte> piece = _cursor.TakePayload(ref input, out uint key);
        ProtocolRule broken = State == ConnectionState.Open ? _message.Append(piece, key) : ProtocolRule.None;
        if (broken != ProtocolRule.None)
        {
            return Broken(broken, now, ref sink, output);
        }

        if (_cursor.Remaining != 0)
        {
            return false;
        }

        _cursor.InPayload = false;
        return !_cursor.Header.Fin || EndMessage(now, ref sink, output);
    }

    // The fast road: one frame, all there, not compressed. Unmasked to where the sink wants it, then validated there.
    private bool TakeWholeMessage<TSink, TOutput>(Span<byte> reserved, ref ReadOnlySpan<byte> input, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        MessageKind kind = _message.Kind;
        bool valid = true;
        if (kind == MessageKind.Binary)
        {
            Masking.Copy(input[..reserved.Length], reserved, _cursor.Header.MaskingKey);
        }
        else
        {
            valid = Masking.CopyIsAscii(input[..reserved.Length], reserved, _cursor.Header.MaskingKey) || Utf8.IsValid(reserved);
        }

        input = input[reserved.Length..];
        _cursor.InPayload = false;
        _message.Skip();

        // RFC 6455 §8.1: text that is not UTF-8 fails the connection.
        if (!valid)
        {
            return Broken(ProtocolRule.InvalidUtf8, now, ref sink, output);
        }

        sink.Commit(kind, reserved.Length);
        return true;
    }

    private bool EndMessage<TSink, TOutput>(TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        if (State == ConnectionState.Open)
        {
            if (_message.End() is var broken and not ProtocolRule.None)
            {
                return Broken(broken, now, ref sink, output);
            }

            sink.OnMessage(_message.Kind, _message.Octets);
        }

        _message.Release();
        return true;
    }

    private bool TakeControl<TSink, TOutput>(ref ReadOnlySpan<byte> input, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        _control.Append(_cursor.TakePayload(ref input, out uint key), key);
        if (_cursor.Remaining != 0)
        {
            return false;
        }

        _cursor.InPayload = false;
        ReadOnlySpan<byte> payload = _control.Payload;
        switch (_cursor.Header.Opcode)
        {
            case Opcode.Ping:
                // RFC 6455 §5.5.2: a ping MUST be answered unless a close frame was received already.
                _writer.WriteControl(Opcode.Pong, payload, output);
                sink.OnPing(payload);
                return true;
            case Opcode.Pong:
                sink.OnPong(payload);
                return true;
            default:
                return TakeClose(payload, now, ref sink, output);
        }
    }

    private bool TakeClose<TSink, TOutput>(ReadOnlySpan<byte> payload, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        ProtocolRule broken = ClosePayload.Read(payload, out CloseStatus status);
        if (broken != ProtocolRule.None)
        {
            Fail(broken, now, ref sink, output);
            Move(ConnectionEvent.CloseFrame); // the peer's close frame has come, bad as it is: nothing to wait for
            return true;
        }

        bool answered = State == ConnectionState.CloseSent;
        if (!answered)
        {
            // RFC 6455 §5.5.1: a close frame MUST be answered by one; it typically echoes the code.
            WriteClose(status.Code, "", output);
        }

        Move(ConnectionEvent.CloseFrame);
        _closeDeadline = now + _times.CloseTimeout;
        End = new ConnectionEnd(answered ? ConnectionEndKind.Closed : ConnectionEndKind.PeerClosed, status.Code, status.Reason);
        sink.OnClose(status);
        return true;
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

    private bool Broken<TSink, TOutput>(ProtocolRule rule, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        Fail(rule, now, ref sink, output);
        return true;
    }

    private void Fail<TSink, TOutput>(ProtocolRule rule, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        var error = new ProtocolError(rule);
        Fail(error.CloseCode, error.Text, rule, now, output);
        sink.OnFailed(error);
    }

    private void Fail<TOutput>(CloseCode code, string reason, ProtocolRule rule, TimeSpan now, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (State > ConnectionState.CloseSent)
        {
            return;
        }

        if (State == ConnectionState.Open)
        {
            WriteClose(code, reason, output);
        }

        Move(ConnectionEvent.Failure);
        _closeDeadline = now + _times.CloseLinger;
        End = new ConnectionEnd(ConnectionEndKind.Failed, code, reason, rule);
    }

    private void WriteClose<TOutput>(CloseCode code, string reason, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayloadOctets];
        int octets = ClosePayload.Write(payload, code, reason);
        _writer.WriteControl(Opcode.Close, payload[..octets], output);
    }

    // After a failure the frames are only walked, to find the peer's close frame; after a close frame nothing counts.
    private void Discard(ReadOnlySpan<byte> input)
    {
        while (State == ConnectionState.Failed)
        {
            if (!_cursor.InPayload)
            {
                if (!_cursor.TrySkipHeader(ref input))
                {
                    return;
                }

                _control.BeginDiscarded();
            }

            ReadOnlySpan<byte> piece = _cursor.TakePayload(ref input, out uint key);
            if (_cursor.Header.IsPlausibleClose)
            {
                _control.Append(piece, key);
            }

            if (_cursor.Remaining != 0)
            {
                return;
            }

            _cursor.InPayload = false;

            // Behind a broken frame anything may come: only what is a close frame to the letter ends the wait.
            if (_cursor.Header.IsPlausibleClose && ClosePayload.Read(_control.Payload, out _) == ProtocolRule.None)
            {
                Move(ConnectionEvent.CloseFrame);
            }
        }
    }
}
