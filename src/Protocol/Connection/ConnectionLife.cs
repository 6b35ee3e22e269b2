using Stratus.Realtime.Protocol.CloseFrames;
using Stratus.Realtime.Protocol.Framing;

namespace Stratus.Realtime.Protocol.Connection;

/// <summary>
/// The state of a connection and all that moves it: close frames both ways, failures, the end of input, deadlines.
/// <see cref="ConnectionTable"/> says where each leads; this class says it to the peer, and remembers how it ended.
/// </summary>
internal sealed class ConnectionLife(WebSocketRole role, WebSocketTimes times, FrameWriter writer, TimeSpan now)
{
    private KeepAlive _keepAlive = new(now);
    private TimeSpan _closeDeadline;

    public ConnectionState State { get; private set; }

    public ConnectionEnd End { get; private set; }

    /// <summary>True while frames are read for what they say, false once they are only discarded.</summary>
    public bool IsReceiving => State <= ConnectionState.CloseSent;

    /// <summary>True when the transport should flush and drop TCP (RFC 6455 §7.1.1: a server does so first).</summary>
    public bool IsEnded => State == ConnectionState.Closed || (State == ConnectionState.Closing && role == WebSocketRole.Server);

    public TimeSpan Deadline => State switch
    {
        ConnectionState.Open => _keepAlive.Deadline(times),
        ConnectionState.Closed => TimeSpan.MaxValue,
        _ => _closeDeadline,
    };

    public void Heard(TimeSpan now) => _keepAlive.Heard(now);

    public void Close<TOutput>(CloseCode code, string reason, TimeSpan now, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (State == ConnectionState.Open)
        {
            WriteClose(code, reason, output);
            Move(ConnectionEvent.CloseCall);
            _closeDeadline = now + times.CloseTimeout;
        }
    }

    public void Fail<TOutput>(CloseCode code, string reason, ProtocolRule rule, TimeSpan now, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (!IsReceiving)
        {
            return;
        }

        if (State == ConnectionState.Open)
        {
            WriteClose(code, reason, output);
        }

        Move(ConnectionEvent.Failure);
        _closeDeadline = now + times.CloseLinger;
        End = new ConnectionEnd(ConnectionEndKind.Failed, code, reason, rule);
    }

    /// <summary>The peer's close frame has come, and is valid.</summary>
    public void TakeClose<TOutput>(CloseStatus status, TimeSpan now, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        bool answered = State == ConnectionState.CloseSent;
        if (!answered)
        {
            // RFC 6455 §5.5.1: a close frame MUST be answered by one; it typically echoes the code.
            WriteClose(status.Code, "", output);
        }

        Move(ConnectionEvent.CloseFrame);
        _closeDeadline = now + times.CloseTimeout;
        End = new ConnectionEnd(answered ? ConnectionEndKind.Closed : ConnectionEndKind.PeerClosed, status.Code, status.Reason);
    }

    /// <summary>The close frame of a peer that was failed has come, good or bad: there is nothing to wait for.</summary>
    public void TakeCloseAfterFailure() => Move(ConnectionEvent.CloseFrame);

    public void EndOfInput(ConnectionEndKind why)
    {
        if (End.Kind == ConnectionEndKind.None)
        {
            End = new ConnectionEnd(why, CloseCode.Abnormal, "");
        }

        Move(ConnectionEvent.EndOfInput);
    }

    /// <summary>The deadline has come: true when the peer has missed its pong and is to be failed.</summary>
    public bool OnDeadline<TOutput>(TimeSpan now, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        if (State == ConnectionState.Open)
        {
            if (!_keepAlive.TryPing(now))
            {
                return true;
            }

            writer.WriteControl(Opcode.Ping, [], output);
            return false;
        }

        if (State == ConnectionState.CloseSent)
        {
            End = new ConnectionEnd(ConnectionEndKind.CloseTimedOut, CloseCode.Abnormal, "");
        }

        Move(ConnectionEvent.Deadline);
        return false;
    }

    private void Move(ConnectionEvent e) => State = ConnectionTable.Next(State, e);

    private void WriteClose<TOutput>(CloseCode code, string reason, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayloadOctets];
        int octets = ClosePayload.Write(payload, code, reason);
        writer.WriteControl(Opcode.Close, payload[..octets], output);
    }
}
