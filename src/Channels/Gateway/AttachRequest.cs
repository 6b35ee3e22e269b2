namespace Stratus.Realtime.Channels;

/// <summary>An edge wants a channel's events on its link, from now on or from where it stopped.</summary>
/// <param name="Generation">Rises with each attachment of this edge to this channel; what is older is not heeded.</param>
/// <param name="From">The last position that the edge has delivered; null when it begins.</param>
/// <param name="Members">Those of its sessions that are in the channel, when it attaches again.</param>
public sealed record AttachRequest(long Generation, Position? From, IReadOnlyList<MemberRecord> Members)
{
    /// <summary>
    /// True when the channel was attached before. Its members were announced then: to a channel that has lost its memory they
    /// are no newcomers.
    /// </summary>
    public bool IsAgain { get; init; }
}
