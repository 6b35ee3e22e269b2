using System.Security.Cryptography;
using System.Text;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>What a token may and may not say of its own signature.</summary>
public sealed class HeaderTests
{
    private const string Payload = """{"sub":"42"}""";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(TokenMaker.Secret);

    public static TheoryData<string> NoneSpellings =>
    [
        "none", "None", "NONE", "nOnE", "NoNe", "none ", " none", "none\\u0000", "\\u006eone", "n\\u006Fne", "", "null", "No", "HS0", "plain",
    ];

    public static TheoryData<string> OtherAlgorithms =>
    [
        "EdDSA", "Ed25519", "PS256", "PS512", "ES256K", "HS1", "HS224", "RS1", "hs256", "Hs256", "HS256 ", "HS-256", "HS256\\u0000", "dir", "A128KW", "RSA-OAEP",
    ];

    // Signed with the right key, so that nothing but the name is wrong.
    [Theory]
    [MemberData(nameof(NoneSpellings))]
    [MemberData(nameof(OtherAlgorithms))]
    public void Verify_AlgorithmThatIsNone_IsNoAlgorithm(string name)
    {
        string token = TokenMaker.Sign(Payload, $$"""{"alg":"{{name}}"}""");

        Assert.Equal(TokenFault.UnknownAlgorithm, Verify(token));
        Assert.Equal(TokenFault.UnknownAlgorithm, Verify(token[..(token.LastIndexOf('.') + 1)]));
    }

    [Fact]
    public void Verify_HeaderWithoutAlgorithm_IsNoAlgorithm() => Assert.Equal(TokenFault.UnknownAlgorithm, Verify(TokenMaker.Sign(Payload, """{"typ":"JWT"}""")));

    [Fact]
    public void Verify_EscapedName_IsTheName() => Assert.Null(Verify(TokenMaker.Sign(Payload, """{"\u0061lg":"HS\u003256"}""")));

    // The public key, in every form that is lying about, taken for the secret of an HMAC.
    [Fact]
    public void Verify_HmacWithThePublicKey_IsTheWrongAlgorithm()
    {
        VerificationKey key = TestKeys.Of(TokenMaker.Rsa, "RS256");
        RSAParameters parameters = TokenMaker.Rsa.ExportParameters(false);
        byte[][] secrets =
        [
            Encoding.ASCII.GetBytes(TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem()),
            Encoding.ASCII.GetBytes(TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem() + "\n"),
            Encoding.ASCII.GetBytes(TokenMaker.Rsa.ExportRSAPublicKeyPem()),
            TokenMaker.Rsa.ExportSubjectPublicKeyInfo(),
            TokenMaker.Rsa.ExportRSAPublicKey(),
            parameters.Modulus!,
        ];

        Assert.All(secrets, secret => Assert.Equal(
            TokenFault.WrongAlgorithm,
            CompactJws.Verify(TokenMaker.Sign("""{"alg":"HS256"}""", Payload, TokenMaker.Hmac("HS256", secret)), [key], out _)));
    }

    [Theory]
    [InlineData("HS256", "HS384")]
    [InlineData("HS256", "HS512")]
    [InlineData("HS384", "HS256")]
    [InlineData("HS384", "HS512")]
    [InlineData("HS512", "HS256")]
    [InlineData("HS512", "HS384")]
    public void Verify_GenuineMacOfAnotherSize_IsTheWrongAlgorithm(string ofTheKey, string ofTheToken)
    {
        string token = TokenMaker.Sign($$"""{"alg":"{{ofTheToken}}"}""", Payload, TokenMaker.Hmac(ofTheToken, Secret));

        Assert.Equal(TokenFault.WrongAlgorithm, CompactJws.Verify(token, [TestKeys.Hmac(ofTheKey)], out _));
        Assert.Null(CompactJws.Verify(token, [TestKeys.Hmac(ofTheToken)], out _));
    }

    // The name says HS256, the MAC is another's.
    [Theory]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void Verify_MacOfAnotherSizeUnderTheKeysName_IsABadSignature(string algorithm) =>
        Assert.Equal(TokenFault.BadSignature, Verify(TokenMaker.Sign("""{"alg":"HS256"}""", Payload, TokenMaker.Hmac(algorithm, Secret))));

    [Theory]
    [InlineData("RS256", "RS384")]
    [InlineData("RS512", "RS256")]
    public void Verify_GenuineRsaSignatureOfAnotherHash_IsTheWrongAlgorithm(string ofTheKey, string ofTheToken) => Assert.Equal(
        TokenFault.WrongAlgorithm,
        CompactJws.Verify(
            TokenMaker.Sign($$"""{"alg":"{{ofTheToken}}"}""", Payload, TokenMaker.Of(TokenMaker.Rsa, TokenMaker.Hash(ofTheToken))),
            [TestKeys.Of(TokenMaker.Rsa, ofTheKey)],
            out _));

    [Theory]
    [InlineData("""{"alg":"HS256","crit":["exp"],"exp":1}""")]
    [InlineData("""{"alg":"HS256","crit":[]}""")]
    [InlineData("""{"alg":"HS256","crit":null}""")]
    [InlineData("""{"alg":"HS256","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"HS256","b64":false}""")]
    [InlineData("""{"alg":"HS256","b64":true}""")]
    public void Verify_Extensions_AreCritical(string header) => Assert.Equal(TokenFault.Critical, Verify(TokenMaker.Sign(Payload, header)));

    [Theory]
    [InlineData("""{"alg":"HS256","alg":"HS256"}""")]
    [InlineData("""{"alg":"none","alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","\u0061lg":"none"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","x":1,"x":1}""")]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":256}""")]
    [InlineData("""{"alg":"HS256","kid":1}""")]
    [InlineData("""{"alg":"HS256","kid":null}""")]
    [InlineData("""{"alg":"HS256","kid":"\ud800"}""")]
    [InlineData("""{"\udc00":1,"alg":"HS256"}""")]
    [InlineData("""["HS256"]""")]
    [InlineData("\"HS256\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{}{}")]
    [InlineData("""{"alg":"HS256"}x""")]
    [InlineData("""{"alg":"HS256"},""")]
    [InlineData("""{"alg":"HS256",}""")]
    [InlineData("""{"alg":"HS256"/**/}""")]
    [InlineData("""{'alg':'HS256'}""")]
    [InlineData("""{"alg":"HS256" """)]
    [InlineData("""{"x":{},"alg":"HS256","y":{}""")]
    [InlineData("\ufeff{\"alg\":\"HS256\"}")]
    public void Verify_HeaderThatIsNotOneStrictObject_IsABadHeader(string header) =>
        Assert.Equal(TokenFault.BadHeader, Verify(TokenMaker.Sign(Payload, header)));

    [Fact]
    public void Verify_HeaderNotInUtf8_IsABadHeader()
    {
        byte[][] headers =
        [
            Encoding.Unicode.GetBytes("""{"alg":"HS256"}"""),
            Encoding.BigEndianUnicode.GetBytes("""{"alg":"HS256"}"""),
            Encoding.UTF32.GetBytes("""{"alg":"HS256"}"""),
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("""{"alg":"HS256"}""")],
            [.. "{\"alg\":\"HS256\",\"x\":\""u8, 0xFF, .. "\"}"u8],
            [.. "{\"alg\":\"HS256\",\"x\":\""u8, 0xC0, 0xAF, .. "\"}"u8],
        ];

        Assert.All(headers, header => Assert.Equal(
            TokenFault.BadHeader, Verify(TokenMaker.Sign(header, Encoding.UTF8.GetBytes(Payload), TokenMaker.Hmac("HS256", Secret)))));
    }

    [Fact]
    public void Verify_DeepHeader_IsABadHeader()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 3000)) + string.Concat(Enumerable.Repeat("]", 3000));

        Assert.Equal(TokenFault.BadHeader, Verify(TokenMaker.Sign(Payload, $$"""{"alg":"HS256","x":{{deep}}}""")));
    }

    // The attacker signs with a key of his own and sends it along.
    [Fact]
    public void Verify_KeyInTheHeader_IsNotUsed()
    {
        using RSA own = RSA.Create(2048);
        RSAParameters parameters = own.ExportParameters(false);
        string jwk = $$"""{"kty":"RSA","n":"{{TokenMaker.Encode(parameters.Modulus)}}","e":"AQAB"}""";
        string[] headers =
        [
            $$"""{"alg":"RS256","jwk":{{jwk}}}""",
            """{"alg":"RS256","jku":"http://127.0.0.1:1/keys.json"}""",
            """{"alg":"RS256","x5u":"http://127.0.0.1:1/key.pem"}""",
            """{"alg":"RS256","x5c":["MIIB"]}""",
            $$"""{"alg":"RS256","kid":"x","jwk":{{jwk}}}""",
        ];

        Assert.All(headers, header => Assert.Equal(
            TokenFault.BadSignature,
            CompactJws.Verify(
                TokenMaker.Sign(header, Payload, TokenMaker.Of(own, HashAlgorithmName.SHA256)), [TestKeys.Of(TokenMaker.Rsa, "RS256")], out _)));
    }

    [Theory]
    [InlineData("jwk", "{}")]
    [InlineData("jku", "\"http://127.0.0.1:1/\"")]
    [InlineData("x5u", "\"http://127.0.0.1:1/\"")]
    [InlineData("x5c", "[]")]
    [InlineData("x5t", "\"\"")]
    [InlineData("typ", "\"at+jwt\"")]
    public void Verify_GenuineTokenWithMembersThatDoNotMatter_IsValid(string name, string value) =>
        Assert.Null(Verify(TokenMaker.Sign(Payload, $$"""{"alg":"HS256","{{name}}":{{value}}}""")));

    private static TokenFault? Verify(string token) => CompactJws.Verify(token, [TestKeys.Hmac()], out _);
}
