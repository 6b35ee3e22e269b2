using System.Diagnostics;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>
/// One case on one connection, without sockets and clocks: octets and times go in, octets, a deadline and the wish to drop TCP come out.
/// The same calls give the same octets and the same verdict. What the fuzzer sends is the row's script or exchange; apart from that
/// it is an ordinary WebSocket end.
/// </summary>
public sealed class CaseRun : IPeerEvents, IScriptHost
{
    // No row takes longer on its own; a row without any limit must still end.
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    // A peer that floods the fuzzer must not fill its memory.
    private const int MaxEvents = 100_000;

    private readonly CaseRow row;
    private readonly CaseRunOptions options;
    private readonly WireLog log = new();
    private readonly WireOutput output = new();
    private readonly Timers timers = new();
    private readonly List<CaseEvent> received = [];
    private readonly OpeningPhase opening;
    private readonly Inbound inbound;
    private readonly FrameSender sender;
    private readonly ConnectionLife life;
    private readonly ScriptRun script;
    private ExchangeRun? exchange;
    private bool unimplemented;
    private TimeSpan openedAt;
    private TrafficMeter? meter;
    private TrafficStats? traffic;
    private CaseResult? result;

    public CaseRun(CaseRow row, CaseRunOptions options)
    {
        this.row = row;
        this.options = options;
        MaskingKeys keys = new(options.Seed);
        inbound = new Inbound(this, log, options.IsServer);
        sender = new FrameSender(output, log, keys, options.IsServer);
        life = new ConnectionLife(row.CloseLimit, options.IsServer, sender, timers, log);
        opening = new OpeningPhase(row, options, keys, life, timers, output, log);
        script = new ScriptRun(row.Script, this, sender, timers, log, output);
    }

    public CaseRow Row => row;

    /// <summary>As client: what Sec-WebSocket-Extensions offers; null for nothing.</summary>
    public string? ExtensionOffer => opening.Handshake.Offer;

    /// <summary>When <see cref="Advance"/> wants to be called, at the latest.</summary>
    public TimeSpan? NextDeadline => timers.Next;

    /// <summary>The run is over: its result is there. What is still to be taken is to be written, then TCP dropped.</summary>
    public bool Ended => life.Phase == RunPhase.Closed;

    /// <summary>The fuzzer drops TCP itself. As server after what is left was written; as client at once.</summary>
    public bool DropRequested => Ended && life.Closing.DroppedByMe;

    /// <summary>Once everything was taken and written, the fuzzer's half of TCP is to be shut down.</summary>
    public bool HalfCloseRequested { get; private set; }

    public CaseResult Result => result ?? throw new InvalidOperationException("The run has not ended.");

    bool IScriptHost.IsOpen => life.Phase == RunPhase.Open;

    bool IScriptHost.HasPeerLeft => Ended || life.Closing.SawClose;

    int IScriptHost.EventCount => received.Count;

    /// <summary>The connection is there. As client the request is written; as server it is waited for.</summary>
    public void Start(TimeSpan now)
    {
        Begin(now);
        opening.Start();
        if (!options.IsServer && row.Opening.TogetherWithScript)
        {
            script.Pump(now);
        }

        Settle();
    }

    /// <summary>The transport did the opening handshake itself, as over HTTP/2, and this is what was said.</summary>
    public void StartAnswered(TimeSpan now, string request, string response, HttpHead head)
    {
        Begin(now);
        opening.Answered(request, response, head);
        OpenWhenDone();
        Settle();
    }

    /// <summary>There is no connection to start on: the run ends before it began.</summary>
    public void NeverConnected(string reason)
    {
        life.Closing.PeerFault = reason;
        life.Closing.WasNotCleanReason = "there was no connection";
        life.PeerDropped();
        Settle();
    }

    public void Receive(ReadOnlySpan<byte> octets, TimeSpan now)
    {
        life.Now = now;
        if (Ended || octets.IsEmpty)
        {
            return;
        }

        log.OctetsReceived(octets);
        if (life.Phase != RunPhase.Opening)
        {
            inbound.Receive(octets);
        }
        else
        {
            opening.Receive(octets);
            OpenWhenDone();
        }

        Settle();
    }

    /// <summary>The peer's half of TCP has ended, or TCP was reset.</summary>
    public void PeerClosed(TimeSpan now)
    {
        life.Now = now;
        life.PeerDropped();
        Settle();
    }

    /// <summary>Time has passed.</summary>
    public void Advance(TimeSpan now)
    {
        life.Now = now;
        while (!Ended && timers.TryTakeDue(now, out TimerKind kind))
        {
            OnTimer(kind);
        }

        Settle();
    }

    /// <summary>Octets for one write of their own. They stay valid until the next call.</summary>
    public bool TryTakeOutput(TimeSpan now, out ReadOnlyMemory<byte> octets)
    {
        life.Now = now;
        if (output.TryTake(out octets))
        {
            return true;
        }

        if (!unimplemented && life.Phase is (RunPhase.Open or RunPhase.Closing))
        {
            script.Pump(now);
            Settle();
        }

        return output.TryTake(out octets);
    }

    void IScriptHost.SendClose(FrameSpec spec)
    {
        // A second close frame is sent like any other frame.
        if (life.Phase == RunPhase.Open)
        {
            life.SendClose(spec);
        }
        else
        {
            sender.Send(spec);
        }
    }

    void IScriptHost.Add(CaseEvent received) => AddEvent(received);

    void IScriptHost.HalfClose() => HalfCloseRequested = true;

    void IScriptHost.ScriptEnded()
    {
        if (row.Accepted.Count > 0)
        {
            // A row may wait for nothing at all.
            FinishWhenDone();
        }
    }

    void IPeerEvents.OnMessage(ReadOnlySpan<byte> octets, bool binary)
    {
        if (exchange is null)
        {
            AddEvent(new CaseEvent.Message(octets.ToArray(), binary));
        }
        else if (!life.Closing.FailedByMe)
        {
            exchange.OnEcho(octets, binary);
            FinishExchange();
        }
    }

    void IPeerEvents.OnPing(ReadOnlySpan<byte> octets)
    {
        if (life.Phase == RunPhase.Open)
        {
            sender.Send(new FrameSpec { Opcode = 10, Payload = Payload.Of(octets.ToArray()) });
        }

        AddEvent(new CaseEvent.Ping(octets.ToArray()));
    }

    void IPeerEvents.OnPong(ReadOnlySpan<byte> octets) => AddEvent(new CaseEvent.Pong(octets.ToArray()));

    void IPeerEvents.OnClose(int? code, ReadOnlySpan<byte> reason) => life.OnClose(code, reason);

    void IPeerEvents.OnFault(int closeCode, string what) => life.Fault(closeCode, what);

    private void Begin(TimeSpan now)
    {
        life.Now = openedAt = now;
        life.Phase = RunPhase.Opening;
        timers.Set(TimerKind.Guard, now + s_guard);
    }

    private void OpenWhenDone()
    {
        if (opening.IsDone && life.Phase == RunPhase.Opening)
        {
            Open();
        }
    }

    private void Open()
    {
        life.Phase = RunPhase.Open;
        openedAt = life.Now;
        meter = new TrafficMeter(log, inbound, sender, opening.HeldBack.Length);
        if (opening.Handshake.Agreement is { } agreement)
        {
            inbound.UseDeflate(agreement);
            sender.UseDeflate(agreement);
            if (options.Memo is { } memo && row.Exchange?.Name is { } name)
            {
                sender.UseSequence(memo.Open(name, agreement.SendWindowBits, agreement.SendNoContextTakeover));
            }
        }

        Play();
        if (opening.HeldBack.Length > 0)
        {
            inbound.Receive(opening.HeldBack);
        }
    }

    private void Play()
    {
        if (row.Compression.Count > 0 && opening.Handshake.Agreement is null)
        {
            unimplemented = true;
            life.Close(1000);
        }
        else if (row.Exchange is { } plan)
        {
            log.Mute(true);
            log.Add(new WireLogEntry.CloseAfter(plan.Limit.TotalSeconds));
            timers.Set(TimerKind.CloseAfter, life.Now + plan.Limit);
            timers.Set(TimerKind.Guard, life.Now + plan.Limit + s_guard);
            exchange = new ExchangeRun(plan, sender);
            exchange.SendNext();
            FinishExchange();
        }
        else
        {
            script.Pump(life.Now);
        }
    }

    private void OnTimer(TimerKind kind)
    {
        switch (kind)
        {
            case TimerKind.OpeningHandshake:
                life.Closing.WasOpenHandshakeTimeout = true;
                life.Drop("the peer did not finish the opening handshake in time");
                break;
            case TimerKind.OpeningPiece:
                opening.NextPiece();
                OpenWhenDone();
                break;
            case TimerKind.ServerDrop:
                life.Closing.WasServerConnectionDropTimeout = true;
                life.Drop("the server did not drop TCP in time");
                break;
            case TimerKind.ClosingHandshake:
                life.Closing.WasCloseHandshakeTimeout = true;
                life.Drop("the peer did not answer the close frame in time");
                break;
            case TimerKind.Step:
                script.Resume(life.Now);
                break;
            case TimerKind.CloseAfter:
                log.Add(new WireLogEntry.CloseAfterEnded());
                log.Mute(false);
                life.Close(1000);
                break;
            case TimerKind.FailAfter when !life.Closing.IsHandshakeDone:
                log.Add(new WireLogEntry.FailAfterEnded());
                life.Fail(1001, "the case's time is over");
                break;
            case TimerKind.FailAfter:
                // Only the server's drop is still waited for: that has a time of its own.
                break;
            case TimerKind.Guard:
                life.Drop("the case did not end");
                break;
            default:
                throw new UnreachableException($"No such timer: {kind}.");
        }
    }

    private void AddEvent(CaseEvent happened)
    {
        if (life.Closing.FailedByMe || Ended)
        {
            return;
        }

        received.Add(happened);
        if (received.Count > MaxEvents)
        {
            life.Fault(1008, $"the peer sent more than {MaxEvents} messages");
            return;
        }

        FinishWhenDone();
        script.OnEvent(life.Now);
    }

    private void FinishWhenDone()
    {
        if (exchange is null && life.Phase == RunPhase.Open && FinishRule.CloseCode(row, received) is int code)
        {
            life.Close(code);
        }
    }

    private void FinishExchange()
    {
        if (exchange is { IsOver: true } && traffic is null)
        {
            traffic = meter!.Read();
            log.Mute(false);
            life.Close(1000);
        }
    }

    /// <summary>At the end of every call: a run that has ended is made into its result, once.</summary>
    private void Settle()
    {
        if (!Ended || result is not null)
        {
            return;
        }

        timers.ClearAll();
        exchange?.Dispose();
        if (!options.IsServer || !life.Closing.DroppedByMe)
        {
            output.Clear();
        }

        result = new RunReport(row, options)
        {
            Opening = opening.Handshake,
            Closing = life.Closing,
            Log = log,
            Received = received,
            Unimplemented = unimplemented,
            Exchange = exchange,
            Traffic = traffic,
            Duration = life.Now - openedAt,
        }.Make();
    }
}
