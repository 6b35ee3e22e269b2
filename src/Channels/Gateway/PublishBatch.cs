namespace Stratus.Realtime.Channels;

/// <summary>
/// Publications of one edge for one channel, in order. At most one batch of a publisher is in flight for a channel, and a
/// retry carries the same number: the channel then answers again and appends nothing.
/// </summary>
/// <param name="Publisher">The incarnation of the edge that publishes.</param>
/// <param name="Number">From 1, rising by at least one with each batch of that publisher for that channel.</param>
/// <param name="Requests">What is to be published.</param>
public sealed record PublishBatch(string Publisher, long Number, IReadOnlyList<PublishRequest> Requests);
