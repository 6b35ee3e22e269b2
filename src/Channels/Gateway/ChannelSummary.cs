namespace Stratus.Realtime.Channels;

/// <summary>A channel that is in use.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Subscribers">How many sessions are subscribed, over all edges.</param>
public readonly record struct ChannelSummary(string Channel, int Subscribers);
