namespace Stratus.Realtime.Channels;

/// <summary>What a channel takes along when it moves, or finds in its log. Times are of the clock on the wall, in milliseconds since 1970.</summary>
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

    /// <summary>When it was last published to or attached; 0 for never.</summary>
    public long UsedAt { get; init; }
}
