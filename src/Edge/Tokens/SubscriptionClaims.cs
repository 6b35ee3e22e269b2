namespace Stratus.Realtime.Edge.Tokens;

/// <summary>What a subscription token says; the channel and the user are those that were asked for.</summary>
internal sealed record SubscriptionClaims
{
    /// <summary>When the subscription ends unless it is refreshed: <c>expire_at</c>, else <c>exp</c>; null for never.</summary>
    public DateTimeOffset? ExpireAt { get; init; }

    /// <summary>What others in the channel see of the user: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Info { get; init; }
}
