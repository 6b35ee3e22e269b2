using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>
/// Links a run with a peer in memory, in virtual time: octets arrive at the moment they are written, and when nothing is in flight
/// the clock jumps to the next deadline. A case that waits for seconds takes none.
/// </summary>
public sealed class MemoryLink
{
    // A peer whose deadlines never pass would make the clock stand still; no case has this many steps without progress.
    private const int MaxIdleSteps = 10_000;

    private readonly CaseRun run;
    private readonly IMemoryPeer peer;
    private readonly MemoryLinkOptions options;
    private readonly Outbox fromPeer = new();
    private TimeSpan now;
    private bool eofTold;

    private MemoryLink(CaseRun run, IMemoryPeer peer, MemoryLinkOptions options)
    {
        this.run = run;
        this.peer = peer;
        this.options = options;
    }

    public static CaseResult Run(CaseRun run, IMemoryPeer peer, MemoryLinkOptions? options = null) =>
        new MemoryLink(run, peer, options ?? new MemoryLinkOptions()).Run();

    private CaseResult Run()
    {
        run.Start(now);
        peer.Start(now, fromPeer);
        int idle = 0;
        while (!run.Ended)
        {
            if (Deliver())
            {
                idle = 0;
            }
            else if (++idle > MaxIdleSteps)
            {
                throw new InvalidOperationException($"Case {run.Row.Id} does not get on at {now}: the peer's deadline is {peer.NextDeadline}.");
            }
            else
            {
                Jump();
            }
        }

        // As server the run's last octets are still on their way.
        DeliverToPeer();
        if (!peer.Closed && !eofTold)
        {
            peer.Eof(now, fromPeer);
        }

        return run.Result;
    }

    private bool Deliver()
    {
        bool any = DeliverToPeer();
        if (fromPeer.TryTake(out byte[] octets))
        {
            any = true;
            run.Receive(octets, now);
        }

        if (run.HalfCloseRequested && !eofTold && !any && !run.Ended)
        {
            any = eofTold = true;
            if (!peer.Closed)
            {
                peer.Eof(now, fromPeer);
            }
        }

        if (peer.Closed && fromPeer.IsEmpty && !run.Ended)
        {
            any = true;
            run.PeerClosed(now);
        }

        return any;
    }

    private bool DeliverToPeer()
    {
        bool any = false;
        while (run.TryTakeOutput(now, out ReadOnlyMemory<byte> octets))
        {
            any = true;
            while (!octets.IsEmpty && !peer.Closed)
            {
                int count = Math.Clamp(options.NextDelivery?.Invoke() ?? octets.Length, 1, octets.Length);
                peer.Receive(octets.Span[..count], now, fromPeer);
                octets = octets[count..];
            }

            // Answers go back between writes, as they would on a wire: a flood meets a peer that has answered.
            if (!fromPeer.IsEmpty && !run.Ended)
            {
                break;
            }
        }

        return any;
    }

    private void Jump()
    {
        TimeSpan? next = Min(run.NextDeadline, peer.Closed ? null : peer.NextDeadline);
        if (next is not TimeSpan time)
        {
            throw new InvalidOperationException($"Case {run.Row.Id} waits for nothing at {now}.");
        }

        now = time > now ? time : now;
        if (!peer.Closed && peer.NextDeadline <= now)
        {
            peer.Advance(now, fromPeer);
        }

        run.Advance(now);
    }

    private static TimeSpan? Min(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null ? a : a < b ? a : b;

    private sealed class Outbox : IOctetSink
    {
        private readonly MemoryStream octets = new();

        public bool IsEmpty => octets.Length == 0;

        public void Write(ReadOnlySpan<byte> octets) => this.octets.Write(octets);

        public bool TryTake(out byte[] taken)
        {
            taken = octets.ToArray();
            octets.SetLength(0);
            return taken.Length > 0;
        }
    }
}
