using System.Text;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>Which keys a token is checked with.</summary>
public sealed class KeyIdTests
{
    private const string Payload = """{"sub":"42"}""";
    private const string OtherSecret = "another secret of the tests, also long enough for all of them...";

    private static readonly VerificationKey First = TestKeys.Hmac(id: "first");
    private static readonly VerificationKey Second = TestKeys.Hmac("HS256", Encoding.UTF8.GetBytes(OtherSecret), "second");

    [Theory]
    [InlineData("first", TokenMaker.Secret)]
    [InlineData("second", OtherSecret)]
    public void Verify_KeyId_ChoosesTheKey(string id, string secret) => Assert.Null(Verify(id, secret));

    [Theory]
    [InlineData("first", OtherSecret)]
    [InlineData("second", TokenMaker.Secret)]
    public void Verify_KeyIdOfAnotherKey_IsABadSignature(string id, string secret) => Assert.Equal(TokenFault.BadSignature, Verify(id, secret));

    [Theory]
    [InlineData(TokenMaker.Secret)]
    [InlineData(OtherSecret)]
    public void Verify_WithoutKeyId_TriesEveryKeyOfTheAlgorithm(string secret) =>
        Assert.Null(CompactJws.Verify(TokenMaker.Sign(Payload, secret: secret), [TestKeys.Hmac("HS512"), First, Second], out _));

    [Fact]
    public void Verify_WithoutKeyIdAndOfNoKey_IsABadSignature() =>
        Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(TokenMaker.Sign(Payload, secret: "neither"), [First, Second], out _));

    // Ids are compared and nothing else: no path, no query, no pattern.
    [Theory]
    [InlineData("third")]
    [InlineData("FIRST")]
    [InlineData("")]
    [InlineData("first\\u0000")]
    [InlineData("../../../../dev/null")]
    [InlineData("/dev/null")]
    [InlineData("file:///dev/null")]
    [InlineData("/proc/self/environ")]
    [InlineData("' UNION SELECT 'x")]
    [InlineData("first' OR '1'='1")]
    [InlineData("*")]
    [InlineData("$(first)")]
    public void Verify_UnknownKeyId_IsAnUnknownKeyWhateverTheSecret(string id)
    {
        Assert.Equal(TokenFault.UnknownKey, Verify(id, TokenMaker.Secret));
        Assert.Equal(TokenFault.UnknownKey, Verify(id, ""));
    }

    [Fact]
    public void Verify_KeyIdAndAKeyWithoutId_ChecksWithThatKey()
    {
        VerificationKey unnamed = TestKeys.Hmac("HS256", Encoding.UTF8.GetBytes(OtherSecret));
        string token = TokenMaker.Sign(Payload, """{"alg":"HS256","kid":"third"}""", OtherSecret);

        Assert.Null(CompactJws.Verify(token, [First, unnamed], out _));
        Assert.Equal(TokenFault.UnknownKey, CompactJws.Verify(token, [First], out _));
    }

    [Fact]
    public void Verify_KeyIdOfAKeyOfAnotherAlgorithm_IsTheWrongAlgorithm()
    {
        string token = TokenMaker.Sign(Payload, """{"alg":"HS256","kid":"rsa"}""");

        Assert.Equal(TokenFault.WrongAlgorithm, CompactJws.Verify(token, [First, TestKeys.Of(TokenMaker.Rsa, "RS256", "rsa")], out _));
    }

    [Fact]
    public void Verify_TwoKeysOfOneId_TriesBoth()
    {
        VerificationKey second = TestKeys.Hmac("HS256", Encoding.UTF8.GetBytes(OtherSecret), "first");
        string token = TokenMaker.Sign(Payload, """{"alg":"HS256","kid":"first"}""", OtherSecret);

        Assert.Null(CompactJws.Verify(token, [First, second], out _));
    }

    [Fact]
    public void Verify_WithoutKeys_IsNoKeys() => Assert.Equal(TokenFault.NoKeys, CompactJws.Verify(TokenMaker.Sign(Payload), [], out _));

    private static TokenFault? Verify(string id, string secret) =>
        CompactJws.Verify(TokenMaker.Sign(Payload, $$"""{"alg":"HS256","kid":"{{id}}"}""", secret), [First, Second], out _);
}
