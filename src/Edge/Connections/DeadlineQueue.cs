namespace Stratus.Realtime.Edge.Connections;

/// <summary>
/// The deadlines of all connections on one timer. A deadline that moves away, as it does with every octet received, is not
/// touched: the queue finds out when it looks, and looks again later.
/// </summary>
internal sealed class DeadlineQueue : IDisposable
{
    // How soon one is told again that did not move its deadline, because it is waiting for a slow reader.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    // What has ended meanwhile is forgotten at the latest then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly EdgeClock _clock;
    private readonly Lock _lock = new();
    private readonly PriorityQueue<DeadlineEntry, TimeSpan> _queue = new();
    private readonly ITimer _timer;
    private TimeSpan _wake = TimeSpan.MaxValue;

    public DeadlineQueue(EdgeClock clock)
    {
        _clock = clock;
        _timer = clock.Time.CreateTimer(static queue => ((DeadlineQueue)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DeadlineEntry Add(IDeadline owner)
    {
        DeadlineEntry entry = new(owner);
        Advance(entry);
        return entry;
    }

    /// <summary>The deadline may have come nearer.</summary>
    public void Advance(DeadlineEntry entry)
    {
        Interlocked.MemoryBarrier(); // the deadline is written before LookAt is read; the timer does it the other way round
        if (entry.Owner is not { } owner || owner.Deadline >= entry.LookAt)
        {
            return;
        }

        lock (_lock)
        {
            Enqueue(entry, owner.Deadline);
            SetTimer();
        }
    }

    public static void Remove(DeadlineEntry entry) => entry.Forget();

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        List<IDeadline> due = [];
        TimeSpan now = _clock.Now;
        lock (_lock)
        {
            _wake = TimeSpan.MaxValue;
            while (_queue.TryPeek(out DeadlineEntry? entry, out TimeSpan at) && at <= now)
            {
                _queue.Dequeue();
                if (entry.Owner is not { } owner || at != entry.LookAt)
                {
                    continue; // ended, or queued again for an earlier time
                }

                // Who moves a deadline nearer from here on finds that it must queue again (see Advance).
                entry.LookAt = TimeSpan.MaxValue;
                Interlocked.MemoryBarrier();
                TimeSpan deadline = owner.Deadline;
                if (deadline <= now)
                {
                    due.Add(owner);
                    deadline = now + Again;
                }

                Enqueue(entry, deadline);
            }

            SetTimer();
        }

        foreach (IDeadline owner in due)
        {
            owner.DeadlineCame();
        }
    }

    // The system's timers count in these, and leave off the rest: they would come too early, again and again until it is over.
    private static TimeSpan WholeMilliseconds(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    private void Enqueue(DeadlineEntry entry, TimeSpan at)
    {
        TimeSpan latest = _clock.Now + LongestWait;
        entry.LookAt = at < latest ? at : latest;
        _queue.Enqueue(entry, entry.LookAt);
    }

    private void SetTimer()
    {
        // Nobody is woken for what has ended: of ten thousand handshakes, say, that were over in time.
        while (_queue.TryPeek(out DeadlineEntry? ended, out _) && ended.Owner is null)
        {
            _queue.Dequeue();
        }

        if (_queue.TryPeek(out _, out TimeSpan first) && first < _wake)
        {
            _wake = first;
            TimeSpan wait = first - _clock.Now;
            _timer.Change(wait > TimeSpan.Zero ? WholeMilliseconds(wait) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
