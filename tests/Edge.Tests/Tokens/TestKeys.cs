using System.Security.Cryptography;
using System.Text;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>Keys to check with, made without files.</summary>
internal static class TestKeys
{
    public static VerificationKey Hmac(string algorithm, byte[] secret, string? id = null)
    {
        Assert.True(HmacKey.TryCreate(id, JwsAlgorithm.Find(algorithm)!, secret, out VerificationKey? key, out string? fault), fault);
        return key;
    }

    public static VerificationKey Hmac(string algorithm = "HS256", string? id = null) => Hmac(algorithm, Encoding.UTF8.GetBytes(TokenMaker.Secret), id);

    public static VerificationKey Of(RSA rsa, string algorithm, string? id = null)
    {
        RSAParameters parameters = rsa.ExportParameters(false);
        Assert.True(RsaKey.TryCreate(id, JwsAlgorithm.Find(algorithm)!, parameters.Modulus, parameters.Exponent, out VerificationKey? key, out string? fault), fault);
        return key;
    }

    public static VerificationKey Of(ECDsa ecdsa, string algorithm, string? id = null)
    {
        ECPoint q = ecdsa.ExportParameters(false).Q;
        Assert.True(EcdsaKey.TryCreate(id, JwsAlgorithm.Find(algorithm)!, q.X!, q.Y!, out VerificationKey? key, out string? fault), fault);
        return key;
    }

    /// <summary>The keys of a JWK set without faults.</summary>
    public static IReadOnlyList<VerificationKey> OfSet(string json)
    {
        (List<VerificationKey> keys, List<string> faults) = ReadSet(json);
        Assert.Empty(faults);
        return keys;
    }

    public static (List<VerificationKey> Keys, List<string> Faults) ReadSet(string json)
    {
        List<VerificationKey> keys = [];
        List<string> faults = [];
        JwkSetReader.Read(Encoding.UTF8.GetBytes(json), keys, faults);
        return (keys, faults);
    }
}
