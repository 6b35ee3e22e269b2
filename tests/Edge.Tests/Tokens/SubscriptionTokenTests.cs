using Stratus.Realtime.Edge.Tokens;
using static Stratus.Realtime.Edge.Tests.Tokens.TestVerifier;

namespace Stratus.Realtime.Edge.Tests.Tokens;

public sealed class SubscriptionTokenTests
{
    [Fact]
    public void VerifySubscription_AllClaims_GivesThem()
    {
        SubscriptionClaims claims = Claims($$"""{"sub":"42","channel":"news","exp":{{Seconds + 60}},"info":{"role": "reader"},"jti":"t2"}""");

        Assert.Equal(Now.AddSeconds(60), claims.ExpireAt);
        Assert.Equal("""{"role": "reader"}""", Text(claims.Info));
    }

    [Fact]
    public void VerifySubscription_OnlyUserAndChannel_NeverEnds()
    {
        SubscriptionClaims claims = Claims("""{"sub":"42","channel":"news"}""");

        Assert.Null(claims.ExpireAt);
        Assert.Equal(0, claims.Info.Length);
    }

    [Fact]
    public void VerifySubscription_ExpireAt_IsTheSubscriptionsEnd()
    {
        Assert.Equal(Now.AddSeconds(500), Claims($$"""{"sub":"42","channel":"news","exp":{{Seconds + 60}},"expire_at":{{Seconds + 500}}}""").ExpireAt);
        Assert.Null(Claims($$"""{"sub":"42","channel":"news","exp":{{Seconds + 60}},"expire_at":0}""").ExpireAt);
    }

    [Fact]
    public void VerifySubscription_AnonymousUser_NeedsATokenWithoutUser()
    {
        Assert.IsType<TokenResult<SubscriptionClaims>.Valid>(Verify("""{"channel":"news"}""", user: ""));
        Assert.Equal(TokenFault.OtherUser, Foreign("""{"channel":"news"}"""));
        Assert.Equal(TokenFault.OtherUser, Foreign("""{"sub":"42","channel":"news"}""", user: ""));
    }

    [Theory]
    [InlineData("news2")]
    [InlineData("News")]
    [InlineData("")]
    [InlineData("news\\u0000")]
    [InlineData("n\\u00e9ws")]
    public void VerifySubscription_AnotherChannel_IsForeign(string channel) =>
        Assert.Equal(TokenFault.OtherChannel, Foreign($$"""{"sub":"42","channel":"{{channel}}"}"""));

    [Theory]
    [InlineData("43")]
    [InlineData("")]
    [InlineData("42 ")]
    public void VerifySubscription_AnotherUser_IsForeign(string user) =>
        Assert.Equal(TokenFault.OtherUser, Foreign($$"""{"sub":"{{user}}","channel":"news"}"""));

    [Fact]
    public void VerifySubscription_Expired_IsExpired() =>
        Assert.IsType<TokenResult<SubscriptionClaims>.Expired>(Verify($$"""{"sub":"42","channel":"news","exp":{{Seconds}}}"""));

    // The client brings a new one, and then it is seen to be foreign.
    [Fact]
    public void VerifySubscription_ExpiredAndForeign_IsExpired() =>
        Assert.IsType<TokenResult<SubscriptionClaims>.Expired>(Verify($$"""{"sub":"43","channel":"other","exp":{{Seconds}}}"""));

    [Fact]
    public void VerifySubscription_ConnectionToken_IsInvalid() => Assert.Equal(TokenFault.NotForSubscriptions, Invalid("""{"sub":"42"}"""));

    [Fact]
    public void VerifySubscription_ConnectionTokenWithTheChannelAmongItsSubscriptions_IsInvalid() =>
        Assert.Equal(TokenFault.NotForSubscriptions, Invalid("""{"sub":"42","channels":["news"],"subs":{"news":{}}}"""));

    [Fact]
    public void VerifySubscription_BadSignature_IsInvalid()
    {
        string token = TokenMaker.Sign("""{"sub":"42","channel":"news"}""", secret: "another");

        var invalid = Assert.IsType<TokenResult<SubscriptionClaims>.Invalid>(Instance.VerifySubscription(token, "news", "42", Now));
        Assert.Equal(TokenFault.BadSignature, invalid.Fault);
    }

    [Fact]
    public void VerifySubscription_IssuerAndAudienceAreConfigured_AreChecked()
    {
        TokenVerifier verifier = Make(("Issuer", "app"), ("Audience", "edge"));
        string[] payloads =
        [
            """{"sub":"42","channel":"news","iss":"other","aud":"edge"}""",
            """{"sub":"42","channel":"news","iss":"app","aud":"other"}""",
            """{"sub":"42","channel":"news","iss":"app","aud":"edge"}""",
        ];

        TokenResult<SubscriptionClaims>[] results = [.. payloads.Select(p => verifier.VerifySubscription(TokenMaker.Sign(p), "news", "42", Now))];

        Assert.Equal(TokenFault.WrongIssuer, Assert.IsType<TokenResult<SubscriptionClaims>.Invalid>(results[0]).Fault);
        Assert.Equal(TokenFault.WrongAudience, Assert.IsType<TokenResult<SubscriptionClaims>.Invalid>(results[1]).Fault);
        Assert.IsType<TokenResult<SubscriptionClaims>.Valid>(results[2]);
    }

    private static TokenResult<SubscriptionClaims> Verify(string payload, string user = "42") =>
        Instance.VerifySubscription(TokenMaker.Sign(payload), "news", user, Now);

    private static SubscriptionClaims Claims(string payload) => Assert.IsType<TokenResult<SubscriptionClaims>.Valid>(Verify(payload)).Claims;

    private static TokenFault Foreign(string payload, string user = "42") =>
        Assert.IsType<TokenResult<SubscriptionClaims>.Foreign>(Verify(payload, user)).Fault;

    private static TokenFault Invalid(string payload) => Assert.IsType<TokenResult<SubscriptionClaims>.Invalid>(Verify(payload)).Fault;
}
