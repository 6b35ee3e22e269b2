using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Plays the steps of a row in order, stopping where a step waits or where the wire is full.</summary>
internal sealed class ScriptRun(
    IReadOnlyList<ScriptStep> steps, IScriptHost host, FrameSender sender, Timers timers, WireLog log, WireOutput output)
{
    // Enough for any row but a flood, which goes on when the wire has taken what was queued.
    private const int HighWater = 1 << 20;

    private int position;
    private ScriptStep.Wait? wait;
    private IEnumerator<FrameSpec>? flood;
    private PacedOctets? slow;
    private int awaitedEvents;
    private bool ended;

    /// <summary>Whether the script's next step waits for the wire alone.</summary>
    private bool IsWaiting => wait is not null || slow is not null || awaitedEvents > 0;

    public void Pump(TimeSpan now)
    {
        while (!ended && !IsWaiting && sender.Pending < HighWater)
        {
            // The peer has closed: what would follow is of no use to anyone.
            if (host.HasPeerLeft || (flood is null && position == steps.Count))
            {
                End();
            }
            else if (flood is not null)
            {
                NextOfFlood();
            }
            else
            {
                Play(steps[position++], now);
            }
        }
    }

    /// <summary>The timer of a wait or of a slow sender has come.</summary>
    public void Resume(TimeSpan now)
    {
        if (slow is not null)
        {
            if (!host.HasPeerLeft && slow.Write(output, log))
            {
                timers.Set(TimerKind.Step, now + slow.Pause);
                return;
            }

            slow = null;
        }
        else if (wait is { } over)
        {
            wait = null;
            log.Add(new WireLogEntry.WaitEnded(over.Label));
            if (!host.IsOpen)
            {
                End();
                return;
            }

            if (over.Label is not null)
            {
                host.Add(new CaseEvent.Timeout(over.Label));
            }
        }

        Pump(now);
    }

    public void OnEvent(TimeSpan now)
    {
        if (awaitedEvents > 0 && host.EventCount >= awaitedEvents)
        {
            awaitedEvents = 0;
            Pump(now);
        }
    }

    private void End()
    {
        if (!ended)
        {
            ended = true;
            flood?.Dispose();
            flood = null;
            host.ScriptEnded();
        }
    }

    private void NextOfFlood()
    {
        if (flood!.MoveNext())
        {
            sender.Send(flood.Current);
        }
        else
        {
            flood.Dispose();
            flood = null;
        }
    }

    private void Play(ScriptStep step, TimeSpan now)
    {
        switch (step)
        {
            case ScriptStep.Frame frame:
                sender.Send(frame.Spec);
                break;
            case ScriptStep.CloseFrame close:
                host.SendClose(close.Spec);
                break;
            case ScriptStep.Part part:
                sender.SendPart(part.Payload);
                break;
            case ScriptStep.Octets octets:
                sender.SendOctets(octets.Payload, octets.Chop, octets.Sync);
                break;
            case ScriptStep.Flood frames:
                flood = frames.Frames().GetEnumerator();
                break;
            case ScriptStep.SlowOctets paced:
                slow = new PacedOctets(paced.Payload.ToArray(), paced.Chop, paced.Pause);
                timers.Set(TimerKind.Step, now + paced.Pause);
                break;
            case ScriptStep.Wait pause:
                wait = pause;
                log.Add(new WireLogEntry.Wait(pause.Time.TotalSeconds, pause.Label));
                timers.Set(TimerKind.Step, now + pause.Time);
                break;
            case ScriptStep.AwaitEvents events:
                awaitedEvents = host.EventCount >= events.Count ? 0 : events.Count;
                break;
            case ScriptStep.FailAfter fail:
                log.Add(new WireLogEntry.FailAfter(fail.Time.TotalSeconds));
                timers.Set(TimerKind.FailAfter, now + fail.Time);
                break;
            case ScriptStep.CloseAfter close:
                log.Add(new WireLogEntry.CloseAfter(close.Time.TotalSeconds));
                timers.Set(TimerKind.CloseAfter, now + close.Time);
                break;
            case ScriptStep.HalfClose:
                host.HalfClose();
                break;
            default:
                throw new ArgumentException($"The step {step} has no player.", nameof(step));
        }
    }
}
