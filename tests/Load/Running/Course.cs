using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Running;

/// <summary>What the threads of a run share. The coordinator leads, the loops follow.</summary>
internal sealed class Course
{
    private volatile Phase _phase;
    private volatile int _openLimit;
    private volatile Exception? _fault;
    private volatile bool _publisherWaits;
    private int _ready;
    private int _failed;
    private long _readyAt;

    /// <summary>How many connections may be opened so far, over all loops.</summary>
    public int OpenLimit { get => _openLimit; set => _openLimit = value; }

    /// <summary>Connections that are connected, and subscribed where they ought to be.</summary>
    public int Ready => Volatile.Read(ref _ready);

    /// <summary>When the last of them became so.</summary>
    public long ReadyAt => Volatile.Read(ref _readyAt);

    /// <summary>Connections that could not be.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Why a loop gave up.</summary>
    public Exception? Fault { get => _fault; set => _fault = value; }

    public Phase Phase { get => _phase; set => _phase = value; }

    /// <summary>When the first message is due. Set before the phase is <see cref="Phase.Running"/>, like the window.</summary>
    public long Start { get; private set; }

    public TimeWindow Window { get; private set; } = new(long.MaxValue, long.MaxValue);

    /// <summary>The loop of the publishers sleeps until more is delivered.</summary>
    public bool PublisherWaits { get => _publisherWaits; set => _publisherWaits = value; }

    public void Begin(long start, TimeSpan warmup, TimeSpan duration)
    {
        Start = start;
        long from = start + warmup.Nanoseconds();
        Window = new TimeWindow(from, from + duration.Nanoseconds());
        Phase = Phase.Running;
    }

    public void OnReady(long now)
    {
        Volatile.Write(ref _readyAt, now);
        Interlocked.Increment(ref _ready);
    }

    public void OnFailed() => Interlocked.Increment(ref _failed);
}
