using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// A public key in PEM (RFC 7468): the first block counts. A certificate is only a wrapping: the configuration trusts the key
/// in it, so that neither its dates nor its issuer matter.
/// </summary>
internal static class PemKeyReader
{
    public static bool TryRead(
        string? id, JwsAlgorithm algorithm, ReadOnlySpan<byte> file, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        key = null;
        string text = Encoding.UTF8.GetString(file);
        if (!PemEncoding.TryFind(text, out PemFields pem))
        {
            fault = "the file holds no PEM block";
            return false;
        }

        string label = text[pem.Label];
        try
        {
            using AsymmetricAlgorithm? found = Read(label, Convert.FromBase64String(text[pem.Base64Data]), algorithm.Family);
            return found switch
            {
                RSA rsa => TryRead(id, algorithm, rsa, out key, out fault),
                ECDsa ecdsa => TryRead(id, algorithm, ecdsa, out key, out fault),
                _ => Refuse(label, algorithm, out fault),
            };
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            fault = $"the PEM block '{label}' cannot be read as a key for {algorithm.Name}";
            return false;
        }
    }

    private static AsymmetricAlgorithm? Read(string label, byte[] der, JwsFamily family)
    {
        switch (label)
        {
            case "PUBLIC KEY":
                return Read(PublicKey.CreateFromSubjectPublicKeyInfo(der, out _), family);
            case "CERTIFICATE":
                using (X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der))
                {
                    return Read(certificate.PublicKey, family);
                }

            case "RSA PUBLIC KEY" when family == JwsFamily.Rsa:
                RSA rsa = RSA.Create();
                rsa.ImportRSAPublicKey(der, out _);
                return rsa;
            default:
                return null;
        }
    }

    // Null when the key is of another kind.
    private static AsymmetricAlgorithm? Read(PublicKey key, JwsFamily family) =>
        family == JwsFamily.Rsa ? key.GetRSAPublicKey() : key.GetECDsaPublicKey();

    private static bool TryRead(
        string? id, JwsAlgorithm algorithm, RSA rsa, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        RSAParameters parameters = rsa.ExportParameters(includePrivateParameters: false);
        return RsaKey.TryCreate(id, algorithm, parameters.Modulus, parameters.Exponent, out key, out fault);
    }

    private static bool TryRead(
        string? id, JwsAlgorithm algorithm, ECDsa ecdsa, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        ECParameters parameters = ecdsa.ExportParameters(includePrivateParameters: false);
        if (parameters.Curve is not { IsNamed: true, Oid.Value: { } curve } || curve != algorithm.CurveOid)
        {
            key = null;
            fault = $"the key is of another curve, and {algorithm.Name} needs {algorithm.Curve}";
            return false;
        }

        return EcdsaKey.TryCreate(id, algorithm, parameters.Q.X!, parameters.Q.Y!, out key, out fault);
    }

    private static bool Refuse(string label, JwsAlgorithm algorithm, out string fault)
    {
        fault = label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)
            ? "the file holds a private key: only whoever issues tokens should have it; give the public key"
            : $"the PEM block '{label}' holds no {(algorithm.Family == JwsFamily.Rsa ? "RSA" : "elliptic curve")} public key, which {algorithm.Name} needs";
        return false;
    }
}
