using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>An elliptic curve public key (RFC 7518 §3.4).</summary>
internal sealed class EcdsaKey : VerificationKey
{
    private readonly InstancePool<ECDsa> _pool;

    private EcdsaKey(string? id, JwsAlgorithm algorithm, ECParameters parameters)
        : base(id, algorithm) => _pool = new InstancePool<ECDsa>(() => ECDsa.Create(parameters));

    public static bool TryCreate(
        string? id, JwsAlgorithm algorithm, byte[] x, byte[] y, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        key = null;
        fault = null;

        // RFC 7518 §6.2.1.2: a coordinate has the full size of the curve's field.
        if (x.Length != algorithm.CoordinateOctets || y.Length != algorithm.CoordinateOctets)
        {
            fault = $"the coordinates have {x.Length} and {y.Length} octets; those of {algorithm.Curve} have {algorithm.CoordinateOctets}";
            return false;
        }

        EcdsaKey made = new(id, algorithm, new ECParameters { Curve = ECCurve.CreateFromValue(algorithm.CurveOid), Q = new ECPoint { X = x, Y = y } });
        try
        {
            made._pool.Return(made._pool.Rent());
            key = made;
        }
        catch (CryptographicException)
        {
            fault = $"the key is not a point of the curve {algorithm.Curve}";
        }

        return key is not null;
    }

    public override bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        // RFC 7518 §3.4: r and s, each of the full size. Zero is neither's value: what skips that check accepts anything.
        int octets = Algorithm.CoordinateOctets;
        if (signature.Length != 2 * octets || !signature[..octets].ContainsAnyExcept((byte)0) || !signature[octets..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        ECDsa ecdsa = _pool.Rent();
        bool valid = ecdsa.VerifyData(input, signature, Algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _pool.Return(ecdsa);
        return valid;
    }
}
