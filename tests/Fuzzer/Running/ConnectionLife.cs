using System.Text;
using System.Text.Unicode;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>
/// How the fuzzer's end of a connection closes, as an ordinary WebSocket end: it starts a closing handshake or answers one,
/// fails the connection when the peer breaks a rule, waits for a server to drop TCP and, being one, drops it first.
/// <para>Opening, then Open, then Closing when a close frame went either way, then Closed.</para>
/// </summary>
internal sealed class ConnectionLife(TimeSpan closeLimit, bool fuzzerIsServer, FrameSender sender, Timers timers, WireLog log)
{
    public RunPhase Phase { get; set; }
    public ClosingState Closing { get; } = new();

    /// <summary>The time of the call that is being worked on.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>Begins the closing handshake with this frame, unless the connection is closing already.</summary>
    public void SendClose(FrameSpec spec)
    {
        if (Phase == RunPhase.Open)
        {
            Send(spec);
            Closing.ClosedByMe = true;
            timers.Set(TimerKind.ClosingHandshake, Now + closeLimit);
        }
    }

    public void Close(int code, string reason = "") => SendClose(FrameSpec.Close(code, reason));

    /// <summary>RFC 6455 §7.1.7: close with a code; when a close frame was sent already, drop TCP.</summary>
    public void Fail(int code, string reason)
    {
        Closing.FailedByMe = true;
        if (Phase == RunPhase.Open)
        {
            Close(code, Encoding.UTF8.GetByteCount(reason) <= 123 ? reason : "");
        }
        else
        {
            Drop("the peer did not answer the close frame in time");
        }
    }

    public void Drop(string reason)
    {
        if (Phase != RunPhase.Closed)
        {
            Closing.WasNotCleanReason ??= reason;
            Closing.DroppedByMe = true;
            Phase = RunPhase.Closed;
        }
    }

    public void PeerDropped()
    {
        if (Phase != RunPhase.Closed)
        {
            if (!Closing.IsHandshakeDone)
            {
                Closing.WasNotCleanReason ??= Phase == RunPhase.Opening
                    ? "the peer dropped TCP within the opening handshake" : "the peer dropped TCP without a closing handshake";
            }

            Phase = RunPhase.Closed;
        }
    }

    /// <summary>The peer broke a rule.</summary>
    public void Fault(int closeCode, string what)
    {
        if (Phase != RunPhase.Closed)
        {
            Closing.PeerFault ??= what;
            Closing.WasNotCleanReason ??= "the fuzzer failed the connection: " + what;
            log.Mute(false);
            Fail(closeCode, what);
        }
    }

    /// <summary>The peer's close frame; only the first one counts.</summary>
    public void OnClose(int? code, ReadOnlySpan<byte> reason)
    {
        if (Closing.SawClose || Phase == RunPhase.Closed)
        {
            return;
        }

        Closing.SawClose = true;
        Closing.RemoteCloseCode = code;
        Closing.RemoteCloseReason = reason.IsEmpty ? null : Encoding.UTF8.GetString(reason);

        // RFC 6455 §7.4: codes that may stand in a frame. 1012 to 1014 were registered later.
        if (code is not null and not ((>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999)))
        {
            Fault(1002, $"a close frame has the code {code}");
        }
        else if (!Utf8.IsValid(reason))
        {
            Fault(1007, "a close frame's reason is not valid UTF-8");
        }
        else
        {
            Answer();
        }
    }

    private void Answer()
    {
        Closing.ReceivedClose = true;
        timers.Clear(TimerKind.ClosingHandshake);
        if (Phase == RunPhase.Open)
        {
            Send(FrameSpec.Close(1000));
        }

        // RFC 6455 §7.1.1: the server drops TCP first, the client waits for that.
        if (fuzzerIsServer)
        {
            Drop("");
        }
        else
        {
            timers.Set(TimerKind.ServerDrop, Now + closeLimit);
        }
    }

    private void Send(FrameSpec close)
    {
        sender.Send(close);
        byte[] payload = close.Payload.ToArray();
        ReadOnlySpan<byte> reason = payload.AsSpan(Math.Min(payload.Length, 2));
        Closing.SentClose = true;
        Closing.LocalCloseCode = payload.Length >= 2 ? (payload[0] << 8) | payload[1] : null;
        Closing.LocalCloseReason = reason.IsEmpty ? null
            : Utf8.IsValid(reason) ? Encoding.UTF8.GetString(reason) : "0x" + Convert.ToHexStringLower(reason);
        Phase = RunPhase.Closing;
    }
}
