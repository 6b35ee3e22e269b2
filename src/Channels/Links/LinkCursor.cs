namespace Stratus.Realtime.Channels;

/// <summary>The receiving end of a link: which batch comes next, and when the last one came.</summary>
/// <param name="now">The time.</param>
public sealed class LinkCursor(TimeSpan now)
{
    private long _last;

    /// <summary>When something was last heard.</summary>
    public TimeSpan HeardAt { get; private set; } = now;

    /// <summary>Takes a batch's number.</summary>
    public LinkArrival Arrive(long number, TimeSpan now)
    {
        HeardAt = now;
        if (number <= _last)
        {
            return LinkArrival.Repeated;
        }

        LinkArrival arrival = number == _last + 1 ? LinkArrival.Next : LinkArrival.AfterLoss;
        _last = number;
        return arrival;
    }
}
