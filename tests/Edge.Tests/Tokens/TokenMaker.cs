using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>Makes tokens, good and bad, without any code of src.</summary>
internal static class TokenMaker
{
    /// <summary>64 octets: long enough for every HS algorithm.</summary>
    public const string Secret = "a secret of the tests, long enough for HS256, HS384 and HS512...";

    public static RSA Rsa { get; } = RSA.Create(2048);

    public static string Encode(ReadOnlySpan<byte> octets) => Base64Url.EncodeToString(octets);

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    public static byte[] Decode(string text) => Base64Url.DecodeFromChars(text);

    /// <summary>A token of these texts, signed with HS256 and the secret.</summary>
    public static string Sign(string payload, string header = """{"alg":"HS256","typ":"JWT"}""", string secret = Secret) =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input));

    public static string Sign(byte[] header, byte[] payload, Func<byte[], byte[]> sign)
    {
        string input = $"{Encode(header)}.{Encode(payload)}";
        return $"{input}.{Encode(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign) =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), sign);

    public static Func<byte[], byte[]> Hmac(string algorithm, byte[] secret) => algorithm switch
    {
        "HS256" => input => HMACSHA256.HashData(secret, input),
        "HS384" => input => HMACSHA384.HashData(secret, input),
        _ => input => HMACSHA512.HashData(secret, input),
    };

    public static Func<byte[], byte[]> Of(RSA key, HashAlgorithmName hash) => input => key.SignData(input, hash, RSASignaturePadding.Pkcs1);

    public static Func<byte[], byte[]> Of(ECDsa key, HashAlgorithmName hash) => input => key.SignData(input, hash);

    public static HashAlgorithmName Hash(string algorithm) => new("SHA" + algorithm[2..]);

    public static ECCurve Curve(string algorithm) => algorithm switch
    {
        "ES256" => ECCurve.NamedCurves.nistP256,
        "ES384" => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };
}
