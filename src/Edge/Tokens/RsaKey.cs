using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>An RSA public key (RFC 7518 §3.3).</summary>
internal sealed class RsaKey : VerificationKey
{
    private const int MinBits = 2048;

    private readonly InstancePool<RSA> _pool;
    private readonly int _modulusOctets;

    private RsaKey(string? id, JwsAlgorithm algorithm, RSAParameters parameters)
        : base(id, algorithm)
    {
        _modulusOctets = parameters.Modulus!.Length;
        _pool = new InstancePool<RSA>(() => RSA.Create(parameters));
    }

    public static bool TryCreate(
        string? id, JwsAlgorithm algorithm, ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent,
        [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        modulus = modulus.TrimStart((byte)0);
        exponent = exponent.TrimStart((byte)0);
        fault = Fault(algorithm, modulus, exponent);
        key = null;
        if (fault is null)
        {
            RsaKey made = new(id, algorithm, new RSAParameters { Modulus = modulus.ToArray(), Exponent = exponent.ToArray() });
            try
            {
                made._pool.Return(made._pool.Rent());
                key = made;
            }
            catch (CryptographicException)
            {
                fault = "this is not an RSA key that the platform can use";
            }
        }

        return key is not null;
    }

    public override bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        // RFC 8017 §8.2.2: a signature is exactly as long as the modulus.
        if (signature.Length != _modulusOctets)
        {
            return false;
        }

        RSA rsa = _pool.Rent();
        bool valid = rsa.VerifyData(input, signature, Algorithm.Hash, RSASignaturePadding.Pkcs1);
        _pool.Return(rsa);
        return valid;
    }

    private static string? Fault(JwsAlgorithm algorithm, ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        int bits = modulus.IsEmpty ? 0 : (modulus.Length * 8) - (byte.LeadingZeroCount(modulus[0]));
        if (bits < MinBits)
        {
            // RFC 7518 §3.3: a key of size 2048 bits or larger MUST be used.
            return $"the RSA key has {bits} bits, and {algorithm.Name} needs at least {MinBits} (RFC 7518 3.3)";
        }

        // With the exponent 1 every message is its own signature.
        bool usable = exponent.Length > 1 || (exponent.Length == 1 && exponent[0] >= 3);
        return usable && (exponent[^1] & 1) == 1 && (modulus[^1] & 1) == 1 ? null : "the RSA key has no usable modulus and exponent";
    }
}
