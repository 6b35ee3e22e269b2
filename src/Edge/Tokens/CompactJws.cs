using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>The compact serialisation of a JWS (RFC 7515 §7.1), checked as §5.2 says. What the payload is does not matter here.</summary>
internal static class CompactJws
{
    /// <summary>Longer tokens are not looked at.</summary>
    public const int MaxOctets = 16 * 1024;

    /// <summary>Checks a token with those of the keys that may have signed it.</summary>
    /// <returns>Null when the signature is right, and then the payload.</returns>
    public static TokenFault? Verify(ReadOnlySpan<char> token, IReadOnlyList<VerificationKey> keys, out byte[] payload)
    {
        payload = [];
        if (keys.Count == 0)
        {
            return TokenFault.NoKeys;
        }

        if (token.Length > MaxOctets)
        {
            return TokenFault.TooLong;
        }

        if (!TryCut(token, out byte[]? headerJson, out byte[]? claims, out byte[]? signature, out int inputLength))
        {
            return TokenFault.NotCompact;
        }

        if (!JwsHeader.TryRead(headerJson, out JwsHeader header))
        {
            return TokenFault.BadHeader;
        }

        if (FindKeys(header, keys, out List<VerificationKey> candidates) is { } fault)
        {
            return fault;
        }

        byte[] input = new byte[inputLength];
        Encoding.ASCII.GetBytes(token[..inputLength], input);
        if (!candidates.Exists(key => key.Verify(input, signature)))
        {
            return TokenFault.BadSignature;
        }

        payload = claims;
        return null;
    }

    private static bool TryCut(
        ReadOnlySpan<char> token, [NotNullWhen(true)] out byte[]? header, [NotNullWhen(true)] out byte[]? payload,
        [NotNullWhen(true)] out byte[]? signature, out int inputLength)
    {
        header = payload = signature = null;
        int first = token.IndexOf('.');
        inputLength = token.LastIndexOf('.');

        // A third dot would be in the middle part, where it is not base64url.
        return first >= 0 && inputLength > first
            && StrictBase64Url.TryDecode(token[..first], out header)
            && StrictBase64Url.TryDecode(token[(first + 1)..inputLength], out payload)
            && StrictBase64Url.TryDecode(token[(inputLength + 1)..], out signature);
    }

    // The algorithm is the key's (RFC 8725 §3.1); the token's only has to be the same.
    private static TokenFault? FindKeys(JwsHeader header, IReadOnlyList<VerificationKey> keys, out List<VerificationKey> candidates)
    {
        candidates = [];
        if (header.IsCritical)
        {
            return TokenFault.Critical;
        }

        if (JwsAlgorithm.Find(header.Algorithm) is not { } algorithm)
        {
            return TokenFault.UnknownAlgorithm;
        }

        candidates.AddRange(keys.Where(key => key.Serves(header.KeyId)));
        if (candidates.Count == 0)
        {
            return TokenFault.UnknownKey;
        }

        candidates.RemoveAll(key => key.Algorithm != algorithm);
        return candidates.Count == 0 ? TokenFault.WrongAlgorithm : null;
    }
}
