namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>What goes wrong in a simulated cluster. What happens to hosts and channels: shares of some hundred times a second.</summary>
internal sealed record NodeFaults
{
    /// <summary>What channels promise.</summary>
    public ChannelDurability Durability { get; init; }

    /// <summary>A host dies, and another one takes its place.</summary>
    public double Kill { get; init; }

    /// <summary>A channel moves.</summary>
    public double Move { get; init; }

    /// <summary>A channel is opened on another host while it stays open where it was.</summary>
    public double Split { get; init; }

    /// <summary>A host's links get nothing through for longer than the lease.</summary>
    public double EndLease { get; init; }

    /// <summary>Of calls to the log: it fails and does nothing.</summary>
    public double LogBefore { get; init; }

    /// <summary>Of calls to the log: it fails and has done what was asked.</summary>
    public double LogAfter { get; init; }

    /// <summary>Of calls: the call is lost, or its answer.</summary>
    public double LoseCall { get; init; }

    /// <summary>Whether somebody may have to be told that something was missed.</summary>
    public bool MayLosePositions => Durability == ChannelDurability.Memory && Kill + Split > 0;

    /// <summary>
    /// Whether a coming or going may be told twice or not at all: members are in no log, and who has not attached again yet where
    /// a channel moved to hears nothing.
    /// </summary>
    public bool MayLoseMoves => Kill + Move + Split + EndLease + LogBefore + LogAfter > 0;

    /// <summary>Whether the lease has to be short: hosts fall silent.</summary>
    public bool NeedsShortLease => Kill + EndLease > 0;
}
