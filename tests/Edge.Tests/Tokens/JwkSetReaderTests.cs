using System.Security.Cryptography;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

public sealed class JwkSetReaderTests
{
    private const string K = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg";
    private const string X = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
    private const string Y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";

    private static readonly string N = TokenMaker.Encode(TokenMaker.Rsa.ExportParameters(false).Modulus);

    // Keys of other kinds are in many sets; RFC 7517 §5 says to read over them.
    [Theory]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""")]
    [InlineData("""{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"EC","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"oct","k":"AA","alg":"A128KW"}""")]
    [InlineData("""{"kty":"RSA","n":"AA","e":"AQAB","alg":"RSA-OAEP"}""")]
    [InlineData("""{"kty":"RSA","n":"AA","e":"AQAB","alg":"PS256"}""")]
    [InlineData("""{"kty":"RSA","n":"AA","e":"AQAB","use":"enc"}""")]
    [InlineData("""{"kty":"RSA","n":"AA","e":"AQAB","key_ops":["encrypt"]}""")]
    [InlineData("""{"kty":"rsa","n":"AA","e":"AQAB"}""")]
    [InlineData("{}")]
    public void Read_KeyThatIsNotForUs_IsReadOver(string other)
    {
        VerificationKey key = Assert.Single(TestKeys.OfSet($$"""{"keys":[{{other}},{"kty":"oct","k":"{{K}}","kid":"ours"}]}"""));

        Assert.Equal("ours", key.Id);
    }

    [Theory]
    [InlineData("""{"kty":"oct","k":"$K"}""", "HS256")]
    [InlineData("""{"kty":"oct","k":"$K","alg":"HS256","use":"sig"}""", "HS256")]
    [InlineData("""{"kty":"oct","k":"$K$K","alg":"HS384"}""", "HS384")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB"}""", "RS256")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","alg":"RS512","key_ops":["verify"]}""", "RS512")]
    [InlineData("""{"kty":"RSA","n":"AAAA$N","e":"AAAAAQAB"}""", "RS256")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"$X","y":"$Y"}""", "ES256")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"$X","y":"$Y","alg":"ES256","key_ops":["sign","verify"],"x5t":"a","ext":true}""", "ES256")]
    public void Read_KeyForUs_IsForOneAlgorithm(string jwk, string algorithm) =>
        Assert.Equal(algorithm, Assert.Single(TestKeys.OfSet($$"""{"keys":[{{Fill(jwk)}}]}""")).Algorithm.Name);

    [Theory]
    [InlineData("""{"kty":"oct"}""", "\"k\" is missing")]
    [InlineData("""{"kty":"oct","k":""}""", "\"k\" is missing")]
    [InlineData("""{"kty":"oct","k":"$K="}""", "\"k\" is missing or not base64url")]
    [InlineData("""{"kty":"oct","k":"c2VjcmV0"}""", "has 6 octets, and HS256 needs at least 32")]
    [InlineData("""{"kty":"oct","k":"$K","alg":"HS384"}""", "has 32 octets, and HS384 needs at least 48")]
    [InlineData("""{"kty":"oct","k":"$K","alg":"RS256"}""", "RS256, which is not for a key of this")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQAB","alg":"HS256"}""", "HS256, which is not for a key of this")]
    [InlineData("""{"kty":"RSA","n":"$N"}""", "\"e\" is missing")]
    [InlineData("""{"kty":"RSA","e":"AQAB"}""", "\"n\" is missing")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AQ"}""", "no usable modulus and exponent")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AA"}""", "no usable modulus and exponent")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"AAAB"}""", "no usable modulus and exponent")]
    [InlineData("""{"kty":"RSA","n":"$N","e":"Ag"}""", "no usable modulus and exponent")]
    [InlineData("""{"kty":"RSA","n":"wAAB","e":"AQAB"}""", "has 24 bits, and RS256 needs at least 2048")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"$X","y":"$Y","alg":"ES384"}""", "ES384, which is not for a key of this")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"$X"}""", "\"y\" is missing")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"$X","y":"AAAA"}""", "have 32 and 3 octets; those of P-256 have 32")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"$X","y":"$X"}""", "not a point of the curve P-256")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", "not a point of the curve P-256")]
    public void Read_BrokenKeyForUs_IsAFaultThatNamesTheKey(string jwk, string fault)
    {
        string named = Fill(jwk).Replace("{", """{"kid":"mine",""", StringComparison.Ordinal);
        (List<VerificationKey> keys, List<string> faults) = TestKeys.ReadSet($$"""{"keys":[{},{{named}}]}""");

        string only = Assert.Single(faults);
        Assert.Empty(keys);
        Assert.StartsWith("keys[1] ('mine'): ", only, StringComparison.Ordinal);
        Assert.Contains(fault, only, StringComparison.Ordinal);
        Assert.DoesNotContain(K, only, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":[1]}""")]
    [InlineData("""{"keys":[[]]}""")]
    [InlineData("""{"keys":[]""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":1}]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kty":"oct"}]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":null}]}""")]
    [InlineData("""{"keys":[{"kty":"oct","key_ops":"verify"}]}""")]
    [InlineData("""{"kty":"oct","k":"AA"}""")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    public void Read_NotASet_IsAFault(string json) =>
        Assert.StartsWith("the file is not a JWK set", Assert.Single(TestKeys.ReadSet(json).Faults), StringComparison.Ordinal);

    [Fact]
    public void Read_SetWithoutAnyKeyForUs_IsAFault() =>
        Assert.Contains("holds no signature key", Assert.Single(TestKeys.ReadSet("""{"keys":[{"kty":"OKP"}]}""").Faults), StringComparison.Ordinal);

    // 2047 bits in 256 octets, and 2048 in the first octet's highest bit.
    [Theory]
    [InlineData(0x7F, false)]
    [InlineData(0x80, true)]
    public void Read_RsaKeyAroundTheLeastSize_IsAcceptedFromIt(byte first, bool accepted)
    {
        byte[] modulus = RandomNumberGenerator.GetBytes(256);
        modulus[0] = first;
        modulus[^1] |= 1;

        (List<VerificationKey> keys, _) = TestKeys.ReadSet($$"""{"keys":[{"kty":"RSA","n":"{{TokenMaker.Encode(modulus)}}","e":"AQAB"}]}""");

        Assert.Equal(accepted ? 1 : 0, keys.Count);
    }

    // Zeros in front do not make a weak key a strong one.
    [Fact]
    public void Read_WeakRsaKeyWithZerosInFront_IsAFault()
    {
        using RSA weak = RSA.Create(1024);
        byte[] modulus = [.. new byte[128], .. weak.ExportParameters(false).Modulus!];

        (_, List<string> faults) = TestKeys.ReadSet($$"""{"keys":[{"kty":"RSA","n":"{{TokenMaker.Encode(modulus)}}","e":"AQAB"}]}""");

        Assert.Contains("has 1024 bits", Assert.Single(faults), StringComparison.Ordinal);
    }

    private static string Fill(string jwk) => jwk
        .Replace("$K", K, StringComparison.Ordinal).Replace("$N", N, StringComparison.Ordinal)
        .Replace("$X", X, StringComparison.Ordinal).Replace("$Y", Y, StringComparison.Ordinal);
}
