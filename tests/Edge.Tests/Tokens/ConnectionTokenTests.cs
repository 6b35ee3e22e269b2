using System.Text;
using Stratus.Realtime.Edge.Tokens;
using static Stratus.Realtime.Edge.Tests.Tokens.TestVerifier;

namespace Stratus.Realtime.Edge.Tests.Tokens;

public sealed class ConnectionTokenTests
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(TokenMaker.Secret);

    [Fact]
    public void VerifyConnection_AllClaims_GivesThem()
    {
        ConnectionClaims claims = Connection(
            """
            {"sub":"42","exp":1700000100,"nbf":1700000000,"iat":1699999999,"jti":"t1","iss":"app","aud":["a","b"],
             "info":{"name":"Ann"},"meta":{"tenant":7},"channels":["news","chat:index"],
             "subs":{"news":{"info":{"role":"reader"},"data":[1,2]}},"unknown":{"a":[null]}}
            """);

        Assert.Equal("42", claims.User);
        Assert.Equal(Now.AddSeconds(100), claims.ExpireAt);
        Assert.Equal(Now.AddSeconds(-1), claims.IssuedAt);
        Assert.Equal("t1", claims.TokenId);
        Assert.Equal("""{"name":"Ann"}""", Text(claims.Info));
        Assert.Equal("""{"tenant":7}""", Text(claims.Meta));
        Assert.Equal(["news", "chat:index"], claims.Subscriptions.Select(static s => s.Channel));
        Assert.Equal("""{"role":"reader"}""", Text(claims.Subscriptions[0].Info));
        Assert.Equal("[1,2]", Text(claims.Subscriptions[0].Data));
        Assert.Equal((0, 0), (claims.Subscriptions[1].Info.Length, claims.Subscriptions[1].Data.Length));
    }

    [Fact]
    public void VerifyConnection_NoClaims_IsAnAnonymousUserForEver()
    {
        ConnectionClaims claims = Connection("{}");

        Assert.Equal("", claims.User);
        Assert.Null(claims.ExpireAt);
        Assert.Null(claims.IssuedAt);
        Assert.Null(claims.TokenId);
        Assert.Equal((0, 0), (claims.Info.Length, claims.Meta.Length));
        Assert.Empty(claims.Subscriptions);
    }

    [Theory]
    [InlineData("""{"a": [1, 2.50, -0e+1] , "b":"\u00e9\/\n\ud83d\ude00"}""")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("[]")]
    [InlineData("\"grüße 😀\"")]
    [InlineData("1e400")]
    [InlineData("""{"a":1,"a":2}""")]
    public void VerifyConnection_Info_IsAsItIsWritten(string info)
    {
        ConnectionClaims claims = Connection($$"""{"sub":"42", "info" : {{info}} , "meta":{{info}}}""");

        Assert.Equal(info, Text(claims.Info));
        Assert.Equal(info, Text(claims.Meta));
    }

    // Clients split frames at newlines; in valid JSON they are only between tokens.
    [Fact]
    public void VerifyConnection_InfoOverSeveralLines_HasNoNewlines() =>
        Assert.Equal("""{ "a":  "x\ny",   "b": [1,  2]}""", Text(Connection("{\"info\":{\r\n \"a\":\n  \"x\\ny\", \r\n  \"b\": [1,\n  2]\r}}").Info));

    [Fact]
    public void VerifyConnection_EscapedText_IsUnescaped() =>
        Assert.Equal("a\"\u00e9\ud83d\ude00", Connection("""{"\u0073ub":"a\"\u00e9\ud83d\ude00"}""").User);

    [Theory]
    [InlineData("sub", "42")]
    [InlineData("sub", "null")]
    [InlineData("sub", "[\"42\"]")]
    [InlineData("sub", "\"\\ud800\"")]
    [InlineData("iss", "1")]
    [InlineData("jti", "{}")]
    [InlineData("aud", "1")]
    [InlineData("aud", "null")]
    [InlineData("aud", "{}")]
    [InlineData("aud", "[1]")]
    [InlineData("aud", "[[\"a\"]]")]
    [InlineData("channel", "1")]
    [InlineData("channel", "null")]
    [InlineData("channels", "\"news\"")]
    [InlineData("channels", "null")]
    [InlineData("channels", "{}")]
    [InlineData("channels", "[\"news\",1]")]
    [InlineData("channels", "[null]")]
    [InlineData("subs", "[]")]
    [InlineData("subs", "null")]
    [InlineData("subs", "{\"news\":null}")]
    [InlineData("subs", "{\"news\":true}")]
    [InlineData("subs", "{\"news\":{},\"news\":{}}")]
    [InlineData("subs", "{\"news\":{\"info\":1,\"info\":2}}")]
    public void VerifyConnection_ClaimOfAnotherType_NamesTheClaim(string claim, string value)
    {
        TokenResult<ConnectionClaims>.Invalid invalid = ConnectionFault($$"""{"{{claim}}":{{value}}}""");

        Assert.Equal((TokenFault.BadClaim, claim), (invalid.Fault, invalid.Claim));
        Assert.EndsWith(": " + claim, invalid.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"sub\"")]
    [InlineData("42")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{},")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":1 /* b */}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":{\"b\":{}}")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"sub\":\"1\",\"sub\":\"1\"}")]
    [InlineData("{\"sub\":\"1\",\"\\u0073ub\":\"2\"}")]
    [InlineData("{\"exp\":1,\"exp\":1900000000}")]
    [InlineData("{\"unknown\":1,\"unknown\":1}")]
    [InlineData("{\"\\ud800\":1}")]
    public void VerifyConnection_NotOneStrictObject_IsABadPayload(string payload)
    {
        TokenResult<ConnectionClaims>.Invalid invalid = ConnectionFault(payload);

        Assert.Equal((TokenFault.BadPayload, null), (invalid.Fault, invalid.Claim));
    }

    [Fact]
    public void VerifyConnection_NotInUtf8_IsABadPayload()
    {
        byte[][] payloads =
        [
            Encoding.Unicode.GetBytes("{}"),
            Encoding.BigEndianUnicode.GetBytes("{}"),
            Encoding.UTF32.GetBytes("{}"),
            [.. "{\"sub\":\""u8, 0xE9, .. "\"}"u8],
            [.. "{\"info\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8],
            [.. "{\"unknown\":\""u8, 0xFF, .. "\"}"u8],
        ];

        Assert.All(payloads, payload =>
        {
            string token = TokenMaker.Sign("{\"alg\":\"HS256\"}"u8.ToArray(), payload, TokenMaker.Hmac("HS256", Secret));
            var invalid = Assert.IsType<TokenResult<ConnectionClaims>.Invalid>(Instance.VerifyConnection(token, Now));
            Assert.Equal(TokenFault.BadPayload, invalid.Fault);
        });
    }

    // With the object around it 64 levels are read.
    [Theory]
    [InlineData(62, true)]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(4000, false)]
    public void VerifyConnection_DeepInfo_IsAcceptedUpToALimit(int depth, bool accepted)
    {
        string payload = $$"""{"info":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        Assert.Equal(accepted, Instance.VerifyConnection(TokenMaker.Sign(payload), Now) is TokenResult<ConnectionClaims>.Valid);
    }

    [Fact]
    public void VerifyConnection_NestedToken_IsABadPayload() => Assert.Equal(TokenFault.BadPayload, ConnectionFault(TokenMaker.Sign("{}")).Fault);

    // What is not signed is not read: a broken payload is a bad signature.
    [Fact]
    public void VerifyConnection_BrokenPayloadWithABadSignature_IsABadSignature()
    {
        string token = TokenMaker.Sign("{", secret: "another");

        var invalid = Assert.IsType<TokenResult<ConnectionClaims>.Invalid>(Instance.VerifyConnection(token, Now));
        Assert.Equal(TokenFault.BadSignature, invalid.Fault);
    }

    [Fact]
    public void VerifyConnection_SubscriptionToken_IsRefused() =>
        Assert.Equal(TokenFault.NotForConnections, ConnectionFault("""{"sub":"42","channel":"news"}""").Fault);

    [Fact]
    public void VerifyConnection_SubscriptionTokenForTheEmptyChannel_IsRefused() =>
        Assert.Equal(TokenFault.NotForConnections, ConnectionFault("""{"sub":"42","channel":""}""").Fault);

    [Theory]
    [InlineData("""{"iss":"app"}""", true)]
    [InlineData("""{"iss":"App"}""", false)]
    [InlineData("""{"iss":"app "}""", false)]
    [InlineData("""{"iss":""}""", false)]
    [InlineData("{}", false)]
    public void VerifyConnection_IssuerIsConfigured_MustBeThatOne(string payload, bool accepted) =>
        AssertFault(Make(("Issuer", "app")), payload, accepted ? null : TokenFault.WrongIssuer);

    [Theory]
    [InlineData("""{"aud":"edge"}""", true)]
    [InlineData("""{"aud":["edge"]}""", true)]
    [InlineData("""{"aud":["other","edge"]}""", true)]
    [InlineData("""{"aud":["other"]}""", false)]
    [InlineData("""{"aud":"edge2"}""", false)]
    [InlineData("""{"aud":[]}""", false)]
    [InlineData("""{"aud":""}""", false)]
    [InlineData("{}", false)]
    public void VerifyConnection_AudienceIsConfigured_MustBeAmongThem(string payload, bool accepted) =>
        AssertFault(Make(("Audience", "edge")), payload, accepted ? null : TokenFault.WrongAudience);

    [Fact]
    public void VerifyConnection_EmptyIssuerAndAudience_AreNotChecked() => AssertFault(Make(("Issuer", ""), ("Audience", "")), "{}", null);

    private static void AssertFault(TokenVerifier verifier, string payload, TokenFault? fault)
    {
        TokenResult<ConnectionClaims> result = verifier.VerifyConnection(TokenMaker.Sign(payload), Now);

        Assert.Equal(fault, (result as TokenResult<ConnectionClaims>.Invalid)?.Fault);
        Assert.Equal(fault is null, result is TokenResult<ConnectionClaims>.Valid);
    }
}
