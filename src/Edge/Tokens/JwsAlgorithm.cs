using System.Security.Cryptography;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>One row of the table of signature algorithms (RFC 7518 §3.1): what is not in it, "none" first of all, does not exist.</summary>
/// <param name="Name">The value of <c>alg</c>.</param>
/// <param name="Family">What kind of key it takes.</param>
/// <param name="Hash">What is hashed with.</param>
/// <param name="HashOctets">The size of the hash; also the least size of a secret (RFC 7518 §3.2).</param>
/// <param name="Curve">The curve as a JWK names it, "" without one.</param>
/// <param name="CurveOid">The curve's object identifier.</param>
/// <param name="CoordinateOctets">The size of a coordinate, and of r and of s (RFC 7518 §3.4).</param>
internal sealed record JwsAlgorithm(
    string Name, JwsFamily Family, HashAlgorithmName Hash, int HashOctets, string Curve = "", string CurveOid = "", int CoordinateOctets = 0)
{
    public static JwsAlgorithm HS256 { get; } = new("HS256", JwsFamily.Hmac, HashAlgorithmName.SHA256, 32);

    public static JwsAlgorithm RS256 { get; } = new("RS256", JwsFamily.Rsa, HashAlgorithmName.SHA256, 32);

    /// <summary>One row an algorithm.</summary>
    public static IReadOnlyList<JwsAlgorithm> All { get; } =
    [
        HS256,
        new("HS384", JwsFamily.Hmac, HashAlgorithmName.SHA384, 48),
        new("HS512", JwsFamily.Hmac, HashAlgorithmName.SHA512, 64),
        RS256,
        new("RS384", JwsFamily.Rsa, HashAlgorithmName.SHA384, 48),
        new("RS512", JwsFamily.Rsa, HashAlgorithmName.SHA512, 64),
        new("ES256", JwsFamily.Ecdsa, HashAlgorithmName.SHA256, 32, "P-256", "1.2.840.10045.3.1.7", 32),
        new("ES384", JwsFamily.Ecdsa, HashAlgorithmName.SHA384, 48, "P-384", "1.3.132.0.34", 48),
        new("ES512", JwsFamily.Ecdsa, HashAlgorithmName.SHA512, 64, "P-521", "1.3.132.0.35", 66),
    ];

    /// <summary>All names, for errors.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(static a => a.Name));

    /// <summary>The algorithm of that exact name (RFC 7515 §4.1.1: case-sensitive).</summary>
    public static JwsAlgorithm? Find(string? name) => All.FirstOrDefault(a => a.Name == name);

    /// <summary>The algorithm of that curve.</summary>
    public static JwsAlgorithm? ForCurve(string? curve) => All.FirstOrDefault(a => a.Family == JwsFamily.Ecdsa && a.Curve == curve);
}
