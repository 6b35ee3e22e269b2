namespace Stratus.Realtime.Load.Measuring;

/// <summary>What one loop has counted. Its thread writes; others read the two sums while it runs, the rest when it has ended.</summary>
internal sealed class Tally
{
    private long _expected;
    private long _delivered;

    /// <summary>How many messages ought to arrive, of those that were sent so far.</summary>
    public long Expected => Volatile.Read(ref _expected);

    /// <summary>How many of them have, each counted once.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public long DeliveredInWindow { get; private set; }

    public long Published { get; set; }

    public long PublishedInWindow { get; set; }

    /// <summary>Octets that the server sent, headers of frames and all.</summary>
    public long ReceivedOctetsInWindow { get; set; }

    public FaultCounts Faults { get; } = new();

    public Histogram Latency { get; } = new();

    /// <summary>The same by when they were due, where there is a schedule.</summary>
    public LatencySlices Slices { get; } = new();

    /// <summary>How late messages were handed to their connections, after the time that the schedule says.</summary>
    public Histogram Lag { get; } = new();

    public int StalledDropped { get; set; }

    public void Expect(long messages) => Volatile.Write(ref _expected, _expected + messages);

    /// <summary>
    /// Counts a message. With a schedule, those that were due in the window are measured, whenever they come: else what a stop of
    /// the server delays beyond the end would never be seen.
    /// </summary>
    public void Deliver(Arrival arrival, long sent, long now, TimeWindow window, bool bySchedule)
    {
        if (arrival == Arrival.Doubled)
        {
            Faults.Doubled++;
            return;
        }

        if (arrival == Arrival.Late)
        {
            Faults.OutOfOrder++;
        }

        Volatile.Write(ref _delivered, _delivered + 1);
        bool inWindow = window.Contains(now);
        if (inWindow)
        {
            DeliveredInWindow++;
        }

        if (bySchedule ? window.Contains(sent) : inWindow)
        {
            Latency.Record(now - sent);
            if (bySchedule)
            {
                Slices.Record(sent - window.From, now - sent);
            }
        }
    }

    public void Add(Tally other)
    {
        _expected += other._expected;
        _delivered += other._delivered;
        DeliveredInWindow += other.DeliveredInWindow;
        Published += other.Published;
        PublishedInWindow += other.PublishedInWindow;
        ReceivedOctetsInWindow += other.ReceivedOctetsInWindow;
        StalledDropped += other.StalledDropped;
        Faults.Add(other.Faults);
        Latency.Add(other.Latency);
        Slices.Add(other.Slices);
        Lag.Add(other.Lag);
    }
}
