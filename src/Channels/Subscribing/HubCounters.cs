namespace Stratus.Realtime.Channels;

/// <summary>What happened on the edge's side of channels, as counts.</summary>
public sealed class HubCounters
{
    private long _deliveries;
    private long _holes;
    private long _positionsLost;
    private long _fellBehind;
    private long _caughtUp;
    private long _recovered;
    private long _notRecovered;
    private long _recoveriesTooLarge;
    private long _linksLost;
    private long _publications;

    /// <summary>Deliveries that subscribers took.</summary>
    public long Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Publications that came from channels.</summary>
    public long Publications => Volatile.Read(ref _publications);

    /// <summary>Holes in what came, filled from history.</summary>
    public long Holes => Volatile.Read(ref _holes);

    /// <summary>Subscriptions that ended because their position was lost.</summary>
    public long PositionsLost => Volatile.Read(ref _positionsLost);

    /// <summary>Times that a slow reader fell behind.</summary>
    public long FellBehind => Volatile.Read(ref _fellBehind);

    /// <summary>Times that one caught up.</summary>
    public long CaughtUp => Volatile.Read(ref _caughtUp);

    /// <summary>Recoveries that were complete.</summary>
    public long Recovered => Volatile.Read(ref _recovered);

    /// <summary>Recoveries that were not.</summary>
    public long NotRecovered => Volatile.Read(ref _notRecovered);

    /// <summary>Those of them that were larger than their limit.</summary>
    public long RecoveriesTooLarge => Volatile.Read(ref _recoveriesTooLarge);

    /// <summary>Links that fell silent or lost a batch.</summary>
    public long LinksLost => Volatile.Read(ref _linksLost);

    internal void Delivered(int count) => Interlocked.Add(ref _deliveries, count);

    internal void Published() => Interlocked.Increment(ref _publications);

    internal void Hole() => Interlocked.Increment(ref _holes);

    internal void LostPositions(int count) => Interlocked.Add(ref _positionsLost, count);

    internal void Behind() => Interlocked.Increment(ref _fellBehind);

    internal void Caught() => Interlocked.Increment(ref _caughtUp);

    internal void LinkLost() => Interlocked.Increment(ref _linksLost);

    internal void Recovery(bool isRecovered, bool isTooLarge)
    {
        Interlocked.Increment(ref isRecovered ? ref _recovered : ref _notRecovered);
        if (isTooLarge)
        {
            Interlocked.Increment(ref _recoveriesTooLarge);
        }
    }
}
