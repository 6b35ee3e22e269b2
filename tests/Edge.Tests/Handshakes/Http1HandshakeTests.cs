using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Handshakes;

public sealed class Http1HandshakeTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private const string Get = "GET /echo HTTP/1.1";

    private readonly EdgeHost _edge = fixture.Edge;

    [Fact]
    public async Task Request_Received_Valid_IsAnsweredBy101WithItsProof()
    {
        HttpAnswer answer = await _edge.AskAsync(Requests.Make());

        Assert.Equal(101, answer.Status);
        Assert.Equal("websocket", answer["Upgrade"]);
        Assert.Equal("Upgrade", answer["Connection"]);
        Assert.Equal(Requests.Accept, answer["Sec-WebSocket-Accept"]);
        Assert.Null(answer["Sec-WebSocket-Extensions"]);
        Assert.Null(answer["Sec-WebSocket-Protocol"]);
        Assert.Null(answer["Content-Length"]);
        Assert.Null(answer["Transfer-Encoding"]);
        Assert.Null(answer["Server"]);
    }

    [Theory]
    [InlineData("Connection: keep-alive, Upgrade")]
    [InlineData("Connection: ,keep-alive , upgrade,")]
    [InlineData("Upgrade: WebSocket")]
    [InlineData("Upgrade: h2c, websocket")]
    [InlineData("Content-Length: 0")]
    [InlineData("Origin: https://anywhere.example")]
    [InlineData("Sec-WebSocket-Protocol: chat")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==")] // non-zero bits behind the 16th octet (RFC 4648 §3.5)
    public async Task Request_Received_UnusualButValid_IsAccepted(string edit) =>
        Assert.Equal(101, (await _edge.AskAsync(Requests.Make(Get, edit))).Status);

    [Theory]
    [InlineData(Get, "-Upgrade", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "Upgrade: websocketx", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "-Connection", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "Connection: keep-alive", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "-Sec-WebSocket-Key", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "Sec-WebSocket-Key: AAAA", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "Sec-WebSocket-Key: " + Requests.Key + "\r\nSec-WebSocket-Key: " + Requests.Key, 400, "(RFC 6455 11.3.1)")]
    [InlineData(Get, "-Sec-WebSocket-Version", 400, "(RFC 6455 4.2.1)")]
    [InlineData(Get, "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13", 400, "(RFC 6455 11.3.5)")]
    [InlineData(Get, "Sec-WebSocket-Version: 12", 426, "(RFC 6455 4.2.2)")]
    [InlineData(Get, "Sec-WebSocket-Version: 25, 13", 426, "(RFC 6455 4.2.2)")]
    [InlineData(Get, "Sec-WebSocket-Protocol: a, b c", 400, "(RFC 6455 4.1)")]
    [InlineData(Get, "Sec-WebSocket-Protocol: a, a", 400, "(RFC 6455 4.1)")]
    [InlineData(Get, "Sec-WebSocket-Extensions: permessage-deflate; =", 400, "(RFC 6455 9.1)")]
    [InlineData(Get, "Content-Length: 4", 400, "(RFC 9110 9.3.1)")]
    [InlineData("GET /echo HTTP/1.0", "Upgrade: websocket", 400, "(RFC 6455 4.2.1)")]
    [InlineData("POST /echo HTTP/1.1", "Content-Length: 0", 405, "(RFC 6455 4.2.1)")]
    [InlineData("GET /nowhere HTTP/1.1", "Upgrade: websocket", 404, "(RFC 6455 4.2.2)")]
    [InlineData("GET /echo/ HTTP/1.1 ", "Upgrade: websocket", 400, "")] // Kestrel's own: not a request line
    [InlineData(Get, "-Host", 400, "")] // Kestrel's own
    public async Task Request_Received_Broken_IsRefusedByARuleWithItsSection(string line, string edit, int status, string section)
    {
        HttpAnswer answer = await _edge.AskAsync(Requests.Make(line, edit));

        Assert.Equal(status, answer.Status);
        Assert.EndsWith(section, answer.Body.TrimEnd('\n'), StringComparison.Ordinal);
    }

    // RFC 6455 §4.4: the server names the versions that it speaks.
    [Theory]
    [InlineData("Sec-WebSocket-Version: 8", 426)]
    [InlineData("-Sec-WebSocket-Version", 400)]
    public async Task Request_Received_OtherVersion_IsToldThatItIs13(string edit, int status)
    {
        HttpAnswer answer = await _edge.AskAsync(Requests.Make(Get, edit));

        Assert.Equal(status, answer.Status);
        Assert.Equal("13", answer["Sec-WebSocket-Version"]);
    }

    // RFC 9110 §15.5.22: a 426 must name the protocols to upgrade to.
    [Fact]
    public async Task Request_Received_OtherVersion_NamesTheUpgrade() =>
        Assert.Equal("websocket", (await _edge.AskAsync(Requests.Make(Get, "Sec-WebSocket-Version: 8")))["Upgrade"]);

    [Fact]
    public async Task Request_Received_Post_IsToldWhatIsAllowed() =>
        Assert.Equal("GET", (await _edge.AskAsync(Requests.Make("POST /echo HTTP/1.1", "Content-Length: 0")))["Allow"]);

    [Fact]
    public async Task Refusal_Sent_Any_IsPlainText() =>
        Assert.Equal("text/plain; charset=utf-8", (await _edge.AskAsync(Requests.Make(Get, "-Upgrade")))["Content-Type"]);

    [Fact]
    public async Task Refusal_Sent_Any_IsCountedByItsRule()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();

        await edge.AskAsync(Requests.Make(Get, "-Sec-WebSocket-Key"));

        Assert.Equal(["route=/echo rule=KeyMissing"], edge.Meter.Tags("stratus.handshakes.refused"));
        Assert.Equal(0, edge.Connections.Count);
    }

    // The refused request's connection stays usable: HTTP/1.1 is persistent.
    [Fact]
    public async Task Request_Received_AfterARefusal_IsAccepted()
    {
        await using WebSocketClient client = await _edge.ConnectAsync();
        await client.SendAsync(Requests.Make(Get, "-Upgrade"));
        Assert.Equal(400, (await client.ReceiveAnswerAsync()).Status);

        await client.SendAsync(Requests.Make());

        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        Assert.Equal("x", (await client.EchoAsync(ClientFrames.Text("x"))).Text);
    }

    [Fact]
    public async Task Request_Received_OneOctetAtATime_IsAccepted()
    {
        await using WebSocketClient client = await _edge.ConnectAsync();
        foreach (byte octet in Requests.Make())
        {
            await client.SendAsync([octet]);
        }

        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
    }

    [Fact]
    public async Task Request_Received_HalfOnly_IsDroppedWhenItsTimeIsUp()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Times:Handshake=00:00:02");
        await using WebSocketClient client = await edge.ConnectAsync();

        await client.SendAsync(Requests.Make()[..^2]);

        Assert.Equal(408, (await client.ReceiveAnswerAsync()).Status);
        await client.AssertEndAsync();
    }
}
