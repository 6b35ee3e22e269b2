using System.Diagnostics;

namespace Stratus.Realtime.Channels;

// One batch at a time: on the thread pool, or at the end of a burst on the thread that published. What is published meanwhile
// goes with the next batch. A batch that is not acknowledged goes out again with its number, until it is or the lease ends.

/// <summary>The link from the channels of this process to its edge, and what moves it.</summary>
/// <param name="time">The clock.</param>
/// <param name="limits">Of the link.</param>
/// <param name="leaseEnded">Called when the edge has not acknowledged anything for the lease's time.</param>
internal sealed class LinkPump(TimeProvider time, LinkLimits limits, Action leaseEnded) : IThreadPoolWorkItem
{
    // The burst that is open on this thread: whose, how many within each other, and whether a batch waits for its end.
    [ThreadStatic]
    private static LinkPump? _burstOf;

    [ThreadStatic]
    private static int _burstDepth;

    [ThreadStatic]
    private static bool _burstHasBatch;

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly string _incarnation = InProcessGateway.NewId();
    private LinkSender? _link; // null before the start
    private ILinkReceiver _receiver = null!;
    private string _edge = "";
    private int _links;
    private bool _isPumping;
    private TimeSpan _acknowledgedAt;

    /// <summary>How many deliveries of batches were not acknowledged.</summary>
    public long FailedBatches { get; private set; }

    /// <summary>Gets what happens, where it is one of many links.</summary>
    public NodeCounters? Counters { get; init; }

    /// <summary>The link that events go to now.</summary>
    public LinkId Link
    {
        get
        {
            lock (_lock)
            {
                return _link!.Link;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    public void Start(string edge, ILinkReceiver receiver)
    {
        (_edge, _receiver) = (edge, receiver);
        BeginLink();
    }

    /// <summary>Begins a link; what waited on the one before is gone.</summary>
    public void BeginLink()
    {
        lock (_lock)
        {
            _link = new LinkSender(new LinkId(_edge, $"{_incarnation}-{++_links}"), limits);
            _acknowledgedAt = Now;
        }
    }

    /// <summary>Adds events of a channel, under its lock.</summary>
    public void Send(List<ChannelEvent> events)
    {
        lock (_lock)
        {
            if (_link is null)
            {
                return;
            }

            long skipped = _link.SkippedEvents;
            foreach (ChannelEvent item in events)
            {
                _link.Add(item);
            }

            if (_link.SkippedEvents != skipped)
            {
                Counters?.Skipped(_link.SkippedEvents - skipped);
            }

            if (_isPumping)
            {
                return;
            }

            _isPumping = true;
        }

        if (_burstOf == this)
        {
            _burstHasBatch = true;
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Says that the link lives, unless it is saying something anyway.</summary>
    public void Beat()
    {
        lock (_lock)
        {
            if (_isPumping || _link is null)
            {
                return;
            }

            _isPumping = true;
        }

        _ = Task.Run(() => PumpAsync(heartbeat: true));
    }

    /// <inheritdoc cref="IDeliveryBurst.Begin"/>
    public void BeginBurst()
    {
        _burstOf ??= this;
        _burstDepth += _burstOf == this ? 1 : 0;
    }

    /// <inheritdoc cref="IDeliveryBurst.End"/>
    public void EndBurst(bool here)
    {
        if (_burstOf != this || --_burstDepth != 0)
        {
            return; // one within another
        }

        bool hasBatch = _burstHasBatch;
        (_burstOf, _burstHasBatch) = (null, false);
        if (hasBatch && here)
        {
            _ = PumpAsync(heartbeat: false, once: true);
        }
        else if (hasBatch)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Called by the thread pool.</summary>
    void IThreadPoolWorkItem.Execute() => _ = PumpAsync(heartbeat: false);

    // Whoever sets _isPumping runs it, or leaves it to the pool after one batch.
    private async Task PumpAsync(bool heartbeat, bool once = false)
    {
        while (true)
        {
            LinkSender link;
            LinkBatch? batch;
            lock (_lock)
            {
                link = _link!;
                batch = link.Begin(heartbeat);
                if (batch is null)
                {
                    _isPumping = false;
                    return;
                }
            }

            await DeliverAsync(link, batch);
            heartbeat = false;
            if (once)
            {
                LeaveOrQueue();
                return;
            }
        }
    }

    private void LeaveOrQueue()
    {
        lock (_lock)
        {
            if (!_link!.HasPending)
            {
                _isPumping = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async ValueTask DeliverAsync(LinkSender link, LinkBatch batch)
    {
        using Activity? span = ChannelTraces.IsListenedTo ? StartSpan(batch) : null;
        int events = batch.Events.Count;
        while (true)
        {
            try
            {
                await _receiver.ReceiveAsync(batch);
                lock (_lock)
                {
                    _acknowledgedAt = Now;
                    link.Acknowledge();
                }

                Counters?.Sent(events);
                return;
            }
            catch (Exception e)
            {
                // Not heard, or heard and not acknowledged.
                FailedBatches++;
                Counters?.BatchFailed();
                span?.AddEvent(new ActivityEvent("not acknowledged: " + e.GetType().Name));
            }

            lock (_lock)
            {
                if (link != _link)
                {
                    return;
                }
            }

            if (Now - _acknowledgedAt >= limits.Lease)
            {
                span.SetFailed("the lease has ended");
                leaseEnded();
                return;
            }

            await Task.Delay(limits.Heartbeat / 4, time);
        }
    }

    private static Activity? StartSpan(LinkBatch batch) =>
        ChannelTraces.StartBatch("deliver", ActivityKind.Producer, batch.Events, static item => item.TraceParent)
            ?.SetTag("stratus.edge", batch.Link.Edge).SetTag("stratus.batch.number", batch.Number);
}
