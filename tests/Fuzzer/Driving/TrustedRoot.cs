using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>A PEM root certificate that is trusted in place of the system's.</summary>
internal sealed class TrustedRoot(X509Certificate2 root)
{
    public static TrustedRoot FromFile(string path) => new(X509CertificateLoader.LoadCertificateFromFile(path));

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
        {
            return false;
        }

        using X509Chain own = new();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(root);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (chain is not null)
        {
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        }

        return own.Build(certificate as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }
}
