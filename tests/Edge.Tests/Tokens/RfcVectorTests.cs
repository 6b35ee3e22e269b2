using System.Text;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>The published examples verify, and with one octet of payload changed they do not.</summary>
public sealed class RfcVectorTests
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { RfcVectors.HS256, RfcVectors.Keys, RfcVectors.JoePayload },
        { RfcVectors.RS256, RfcVectors.Keys, RfcVectors.JoePayload },
        { RfcVectors.ES256, RfcVectors.Keys, RfcVectors.JoePayload },
        { RfcVectors.ES512, RfcVectors.Keys, "Payload" },
        { RfcVectors.CookbookRS256, RfcVectors.CookbookKeys, RfcVectors.FrodoPayload },
        { RfcVectors.CookbookES512, RfcVectors.CookbookKeys, RfcVectors.FrodoPayload },
        { RfcVectors.CookbookHS256, RfcVectors.CookbookKeys, RfcVectors.FrodoPayload },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Verify_PublishedExample_GivesItsPayload(string token, string keys, string payload)
    {
        TokenFault? fault = CompactJws.Verify(token, TestKeys.OfSet(keys), out byte[] octets);

        Assert.Null(fault);
        Assert.Equal(payload, Encoding.UTF8.GetString(octets));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Verify_PublishedExampleWithAnotherPayload_IsABadSignature(string token, string keys, string payload)
    {
        string[] parts = token.Split('.');
        parts[1] = TokenMaker.Encode(payload[..^1] + (char)(payload[^1] ^ 1));

        Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(string.Join('.', parts), TestKeys.OfSet(keys), out byte[] octets));
        Assert.Empty(octets);
    }

    // RFC 7515 A.5.
    [Fact]
    public void Verify_UnsecuredExample_IsNoAlgorithm() =>
        Assert.Equal(TokenFault.UnknownAlgorithm, CompactJws.Verify(RfcVectors.None, TestKeys.OfSet(RfcVectors.Keys), out _));

    [Fact]
    public void Read_PublicKeys_TakesTheOneForSignatures()
    {
        VerificationKey key = Assert.Single(TestKeys.OfSet(RfcVectors.PublicKeys));

        Assert.Equal(("2011-04-29", "RS256"), (key.Id, key.Algorithm.Name));
    }

    [Fact]
    public void Read_SymmetricKeys_TakesTheOneForSignaturesAndItChecksTheirExample()
    {
        IReadOnlyList<VerificationKey> keys = TestKeys.OfSet(RfcVectors.SymmetricKeys);

        Assert.Equal(("HMAC key used in JWS spec Appendix A.1 example", "HS256"), (keys[0].Id, keys[0].Algorithm.Name));
        Assert.Single(keys);
        Assert.Null(CompactJws.Verify(RfcVectors.HS256, keys, out _));
    }

    // RFC 7517 A.2: private members are read over.
    [Fact]
    public void Read_PrivateKeys_TakesTheirPublicParts()
    {
        VerificationKey key = Assert.Single(TestKeys.OfSet(
            """
            {"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
             "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE","kid":"1"}]}
            """));

        Assert.Equal("ES256", key.Algorithm.Name);
    }
}
