using System.Text;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class ClientHandshakeTests
{
    // RFC 6455 §1.3: the octets of the example's key.
    private static readonly byte[] KeyOctets = "the sample nonce"u8.ToArray();

    private static readonly ClientHandshakeOptions Options = new()
    {
        Host = "server.example.com",
        Target = "/chat?x=1",
        Origin = "http://example.com",
        Subprotocols = ["a", "b"],
        Deflate = new DeflateOffer(ServerMaxWindowBits: 12, ClientMaxWindowBits: 15),
        Headers = [new("Authorization", "Bearer x")],
    };

    [Fact]
    public void ToOctets_AllOptions_IsTheRequest() =>
        Assert.Equal(
            "GET /chat?x=1 HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: http://example.com\r\n"
            + "Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12; client_max_window_bits\r\n"
            + "Authorization: Bearer x\r\n\r\n",
            Encoding.Latin1.GetString(new ClientHandshake(KeyOctets, Options).ToOctets()));

    [Fact]
    public void ToOctets_NoOptions_IsTheShortestRequest() =>
        Assert.Equal(
            "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            Encoding.Latin1.GetString(new ClientHandshake(KeyOctets, new ClientHandshakeOptions { Host = "h" }).ToOctets()));

    [Theory]
    [InlineData("", null)]
    [InlineData("Upgrade: WebSocket", null)]
    [InlineData("Connection: keep-alive|+Connection: upgrade", null)]
    [InlineData("Sec-WebSocket-Protocol: b", "b")]
    public void Evaluate_ValidAnswer_Opens(string edits, string? subprotocol)
    {
        ClientHandshakeResult result = new ClientHandshake(KeyOctets, Options).Evaluate(Answer("HTTP/1.1 101 Switching Protocols", edits));

        Assert.Equal(new ClientHandshakeResult.Opened(subprotocol, null), result);
    }

    [Theory]
    [MemberData(nameof(BrokenHandshakes.Answers), MemberType = typeof(BrokenHandshakes))]
    public void Evaluate_BrokenAnswer_FailsByItsRule(HandshakeRule rule, string statusLine, string edits)
    {
        ClientHandshakeResult result = new ClientHandshake(KeyOctets, Options).Evaluate(Answer(statusLine, edits));

        Assert.Equal(new ClientHandshakeResult.Failed(rule, HandshakeRules.Row(rule).Text), result);
    }

    // Both roles and both texts: client -> octets -> server -> octets -> client.
    [Fact]
    public void Evaluate_AnswerOfOurServer_OpensWithWhatTheServerAgreedOn()
    {
        ClientHandshake client = new(KeyOctets, Options);
        HttpHead.ReadRequest(client.ToOctets(), HttpHeadLimits.Default, out HandshakeRequest? request);
        HandshakeResult.Accepted accepted = Assert.IsType<HandshakeResult.Accepted>(ServerHandshake.Evaluate(
            request!, new ServerHandshakeOptions { Subprotocols = ["b"], Deflate = new DeflatePolicy { ClientMaxWindowBits = 9 } }));
        HttpHead.ReadResponse(HandshakeResponse.ToOctets(accepted), HttpHeadLimits.Default, out HttpResponseHead? response);

        ClientHandshakeResult result = client.Evaluate(response!);

        Assert.Equal(new ClientHandshakeResult.Opened("b", new DeflateParameters(false, false, 12, 9)), result);
        Assert.Equal(new ClientHandshakeResult.Opened(accepted.Subprotocol, accepted.Deflate), result);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    public void Constructor_KeyNotOf16Octets_Throws(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClientHandshake(new byte[length], Options));

    public static TheoryData<string, ClientHandshakeOptions> InvalidOptions { get; } = new()
    {
        { "host with line end", Options with { Host = "h\r\nX: y" } },
        { "empty host", Options with { Host = "" } },
        { "relative target", Options with { Target = "chat" } },
        { "target with fragment", Options with { Target = "/a#b" } },
        { "target with space", Options with { Target = "/a b" } },
        { "origin with line end", Options with { Origin = "x\ny" } },
        { "subprotocol no token", Options with { Subprotocols = ["a b"] } },
        { "subprotocol twice", Options with { Subprotocols = ["a", "a"] } },
        { "client window of 8", Options with { Deflate = new DeflateOffer(ClientMaxWindowBits: 8) } },
        { "server window of 16", Options with { Deflate = new DeflateOffer(ServerMaxWindowBits: 16) } },
        { "header name no token", Options with { Headers = [new("X Y", "z")] } },
        { "header value with line end", Options with { Headers = [new("X", "y\r\nZ: z")] } },
        { "header of the handshake", Options with { Headers = [new("sec-websocket-key", "x")] } },
    };

    [Theory]
    [MemberData(nameof(InvalidOptions))]
    public void Constructor_InvalidOption_Throws(string name, ClientHandshakeOptions options)
    {
        Assert.NotEmpty(name);
        Assert.Throws<ArgumentException>(() => new ClientHandshake(KeyOctets, options));
    }

    private static HttpResponseHead Answer(string statusLine, string edits)
    {
        const string base101 = "-Host|-Sec-WebSocket-Key|-Sec-WebSocket-Version|+Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=|";
        HeaderFields headers = Requests.Make(Requests.Get, base101 + edits).Headers;
        string head = statusLine + "\r\n" + HandshakeResultTests.Text(headers).Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n\r\n";
        HttpHeadRead read = HttpHead.ReadResponse(Encoding.Latin1.GetBytes(head), HttpHeadLimits.Default, out HttpResponseHead? response);
        Assert.Equal(HttpHeadState.Done, read.State);
        return response!;
    }
}
