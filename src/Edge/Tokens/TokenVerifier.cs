namespace Stratus.Realtime.Edge.Tokens;

/// <summary>Checks the tokens that clients bring (RFC 7519 §7.2): the signature first, and only then what is signed.</summary>
internal sealed class TokenVerifier(TokenKeys keys, TokenRefusals? refusals = null)
{
    /// <summary>
    /// How far the issuer's clock may be ahead. There is no such time for exp: a token that is taken for expired costs a
    /// refresh, one that is taken for not yet valid ends the client.
    /// </summary>
    public static readonly TimeSpan NotBeforeLeeway = TimeSpan.FromSeconds(5);

    /// <summary>Checks a connection token, at connect and refresh.</summary>
    public TokenResult<ConnectionClaims> VerifyConnection(ReadOnlySpan<char> token, DateTimeOffset now)
    {
        TokenResult<ConnectionClaims> result = CheckConnection(token, now);
        refusals?.Note(result);
        return result;
    }

    /// <summary>Checks a subscription token, at subscribe and its refresh.</summary>
    /// <param name="token">The token.</param>
    /// <param name="channel">The channel that is subscribed to.</param>
    /// <param name="user">The session's user; "" for an anonymous one.</param>
    /// <param name="now">The time.</param>
    public TokenResult<SubscriptionClaims> VerifySubscription(ReadOnlySpan<char> token, string channel, string user, DateTimeOffset now)
    {
        TokenResult<SubscriptionClaims> result = CheckSubscription(token, channel, user, now);
        refusals?.Note(result);
        return result;
    }

    private TokenResult<ConnectionClaims> CheckConnection(ReadOnlySpan<char> token, DateTimeOffset now)
    {
        if (Check<ConnectionClaims>(token, now, forSubscription: false, out TokenClaims claims) is { } refusal)
        {
            return refusal;
        }

        return new TokenResult<ConnectionClaims>.Valid(new ConnectionClaims(claims.User)
        {
            ExpireAt = claims.ExpireAt,
            IssuedAt = claims.IssuedAt,
            TokenId = claims.TokenId,
            Info = claims.Info,
            Meta = claims.Meta,
            Subscriptions = claims.Subscriptions,
        });
    }

    private TokenResult<SubscriptionClaims> CheckSubscription(ReadOnlySpan<char> token, string channel, string user, DateTimeOffset now)
    {
        if (Check<SubscriptionClaims>(token, now, forSubscription: true, out TokenClaims claims) is { } refusal)
        {
            return refusal;
        }

        if (claims.Channel != channel)
        {
            return new TokenResult<SubscriptionClaims>.Foreign(TokenFault.OtherChannel);
        }

        return claims.User != user
            ? new TokenResult<SubscriptionClaims>.Foreign(TokenFault.OtherUser)
            : new TokenResult<SubscriptionClaims>.Valid(new SubscriptionClaims { ExpireAt = claims.ExpireAt, Info = claims.Info });
    }

    private TokenResult<T>? Check<T>(ReadOnlySpan<char> token, DateTimeOffset now, bool forSubscription, out TokenClaims claims)
    {
        TokenKeySet set = keys.Current;
        claims = TokenClaims.None;
        if (CompactJws.Verify(token, set.Keys, out byte[] payload) is { } unsigned)
        {
            return new TokenResult<T>.Invalid(unsigned);
        }

        if (!TokenClaims.TryRead(payload, out claims))
        {
            return new TokenResult<T>.Invalid(claims.BadClaim is null ? TokenFault.BadPayload : TokenFault.BadClaim, claims.BadClaim);
        }

        if (CheckClaims(claims, set, now, forSubscription) is { } fault)
        {
            return new TokenResult<T>.Invalid(fault);
        }

        return claims.IsExpired(now) ? new TokenResult<T>.Expired() : null;
    }

    private static TokenFault? CheckClaims(TokenClaims claims, TokenKeySet set, DateTimeOffset now, bool forSubscription)
    {
        if (forSubscription != (claims.Channel is not null))
        {
            return forSubscription ? TokenFault.NotForSubscriptions : TokenFault.NotForConnections;
        }

        if (set.Issuer is not null && claims.Issuer != set.Issuer)
        {
            return TokenFault.WrongIssuer;
        }

        if (set.Audience is not null && !claims.Audiences.Contains(set.Audience))
        {
            return TokenFault.WrongAudience;
        }

        // RFC 7519 §4.1.5: not before nbf.
        return claims.NotBefore > now + NotBeforeLeeway ? TokenFault.NotYetValid : null;
    }
}
