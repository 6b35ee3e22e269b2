namespace Stratus.Realtime.Channels;

/// <summary>What happened on a host of channels, as counts.</summary>
public sealed class NodeCounters
{
    private long _publications;
    private long _channelsMoved;
    private long _batches;
    private long _events;
    private long _eventsSkipped;
    private long _batchFailures;

    /// <summary>Publications that its channels took; repetitions are none.</summary>
    public long Publications => Volatile.Read(ref _publications);

    /// <summary>Channels that came from another host, with what they were there.</summary>
    public long ChannelsMoved => Volatile.Read(ref _channelsMoved);

    /// <summary>Batches that edges acknowledged, heartbeats too.</summary>
    public long Batches => Volatile.Read(ref _batches);

    /// <summary>Events in them.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Events that did not fit a link and were left out; edges read the publications among them from history.</summary>
    public long EventsSkipped => Volatile.Read(ref _eventsSkipped);

    /// <summary>Deliveries of batches that were not acknowledged; each is tried again, or ends its link.</summary>
    public long BatchFailures => Volatile.Read(ref _batchFailures);

    internal void Published(int publications) => Interlocked.Add(ref _publications, publications);

    internal void Moved() => Interlocked.Increment(ref _channelsMoved);

    internal void Sent(int events)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _events, events);
    }

    internal void Skipped(long events) => Interlocked.Add(ref _eventsSkipped, events);

    internal void BatchFailed() => Interlocked.Increment(ref _batchFailures);
}
