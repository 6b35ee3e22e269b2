using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Hosts;

/// <summary>An edge in this process, listening on free ports: HTTP/1.1, HTTP/2 in clear text, and both over TLS.</summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    // Endpoints of one scheme are told apart by their address: all of 127/8 is loopback.
    private const string Http2Address = "127.0.0.2";

    private static readonly string[] Defaults =
    [
        "--Kestrel:Endpoints:Plain:Url=http://127.0.0.1:0",
        "--Kestrel:Endpoints:PlainHttp2:Url=http://" + Http2Address + ":0",
        "--Kestrel:Endpoints:PlainHttp2:Protocols=Http2",
        "--Kestrel:Endpoints:Tls:Url=https://127.0.0.1:0",
        "--Edge:Times:DrainNotice=00:00:00",
        "--Edge:Times:DrainPace=00:00:00",
    ];

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _http;

    private EdgeHost(WebApplication app, EdgeLog log)
    {
        _app = app;
        Log = log;
        Meter = new EdgeMeter(app.Services.GetRequiredService<IMeterFactory>());
        SocketsHttpHandler handler = new() { ConnectTimeout = Bounded.Limit, UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) =>
            certificate?.GetCertHashString() == TestCertificate.Instance.GetCertHashString();
        _http = new HttpMessageInvoker(handler);
    }

    public EdgeLog Log { get; }

    public EdgeMeter Meter { get; }

    public ConnectionRegistry Connections => _app.Services.GetRequiredService<ConnectionRegistry>();

    public DeflateBudget Budget => _app.Services.GetRequiredService<DeflateBudget>();

    public IServiceProvider Services => _app.Services;

    /// <summary>True when a test provokes what an operator should look at.</summary>
    public bool MayBeTroubled { get; set; }

    public static Task<EdgeHost> StartAsync(params string[] options) => StartAsync(TimeProvider.System, options);

    public static Task<EdgeHost> StartAsync(TimeProvider time, params string[] options) => StartAsync(time, static _ => { }, options);

    /// <summary>Starts an edge.</summary>
    /// <param name="time">Its clock.</param>
    /// <param name="configure">Changes the builder before the edge adds what is its own.</param>
    /// <param name="options">Configuration, as arguments.</param>
    public static async Task<EdgeHost> StartAsync(TimeProvider time, Action<WebApplicationBuilder> configure, params string[] options)
    {
        EdgeLog log = new();
        WebApplication app = EdgeApplication.Build([.. Defaults, .. options], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.AddSingleton(time);
            configure(builder);
            builder.WebHost.ConfigureKestrel(static kestrel =>
                kestrel.ConfigureHttpsDefaults(static https => https.ServerCertificate = TestCertificate.Instance));
        });
        EdgeHost host = new(app, log);
        await app.StartAsync(Bounded.Token);
        return host;
    }

    /// <summary>The base address on a road.</summary>
    public Uri Address(Road road) => new(_app.Urls.Single(url => road switch
    {
        Road.Http1 => url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal),
        Road.Http2 => url.StartsWith("http://" + Http2Address, StringComparison.Ordinal),
        _ => url.StartsWith("https://", StringComparison.Ordinal),
    }));

    /// <summary>An open WebSocket, on the echo route unless said otherwise.</summary>
    public async Task<WebSocketClient> OpenAsync(Road road = Road.Http1, string? offer = null, string path = "/echo", int? receiveBufferOctets = null)
    {
        if (road is Road.Http2 or Road.TlsHttp2)
        {
            return await OpenHttp2Async(road, offer, path);
        }

        WebSocketClient client = road == Road.Http1 ? await ConnectAsync(receiveBufferOctets) : await ConnectTlsAsync(receiveBufferOctets);
        await client.SendAsync(Requests.Make($"GET {path} HTTP/1.1", offer is null ? [] : ["Sec-WebSocket-Extensions: " + offer]));
        HttpAnswer answer = await client.ReceiveAnswerAsync();
        Assert.Equal(101, answer.Status);
        client.Extensions = answer["Sec-WebSocket-Extensions"];
        return client;
    }

    /// <summary>A TCP connection to the HTTP/1.1 endpoint, nothing sent yet.</summary>
    public async Task<WebSocketClient> ConnectAsync(int? receiveBufferOctets = null)
    {
        Socket socket = await ConnectSocketAsync(Address(Road.Http1), receiveBufferOctets);
        return new WebSocketClient(new NetworkStream(socket, ownsSocket: true), socket);
    }

    /// <summary>Sends a request to the HTTP/1.1 endpoint and gets the answer.</summary>
    public async Task<HttpAnswer> AskAsync(byte[] request)
    {
        await using WebSocketClient client = await ConnectAsync();
        await client.SendAsync(request);
        return await client.ReceiveAnswerAsync();
    }

    /// <summary>An extended CONNECT (RFC 8441 §4); the caller disposes of the answer.</summary>
    public async Task<HttpResponseMessage> AskHttp2Async(Road road = Road.Http2, string path = "/echo", string? protocol = "websocket", params string[] headers)
    {
        using HttpRequestMessage request = new(protocol is null ? HttpMethod.Get : HttpMethod.Connect, new Uri(Address(road), path));
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.Protocol = protocol;
        foreach (string header in headers)
        {
            string[] parts = header.Split(": ", 2);
            Assert.True(request.Headers.TryAddWithoutValidation(parts[0], parts[1]));
        }

        return await _http.SendAsync(request, Bounded.Token);
    }

    /// <summary>Waits until so many connections have ended, and returns how: see <see cref="EdgeMeter.Ended"/>.</summary>
    public async Task<IReadOnlyList<string>> EndedAsync(int count)
    {
        await Bounded.UntilAsync(() => Log.Ended.Count >= count && Connections.Count == 0, $"the end of {count} connections");
        Assert.Equal(count, Log.Ended.Count);
        Assert.Equal(count, Meter.Ended.Count);
        return Meter.Ended;
    }

    public async Task StopAsync()
    {
        try
        {
            await _app.StopAsync(CancellationToken.None).WaitAsync(Bounded.Limit);
        }
        catch (TimeoutException)
        {
            string left = $"{Connections.Count} connections, {Services.GetRequiredService<SocketTransport>().Count} sockets";
            throw new TimeoutException($"The edge does not stop; it has {left}. It logged:\n{Log.All}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await StopAsync();
        await _app.DisposeAsync().AsTask().WaitAsync(Bounded.Limit);
        Meter.Dispose();
        Assert.True(MayBeTroubled || Log.Troubles.Count == 0, "The edge logged trouble: " + string.Join('\n', Log.Troubles));
    }

    private async Task<WebSocketClient> OpenHttp2Async(Road road, string? offer, string path)
    {
        string[] headers = offer is null ? ["Sec-WebSocket-Version: 13"] : ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Extensions: " + offer];
        HttpResponseMessage answer = await AskHttp2Async(road, path, headers: headers);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpVersion.Version20, answer.Version);
        return new WebSocketClient(await answer.Content.ReadAsStreamAsync(Bounded.Token))
        {
            Extensions = answer.Headers.TryGetValues("Sec-WebSocket-Extensions", out IEnumerable<string>? values) ? string.Join(", ", values) : null,
        };
    }

    private async Task<WebSocketClient> ConnectTlsAsync(int? receiveBufferOctets)
    {
        Socket socket = await ConnectSocketAsync(Address(Road.TlsHttp1), receiveBufferOctets);
        SslStream tls = new(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                ApplicationProtocols = [SslApplicationProtocol.Http11],
                RemoteCertificateValidationCallback = static (_, certificate, _, _) =>
                    certificate?.GetCertHashString() == TestCertificate.Instance.GetCertHashString(),
            },
            Bounded.Token);
        return new WebSocketClient(tls, socket);
    }

    private static async Task<Socket> ConnectSocketAsync(Uri address, int? receiveBufferOctets)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferOctets is { } octets)
        {
            socket.ReceiveBufferSize = octets;
        }

        await socket.ConnectAsync(IPEndPoint.Parse(address.Authority), Bounded.Token);
        return socket;
    }
}
