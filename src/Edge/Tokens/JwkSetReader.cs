using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// The keys of a JWK set (RFC 7517 §5) that are for signatures of ours; others are read over, as that section says. A key
/// without <c>alg</c> is for HS256, RS256 or the algorithm of its curve.
/// </summary>
internal static class JwkSetReader
{
    /// <summary>Reads a set.</summary>
    /// <param name="json">The document.</param>
    /// <param name="keys">Where its keys are put.</param>
    /// <param name="faults">Where it is said what is wrong, a line for each key.</param>
    public static void Read(ReadOnlySpan<byte> json, List<VerificationKey> keys, List<string> faults)
    {
        List<Jwk> found = [];
        bool hasKeys = false;
        bool isRead = StrictJson.TryReadText(json, found, (ref json, found, name) =>
        {
            hasKeys |= name == "keys";
            return name == "keys" ? json.TryReadArray(found, Jwk.TryTake) : json.Skip();
        });
        if (!isRead || !hasKeys)
        {
            faults.Add("the file is not a JWK set: a JSON object with an array \"keys\" of objects, each name once (RFC 7517 5)");
            return;
        }

        bool isOurs = false;
        foreach ((int index, Jwk jwk) in found.Index())
        {
            if (TryMake(jwk, out VerificationKey? key, out string? fault))
            {
                keys.Add(key);
            }
            else if (fault is not null)
            {
                string id = jwk["kid"] is { } keyId ? $" ('{keyId}')" : "";
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"keys[{index}]{id}: {fault}"));
            }

            isOurs |= key is not null || fault is not null;
        }

        if (!isOurs)
        {
            faults.Add($"the JWK set holds no signature key for any of {JwsAlgorithm.Names}");
        }
    }

    // False without a fault: the key is none of ours.
    private static bool TryMake(Jwk jwk, [NotNullWhen(true)] out VerificationKey? key, out string? fault)
    {
        key = null;
        fault = null;
        JwsAlgorithm? byType = jwk["kty"] switch
        {
            "oct" => JwsAlgorithm.HS256,
            "RSA" => JwsAlgorithm.RS256,
            "EC" => JwsAlgorithm.ForCurve(jwk["crv"]),
            _ => null,
        };
        JwsAlgorithm? algorithm = jwk["alg"] is { } name ? JwsAlgorithm.Find(name) : byType;
        if (byType is null || algorithm is null || !jwk.IsForSignatures)
        {
            return false;
        }

        if (algorithm.Family != byType.Family || algorithm.Curve != byType.Curve)
        {
            fault = $"\"alg\" is {algorithm.Name}, which is not for a key of this \"kty\" and \"crv\"";
            return false;
        }

        byte[]? first;
        byte[]? second;
        return algorithm.Family switch
        {
            JwsFamily.Hmac => TryDecode(jwk, "k", out first, out fault)
                && HmacKey.TryCreate(jwk["kid"], algorithm, first, out key, out fault),
            JwsFamily.Rsa => TryDecode(jwk, "n", out first, out fault) && TryDecode(jwk, "e", out second, out fault)
                && RsaKey.TryCreate(jwk["kid"], algorithm, first, second, out key, out fault),
            _ => TryDecode(jwk, "x", out first, out fault) && TryDecode(jwk, "y", out second, out fault)
                && EcdsaKey.TryCreate(jwk["kid"], algorithm, first, second, out key, out fault),
        };
    }

    private static bool TryDecode(Jwk jwk, string name, [NotNullWhen(true)] out byte[]? octets, out string? fault)
    {
        bool isDecoded = StrictBase64Url.TryDecode(jwk[name], out octets) && octets.Length > 0;
        fault = isDecoded ? null : $"\"{name}\" is missing or not base64url without padding";
        return isDecoded;
    }
}
