using Stratus.Realtime.Edge.Tokens;
using static Stratus.Realtime.Edge.Tests.Tokens.TestVerifier;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>exp, nbf, iat and expire_at, at the second where they matter and beside it.</summary>
public sealed class TokenTimeTests
{
    // RFC 7519 §4.1.4: not on or after exp. There is no leeway.
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void VerifyConnection_AroundExp_ExpiresAtIt(int seconds, bool valid) => AssertExpired($$"""{"exp":{{Seconds + seconds}}}""", !valid);

    [Theory]
    [InlineData("1699999999.9", true)]
    [InlineData("1700000000.0", true)]
    [InlineData("1700000000.1", false)]
    [InlineData("1.7e9", true)]
    [InlineData("1.7000000001E+9", false)]
    [InlineData("0", true)]
    [InlineData("0.0", true)]
    [InlineData("1e0", true)]
    public void VerifyConnection_ExpInAnyNotation_IsThatTime(string exp, bool expired) => AssertExpired($$"""{"exp":{{exp}}}""", expired);

    [Fact]
    public void VerifyConnection_ExpWithAFraction_IsExact() =>
        Assert.Equal(Now.AddMilliseconds(125), Connection("""{"exp":1700000000.125}""").ExpireAt);

    [Fact]
    public void VerifyConnection_ExpiredAndUnsigned_IsInvalid() => Assert.IsType<TokenResult<ConnectionClaims>.Invalid>(
        Instance.VerifyConnection(TokenMaker.Sign("""{"exp":1}""", secret: "another"), Now));

    [Fact]
    public void VerifyConnection_ExpiredAndForAnotherAudience_IsInvalid() => Assert.IsType<TokenResult<ConnectionClaims>.Invalid>(
        Make(("Audience", "edge")).VerifyConnection(TokenMaker.Sign("""{"exp":1}"""), Now));

    // RFC 7519 §4.1.5, with the leeway.
    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void VerifyConnection_AroundNbf_IsValidFromTheLeewayBeforeIt(int seconds, bool valid)
    {
        long notBefore = Seconds + (long)TokenVerifier.NotBeforeLeeway.TotalSeconds + seconds;
        TokenResult<ConnectionClaims> result = Instance.VerifyConnection(TokenMaker.Sign($$"""{"nbf":{{notBefore}}}"""), Now);

        Assert.Equal(valid, result is TokenResult<ConnectionClaims>.Valid);
        Assert.Equal(valid ? null : TokenFault.NotYetValid, (result as TokenResult<ConnectionClaims>.Invalid)?.Fault);
    }

    // RFC 7519 §4.1.6: it tells the token's age; nothing follows from it.
    [Fact]
    public void VerifyConnection_IssuedInTheFuture_IsValid() => Assert.Equal(Now.AddHours(1), Connection($$"""{"iat":{{Seconds + 3600}}}""").IssuedAt);

    public static TheoryData<string> TimeClaims => ["exp", "nbf", "iat", "expire_at"];

    [Theory]
    [MemberData(nameof(TimeClaims))]
    public void VerifyConnection_TimeThatIsNone_NamesTheClaim(string claim)
    {
        string[] values =
        [
            "null", "true", "\"1900000000\"", "\"\"", "[]", "{}", "-1", "-0.1", "253402300800", "1900000000000", "9223372036854775807", "9223372036854775808",
            "18446744073709551616", "1e12", "1e29", "1e400", "-1e400", "1e999999999", new string('9', 5000), "0." + new string('9', 100) + "e300",
        ];

        Assert.All(values, value => Assert.Equal((TokenFault.BadClaim, claim), Fault($$"""{"{{claim}}":{{value}}}""")));
    }

    [Fact]
    public void VerifyConnection_LastSecondOfTheCalendar_IsATime() => Assert.Equal(9999, Connection("""{"exp":253402300799}""").ExpireAt!.Value.Year);

    [Theory]
    [InlineData("1e-400")]
    [InlineData("-0")]
    [InlineData("0e99999")]
    public void VerifyConnection_SmallestTimes_DoNotThrow(string exp) =>
        Assert.IsNotType<TokenResult<ConnectionClaims>.Valid>(Instance.VerifyConnection(TokenMaker.Sign($$"""{"exp":{{exp}}}"""), Now));

    [Fact]
    public void VerifyConnection_ExpireAt_IsTheConnectionsEnd() =>
        Assert.Equal(Now.AddSeconds(500), Connection($$"""{"exp":{{Seconds + 100}},"expire_at":{{Seconds + 500}}}""").ExpireAt);

    [Fact]
    public void VerifyConnection_ExpireAtZero_NeverEndsTheConnection() => Assert.Null(Connection($$"""{"exp":{{Seconds + 100}},"expire_at":0}""").ExpireAt);

    // The token's own time counts all the same.
    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void VerifyConnection_AroundExpBesideAnotherExpireAt_ExpiresAtIt(int seconds, bool expired)
    {
        AssertExpired($$"""{"exp":{{Seconds + seconds}},"expire_at":0}""", expired);
        AssertExpired($$"""{"exp":{{Seconds + seconds}},"expire_at":{{Seconds + 500}}}""", expired);
    }

    // A connection that would end at once: the client needs another token.
    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void VerifyConnection_AroundExpireAt_ExpiresAtIt(int seconds, bool expired) =>
        AssertExpired($$"""{"exp":{{Seconds + 100}},"expire_at":{{Seconds + seconds}}}""", expired);

    private static (TokenFault, string?) Fault(string payload)
    {
        TokenResult<ConnectionClaims>.Invalid invalid = ConnectionFault(payload);
        return (invalid.Fault, invalid.Claim);
    }

    private static void AssertExpired(string payload, bool expired)
    {
        TokenResult<ConnectionClaims> result = Instance.VerifyConnection(TokenMaker.Sign(payload), Now);

        Assert.Equal(expired, result is TokenResult<ConnectionClaims>.Expired);
        Assert.Equal(!expired, result is TokenResult<ConnectionClaims>.Valid);
    }
}
