namespace Stratus.Realtime.Edge.Tokens;

/// <summary>What a connection token says.</summary>
/// <param name="User">The user's id (<c>sub</c>); "" for an anonymous user.</param>
internal sealed record ConnectionClaims(string User)
{
    /// <summary>When the connection ends unless it is refreshed: <c>expire_at</c>, else <c>exp</c>; null for never.</summary>
    public DateTimeOffset? ExpireAt { get; init; }

    /// <summary>When the token was made (<c>iat</c>).</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The token's own id (<c>jti</c>).</summary>
    public string? TokenId { get; init; }

    /// <summary>What others see of the user: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Info { get; init; }

    /// <summary>What only the application sees: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Meta { get; init; }

    /// <summary>The server-side subscriptions: those of <c>subs</c>, then those of <c>channels</c> that are not among them; each channel once.</summary>
    public IReadOnlyList<TokenSubscription> Subscriptions { get; init; } = [];
}
