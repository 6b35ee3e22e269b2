namespace Stratus.Realtime.Channels;

/// <summary>
/// What a channel takes along when it moves, or finds in its log. Times are ages, of the moment when the snapshot was taken: the clocks
/// of two silos need not agree.
/// </summary>
/// <param name="Epoch">The epoch of its offsets.</param>
/// <param name="Top">The offset of the last publication that has one.</param>
public sealed record ChannelSnapshot(string Epoch, long Top)
{
    /// <summary>The publications that are kept, up to the top without holes, oldest first.</summary>
    public IReadOnlyList<KeptPublication> History { get; init; } = [];

    /// <summary>The last batch of each publisher.</summary>
    public IReadOnlyList<KeptBatch> Batches { get; init; } = [];

    /// <summary>Who is in the channel, and who has left a moment ago.</summary>
    public IReadOnlyList<KeptMember> Members { get; init; } = [];

    /// <summary>The attachments that have ended a moment ago: what comes late of them is not heeded.</summary>
    public IReadOnlyList<KeptEnd> Ended { get; init; } = [];

    /// <summary>How long ago it was last published to or attached; null for never.</summary>
    public TimeSpan? UseAge { get; init; }
}
