using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Testee;

/// <summary>A fuzzing server as its client sees it: three kinds of paths to connect to.</summary>
internal sealed class FuzzingServer(ClientOptions options)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // Both client parameters are named, so that the fuzzer may ask for either (RFC 7692 §7.1.1.2, §7.1.2.2).
    private static readonly DeflateOffer Offer = new(ClientNoContextTakeover: true, ClientMaxWindowBits: 15);

    private readonly string _agent = Uri.EscapeDataString(options.Agent);

    /// <summary>The messages of a path that only tells.</summary>
    public async Task<IReadOnlyList<string>> ListenAsync(string path)
    {
        List<string> messages = [];
        await RunAsync(path, (_, _) => new TextSink(messages));
        return messages;
    }

    public Task<IReadOnlyList<string>> UpdateReportsAsync() => ListenAsync($"/updateReports?agent={_agent}");

    public Task<ConnectionEnd> RunCaseAsync(int number) =>
        RunAsync($"/runCase?case={number}&agent={_agent}", static (connection, output) => new EchoSink<BufferOutput>(connection, new BufferOutput(output)));

    private async Task<ConnectionEnd> RunAsync<TSink>(string path, Func<WebSocketConnection, OutputBuffer, TSink> makeSink)
        where TSink : struct, IConnectionSink
    {
        await using Link link = await ConnectAsync();
        ClientHandshakeResult result = await Opening.RequestAsync(link, MakeHandshake(path));
        if (result is not ClientHandshakeResult.Opened opened)
        {
            // RFC 6455 §4.1: a client that finds a rule broken drops the connection.
            throw new IOException(((ClientHandshakeResult.Failed)result).Reason);
        }

        OutputBuffer output = new();
        WebSocketConnection connection = new(
            new WebSocketConnectionOptions { Role = WebSocketRole.Client, Deflate = opened.Deflate, MaskingKeys = NextMaskingKey }, Clock.Now());
        return await new Pump<TSink>(link, connection, makeSink(connection, output), output, Clock.Now).RunAsync(isServer: false);
    }

    private ClientHandshake MakeHandshake(string path) => new(
        RandomNumberGenerator.GetBytes(ClientHandshake.KeyOctets),
        new ClientHandshakeOptions
        {
            Host = options.Url.Authority,
            Target = options.Url.AbsolutePath.TrimEnd('/') + path,
            Deflate = WebSocketConnection.IsDeflateAvailable ? Offer : null,
        });

    private async Task<Link> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using CancellationTokenSource timeout = new(ConnectTimeout);
            await socket.ConnectAsync(options.Url.IdnHost, options.Url.Port, timeout.Token);
            Stream stream = new NetworkStream(socket);
            return new Link(socket, options.Url.Scheme == "wss" ? await SecureAsync(stream, timeout.Token) : stream);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                OperationCanceledException => new UnreachableException($"no connection within {ConnectTimeout.TotalSeconds} s", e),
                SocketException or IOException or AuthenticationException => new UnreachableException(e.Message, e),
                _ => e,
            };
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream, CancellationToken cancel)
    {
        SslClientAuthenticationOptions tls = new() { TargetHost = options.Url.IdnHost };
        if (options.Root is { } root)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { root },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        SslStream secure = new(stream);
        await secure.AuthenticateAsClientAsync(tls, cancel);
        return secure;
    }

    // RFC 6455 §5.3: unpredictable, and new for every frame.
    private static uint NextMaskingKey()
    {
        uint key = 0;
        RandomNumberGenerator.Fill(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<uint>(ref key)));
        return key;
    }
}
