namespace Stratus.Realtime.Channels;

/// <summary>A part of a channel's history.</summary>
/// <param name="Top">The channel's position when it was read.</param>
/// <param name="Publications">In the order asked for.</param>
/// <param name="IsContinuous">
/// False when a position was given that is of another epoch or above the top, or (forward) when the publication that
/// follows it is not kept any more: what is returned is then not all that was missed.
/// </param>
public sealed record HistoryResult(Position Top, IReadOnlyList<Publication> Publications, bool IsContinuous)
{
    /// <summary>True when the position given was of another epoch than the channel's.</summary>
    public bool IsOtherEpoch { get; init; }
}
