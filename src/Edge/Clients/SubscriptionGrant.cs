namespace Stratus.Realtime.Edge.Clients;

/// <summary>That a session may subscribe, and on which terms.</summary>
/// <param name="ChannelInfo">What others in the channel see: a JSON value, or empty.</param>
/// <param name="Data">What the client is told with the subscription: a JSON value, or empty.</param>
/// <param name="ExpireAt">When it ends unless it is refreshed; null for never.</param>
/// <param name="ByToken">Whether a token said so.</param>
internal readonly record struct SubscriptionGrant(
    ReadOnlyMemory<byte> ChannelInfo, ReadOnlyMemory<byte> Data, DateTimeOffset? ExpireAt, bool ByToken);
