using System.Runtime.CompilerServices;
using Stratus.Realtime.Protocol.CloseFrames;
using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Framing;
using Stratus.Realtime.Protocol.Messages;
using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Protocol.Connection;

/// <summary>From octets to events: walks frames, collects messages, answers what must be answered. See WebSocketConnection.</summary>
internal sealed class FrameReceiver(
    WebSocketRole role, WebSocketLimits limits, PerMessageDeflate? deflate, FrameWriter writer, ConnectionLife life)
{
    private readonly MessageAssembler _message = new(limits, deflate);
    private readonly ControlFrames _control = new(limits.MaxControlFramesPerSecond);
    private FrameCursor _cursor;

    public ReceiveStatus Receive<TSink, TOutput>(ReadOnlySpan<byte> input, TimeSpan now, ref TSink sink, TOutput output, out int consumed)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        int given = input.Length;
        if (given != 0)
        {
            life.Heard(now);
        }

        while (life.IsReceiving)
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

        if (!life.IsReceiving)
        {
            _message.Release(); // only now: a sink that failed the connection may still have been reading it
            Discard(input);
            input = [];
        }

        consumed = given - input.Length;
        return life.IsEnded ? ReceiveStatus.Ended : ReceiveStatus.NeedMore;
    }

    /// <summary>Gives the open message's memory back.</summary>
    public void Release() => _message.Release();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryBeginFrame<TSink, TOutput>(ref ReadOnlySpan<byte> input, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        var context = new FrameContext(role == WebSocketRole.Server, deflate is not null, _message.IsOpen);
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
        if (!life.IsReceiving)
        {
            return true; // the frame's header has failed the connection
        }

        if (_cursor.Header.IsControl)
        {
            return TakeControl(ref input, now, ref sink, output);
        }

        ulong remaining = _cursor.Remaining;
        if (life.State == ConnectionState.Open && _message.IsWholeIn(_cursor.Header) && remaining <= (ulong)input.Length
            && sink.TryReserve(_message.Kind, (int)remaining, out Span<byte> reserved))
        {
            return TakeWholeMessage(reserved, ref input, now, ref sink, output);
        }

        ReadOnlySpan<byte> piece = _cursor.TakePayload(ref input, out uint key);
        ProtocolRule broken = life.State == ConnectionState.Open ? _message.Append(piece, key) : ProtocolRule.None;
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
            valid = Masking.CopyIsAscii(input[..reserved.Length], reserved, _cursor.Header.MaskingKey) || Utf8Text.IsValid(reserved);
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
        if (life.State == ConnectionState.Open)
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
                writer.WriteControl(Opcode.Pong, payload, output);
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
            life.TakeCloseAfterFailure();
            return true;
        }

        life.TakeClose(status, now, output);
        sink.OnClose(status);
        return true;
    }

    private bool Broken<TSink, TOutput>(ProtocolRule rule, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        Fail(rule, now, ref sink, output);
        return true;
    }

    /// <summary>The peer broke a rule: it is told, and so is the sink.</summary>
    public void Fail<TSink, TOutput>(ProtocolRule rule, TimeSpan now, ref TSink sink, TOutput output)
        where TSink : struct, IConnectionSink
        where TOutput : struct, IFrameOutput
    {
        var error = new ProtocolError(rule);
        life.Fail(error.CloseCode, error.Text, rule, now, output);
        sink.OnFailed(error);
    }

    // After a failure the frames are only walked, to find the peer's close frame; after a close frame nothing counts.
    private void Discard(ReadOnlySpan<byte> input)
    {
        while (life.State == ConnectionState.Failed)
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
                life.TakeCloseAfterFailure();
            }
        }
    }
}
