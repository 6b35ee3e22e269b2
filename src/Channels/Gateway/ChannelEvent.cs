namespace Stratus.Realtime.Channels;

/// <summary>Something that happened in a channel, on its way to an edge.</summary>
/// <param name="Kind">What.</param>
/// <param name="Channel">Where.</param>
/// <param name="Epoch">The channel's epoch then.</param>
/// <param name="Offset">The publication's offset (0 without a place), or the position of a skip.</param>
/// <param name="Publication">What was published; null for other kinds.</param>
/// <param name="Member">Who came or went; null for other kinds.</param>
public readonly record struct ChannelEvent(
    ChannelEventKind Kind, string Channel, string Epoch, long Offset = 0, Publication? Publication = null, ClientInfo? Member = null)
{
    /// <summary>That of the request (<see cref="PublishRequest.TraceParent"/>); goes as far as the link, and not to clients.</summary>
    public string? TraceParent { get; init; }
}
