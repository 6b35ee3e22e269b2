namespace Stratus.Realtime.Channels;

// The sending end of a link. One batch is in flight; what happens meanwhile waits for the next, within bounds. Beyond them
// a channel's publications are replaced by one event that says where the channel is now: the edge reads the rest from
// history. Nobody who publishes ever waits for an edge.

/// <summary>Events on their way to one edge, as numbered batches. Not safe for several threads at once.</summary>
public sealed class LinkSender
{
    private readonly LinkLimits _limits;
    private readonly Dictionary<string, (string Epoch, long Offset)> _skipped = new(StringComparer.Ordinal);
    private List<ChannelEvent> _pending = [];
    private List<ChannelEvent> _spare = [];
    private long _pendingOctets;
    private long _number;
    private LinkBatch? _inFlight;

    /// <summary>Makes the sending end of a new link.</summary>
    public LinkSender(LinkId link, LinkLimits limits)
    {
        Link = link;
        _limits = limits;
    }

    /// <summary>The link.</summary>
    public LinkId Link { get; }

    /// <summary>True when a batch is under way.</summary>
    public bool IsInFlight => _inFlight is not null;

    /// <summary>True when something waits.</summary>
    public bool HasPending => _pending.Count != 0 || _skipped.Count != 0;

    /// <summary>How many events did not fit and were replaced, ever.</summary>
    public long SkippedEvents { get; private set; }

    /// <summary>Adds an event.</summary>
    public void Add(in ChannelEvent item)
    {
        int octets = item.Publication?.Octets ?? 0;
        bool isSkipping = _skipped.Count != 0 && _skipped.ContainsKey(item.Channel);
        bool fits = !isSkipping && _pending.Count < _limits.MaxEvents && _pendingOctets + octets <= _limits.MaxOctets;
        if (fits || item.Kind is ChannelEventKind.Detached) // the latter is seldom, and nothing can stand for it
        {
            _pending.Add(item);
            _pendingOctets += octets;
            return;
        }

        SkippedEvents++;
        if (item.Offset != 0)
        {
            _skipped[item.Channel] = (item.Epoch, item.Offset);
        }
    }

    /// <summary>Takes what waits as the next batch, or a heartbeat; null while one is in flight, or when there is nothing to say.</summary>
    public LinkBatch? Begin(bool heartbeat)
    {
        if (_inFlight is not null || (!heartbeat && !HasPending))
        {
            return null;
        }

        foreach ((string channel, (string epoch, long offset)) in _skipped)
        {
            _pending.Add(new ChannelEvent(ChannelEventKind.Skipped, channel, epoch, offset));
        }

        _skipped.Clear();
        (_pending, _spare) = (_spare, _pending);
        _pendingOctets = 0;
        _inFlight = new LinkBatch(Link, ++_number, _spare);
        return _inFlight;
    }

    /// <summary>The batch in flight has arrived.</summary>
    public void Acknowledge()
    {
        _inFlight = null;
        _spare.Clear();
    }
}
