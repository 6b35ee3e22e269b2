using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Fuzzer.Driving;

namespace Stratus.Realtime.Conformance.Sockets;

/// <summary>One edge on loopback for all tests over sockets: clear-text HTTP/1.1, clear-text HTTP/2, and TLS with both.</summary>
public sealed class RunningEdge : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private WebApplication? _app;

    public Uri Plain { get; private set; } = null!;

    public Uri ClearHttp2 { get; private set; } = null!;

    public Uri Tls { get; private set; } = null!;

    /// <summary>The root to trust over TLS.</summary>
    internal TrustedRoot Root => new(_certificate);

    public async ValueTask InitializeAsync()
    {
        _app = EdgeApplication.Build(["--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft=None"], builder =>
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                X509Certificate2 own = X509CertificateLoader.LoadPkcs12(_certificate.Export(X509ContentType.Pkcs12), null);
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(own));
            }));
        await _app.StartAsync();
        int[] ports = [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port)];
        Plain = new Uri($"ws://127.0.0.1:{ports[0]}/echo");
        ClearHttp2 = new Uri($"ws://127.0.0.1:{ports[1]}/echo");
        Tls = new Uri($"wss://127.0.0.1:{ports[2]}/echo");
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=stratus test root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
