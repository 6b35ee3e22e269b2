using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>A secret (RFC 7518 §3.2).</summary>
internal sealed class HmacKey : VerificationKey
{
    private readonly byte[] _secret;

    private HmacKey(string? id, JwsAlgorithm algorithm, byte[] secret)
        : base(id, algorithm) => _secret = secret;

    public static bool TryCreate(
        string? id, JwsAlgorithm algorithm, byte[] secret, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        // RFC 7518 §3.2: a key of the same size as the hash output or larger MUST be used.
        fault = secret.Length < algorithm.HashOctets
            ? $"the secret has {secret.Length} octets, and {algorithm.Name} needs at least {algorithm.HashOctets} (RFC 7518 3.2)"
            : null;
        key = fault is null ? new HmacKey(id, algorithm, secret) : null;
        return key is not null;
    }

    public override bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[Algorithm.HashOctets];
        CryptographicOperations.HmacData(Algorithm.Hash, _secret, input, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
