namespace Stratus.Realtime.Channels;

/// <summary>What happened in the channels of a link, in order. Without events it is a heartbeat.</summary>
/// <param name="Link">The link.</param>
/// <param name="Number">From 1, one more with each batch; a repetition carries the same number.</param>
/// <param name="Events">What happened; not to be kept, its memory is used again once the batch is acknowledged.</param>
public sealed record LinkBatch(LinkId Link, long Number, IReadOnlyList<ChannelEvent> Events);
