using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class ServerHandshakeTests
{
    private static readonly ServerHandshakeOptions Options = new()
    {
        Origins = OriginPolicy.Allow("https://good.example"),
        Subprotocols = ["chat", "superchat"],
        Deflate = new DeflatePolicy(),
    };

    [Theory]
    [MemberData(nameof(BrokenHandshakes.Requests), MemberType = typeof(BrokenHandshakes))]
    public void Evaluate_BrokenRequest_IsRefusedByItsRule(HandshakeRule rule, string line, string edits)
    {
        HandshakeRequest request = Requests.Make(line, edits);

        HandshakeResult.Refused refused = Assert.IsType<HandshakeResult.Refused>(ServerHandshake.Evaluate(request, Options));

        Assert.Equal(rule, refused.Rule);
        Assert.Equivalent(HandshakeResult.Refuse(rule, request.Version), refused, strict: true);
    }

    // RFC 6455 §1.3: the example's key and its proof.
    [Fact]
    public void Evaluate_ExampleOfTheRfc_IsAcceptedWith101AndItsProof()
    {
        HandshakeRequest request = Requests.Make(Requests.Get, "Origin: https://good.example|Sec-WebSocket-Protocol: chat, superchat");

        HandshakeResult.Accepted accepted = Accepted(request);

        Assert.Equal(101, accepted.Status);
        Assert.Equal(
            "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=|Sec-WebSocket-Protocol: chat",
            HandshakeResultTests.Text(accepted.Headers));
        Assert.Equal("chat", accepted.Subprotocol);
        Assert.Null(accepted.Deflate);
    }

    // RFC 8441 §5: no Upgrade, Connection, key or proof.
    [Fact]
    public void Evaluate_ExtendedConnect_IsAcceptedWith200AndWithoutUpgradeHeaders()
    {
        HandshakeRequest request = Requests.Make(Requests.Connect, "Sec-WebSocket-Protocol: superchat|Sec-WebSocket-Extensions: permessage-deflate");

        HandshakeResult.Accepted accepted = Accepted(request);

        Assert.Equal(200, accepted.Status);
        Assert.Equal("Sec-WebSocket-Protocol: superchat|Sec-WebSocket-Extensions: permessage-deflate", HandshakeResultTests.Text(accepted.Headers));
        Assert.Equal(DeflateParameters.Default, accepted.Deflate);
    }

    [Theory]
    [InlineData("Connection: keep-alive, Upgrade")]
    [InlineData("Connection: keep-alive|+Connection: uPGRADE")]
    [InlineData("Connection: ,keep-alive ,\tupgrade,")]
    [InlineData("Upgrade: WebSocket")]
    [InlineData("Upgrade: h2c, websocket")]
    [InlineData("Upgrade: h2c|+Upgrade: websocket")]
    [InlineData("Content-Length: 0")]
    [InlineData("Sec-WebSocket-Key:  dGhlIHNhbXBsZSBub25jZQ== ")]
    [InlineData("Sec-WebSocket-Key: E7A25F33c728DABHD31ea0==")]
    [InlineData("Sec-WebSocket-Version: 13 ")]
    [InlineData("Sec-WebSocket-Protocol: unknown")]
    [InlineData("Sec-WebSocket-Extensions: x-unknown; a=b; a")]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=08")]
    [InlineData("Origin: HTTPS://Good.Example:443")]
    public void Evaluate_VariantOfAValidRequest_IsAccepted(string edits) => Accepted(Requests.Make(Requests.Get, edits));

    [Theory]
    [InlineData("GET http://server.example.com/chat?a=b HTTP/1.1")]
    [InlineData("GET / HTTP/1.1")]
    public void Evaluate_TargetForm_IsAccepted(string line) => Accepted(Requests.Make(line));

    [Theory]
    [InlineData("superchat, chat", "superchat")]
    [InlineData("other, chat", "chat")]
    [InlineData("CHAT", null)]
    public void Evaluate_SubprotocolsOffered_ChoosesTheClientsFirstThatIsServed(string offered, string? chosen) =>
        Assert.Equal(chosen, Accepted(Requests.Make(Requests.Get, "Sec-WebSocket-Protocol: " + offered)).Subprotocol);

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Evaluate_ManySubprotocols_IsAcceptedUpTo32(int count, bool accepted)
    {
        string offered = string.Join(",", Enumerable.Range(0, count).Select(static i => "p" + i));

        HandshakeResult result = ServerHandshake.Evaluate(Requests.Make(Requests.Get, "Sec-WebSocket-Protocol: " + offered), Options);

        Assert.Equal(accepted, result is HandshakeResult.Accepted);
    }

    [Fact]
    public void Evaluate_DeflateDisabled_IsAcceptedWithoutTheExtension()
    {
        HandshakeRequest request = Requests.Make(Requests.Get, "Sec-WebSocket-Extensions: permessage-deflate");

        HandshakeResult.Accepted accepted = Assert.IsType<HandshakeResult.Accepted>(ServerHandshake.Evaluate(request, new ServerHandshakeOptions()));

        Assert.Null(accepted.Deflate);
        Assert.False(accepted.Headers.Contains("Sec-WebSocket-Extensions"));
    }

    private static HandshakeResult.Accepted Accepted(HandshakeRequest request) =>
        Assert.IsType<HandshakeResult.Accepted>(ServerHandshake.Evaluate(request, Options));
}
