using System.Net;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Handshakes;

public sealed class Http2HandshakeTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private const string Version13 = "Sec-WebSocket-Version: 13";

    private readonly EdgeHost _edge = fixture.Edge;

    // RFC 8441 §5: 200, and none of the headers that HTTP/1.1 needs.
    [Fact]
    public async Task Connect_Received_Valid_IsAnsweredBy200WithoutUpgradeHeaders()
    {
        using HttpResponseMessage answer = await _edge.AskHttp2Async(headers: Version13);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Sec-WebSocket-Accept"));
        Assert.False(answer.Headers.Contains("Upgrade"));
        Assert.False(answer.Headers.Contains("Sec-WebSocket-Extensions"));
    }

    [Fact]
    public async Task Connect_Received_ProtocolInCapitals_IsAccepted()
    {
        using HttpResponseMessage answer = await _edge.AskHttp2Async(protocol: "WebSocket", headers: Version13);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/echo", "websocket", "Sec-WebSocket-Version: 12", 400, "(RFC 6455 4.2.2)")]
    [InlineData("/echo", "websocket", "X-Nothing: here", 400, "(RFC 6455 4.2.1)")]
    [InlineData("/echo", "websocket", Version13 + "|Sec-WebSocket-Protocol: a, a", 400, "(RFC 6455 4.1)")]
    [InlineData("/echo", "websocket", Version13 + "|Sec-WebSocket-Extensions: ;", 400, "(RFC 6455 9.1)")]
    [InlineData("/echo", "connect-udp", Version13, 501, "(RFC 9220 3)")]
    [InlineData("/echo", null, Version13, 405, "(RFC 6455 4.2.1)")]
    [InlineData("/nowhere", "websocket", Version13, 404, "(RFC 6455 4.2.2)")]
    public async Task Connect_Received_Broken_IsRefusedByARuleWithItsSection(string path, string? protocol, string headers, int status, string section)
    {
        using HttpResponseMessage answer = await _edge.AskHttp2Async(path: path, protocol: protocol, headers: headers.Split('|'));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.EndsWith(section, (await answer.Content.ReadAsStringAsync(Bounded.Token)).TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 12")]
    [InlineData("X-Nothing: here")]
    public async Task Connect_Received_OtherVersion_IsToldThatItIs13(string header)
    {
        using HttpResponseMessage answer = await _edge.AskHttp2Async(headers: header);

        Assert.Equal(["13"], answer.Headers.GetValues("Sec-WebSocket-Version"));
    }

    [Fact]
    public async Task Get_Received_OnTheEchoRoute_IsToldWhatIsAllowed()
    {
        using HttpResponseMessage answer = await _edge.AskHttp2Async(protocol: null);

        Assert.Equal(["CONNECT"], answer.Content.Headers.Allow);
    }
}
