using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>What is not for the event loops is Kestrel's, and answered as if there were none.</summary>
public sealed class HandOverTests(TwoEdges edges) : IClassFixture<TwoEdges>
{
    private const string Host = "Host: edge.test\r\n";
    private const string Key = "X-API-Key: for-tests-0123456789\r\n";

    private static readonly Dictionary<string, byte[]> Requested = new()
    {
        ["probe"] = Octets($"GET /healthz HTTP/1.1\r\n{Host}\r\n"),
        ["probe that closes"] = Octets($"GET /healthz HTTP/1.1\r\n{Host}Connection: close\r\n\r\n"),
        ["HEAD"] = Octets($"HEAD /nowhere HTTP/1.1\r\n{Host}Connection: close\r\n\r\n"),
        ["API without key"] = Octets($"POST /api/publish HTTP/1.1\r\n{Host}Content-Length: 2\r\n\r\n{{}}"),
        ["API with a key"] = Octets($"POST /api/publish HTTP/1.1\r\n{Host}{Key}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"),
        ["API in chunks"] = Octets($"POST /api/publish HTTP/1.1\r\n{Host}{Key}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"),
        ["no such page"] = Octets($"GET /nowhere HTTP/1.1\r\n{Host}\r\n"),
        ["no upgrade"] = Octets($"GET /echo HTTP/1.1\r\n{Host}\r\n"),
        ["POST upgrade"] = Requests.Make("POST /echo HTTP/1.1"),
        ["HTTP/1.0 upgrade"] = Requests.Make("GET /echo HTTP/1.0"),
        ["HTTP/2.0 upgrade"] = Requests.Make("GET /echo HTTP/2.0"),
        ["absolute form"] = Requests.Make("GET http://edge.test/echo HTTP/1.1"),
        ["asterisk form"] = Octets($"OPTIONS * HTTP/1.1\r\n{Host}\r\n"),
        ["trailing slash"] = Requests.Make("GET /echo/ HTTP/1.1"),
        ["other case"] = Requests.Make("GET /ECHO HTTP/1.1"),
        ["escaped path"] = Requests.Make("GET /%65cho HTTP/1.1"),
        ["dots in the path"] = Requests.Make("GET /x/../echo HTTP/1.1"),
        ["query"] = Requests.Make("GET /echo?x=%20y HTTP/1.1"),
        ["empty query"] = Requests.Make("GET /echo? HTTP/1.1"),
        ["fragment"] = Requests.Make("GET /echo#x HTTP/1.1"),
        ["lower-case method"] = Requests.Make("get /echo HTTP/1.1"),
        ["two spaces"] = Requests.Make("GET  /echo HTTP/1.1"),
        ["space behind the version"] = Requests.Make("GET /echo HTTP/1.1 "),
        ["empty line first"] = [.. "\r\n"u8, .. Requests.Make()],
        ["upgrade"] = Requests.Make(),
        ["upgrade with compression"] = Requests.Make(edits: "Sec-WebSocket-Extensions: permessage-deflate"),
        ["upgrade with a subprotocol"] = Requests.Make(edits: "Sec-WebSocket-Protocol: nonsense"),
        ["version 12"] = Requests.Make(edits: "Sec-WebSocket-Version: 12"),
        ["no version"] = Requests.Make(edits: "-Sec-WebSocket-Version"),
        ["bad key"] = Requests.Make(edits: "Sec-WebSocket-Key: short"),
        ["no key"] = Requests.Make(edits: "-Sec-WebSocket-Key"),
        ["two keys"] = Requests.Make(edits: ["Sec-WebSocket-Key: " + Requests.Key + "\r\nSec-WebSocket-Key: " + Requests.Key]),
        ["no host"] = Requests.Make(edits: "-Host"),
        ["empty host"] = Requests.Make(edits: "Host:"),
        ["bad host"] = Requests.Make(edits: "Host: a b"),
        ["upgrade with a body"] = [.. Requests.Make(edits: "Content-Length: 3"), .. "abc"u8],
        ["upgrade with an empty body"] = Requests.Make(edits: "Content-Length: 0"),
        ["upgrade in chunks"] = [.. Requests.Make(edits: "Transfer-Encoding: chunked"), .. "0\r\n\r\n"u8],
        ["bare line feeds"] = Octets(Encoding.Latin1.GetString(Requests.Make()).Replace("\r\n", "\n", StringComparison.Ordinal)),
        ["header without a name"] = Requests.Make(edits: ": x"),
        ["header without a colon"] = Requests.Make(edits: "nonsense"),
        ["space before a colon"] = Requests.Make(edits: "X-Space : x"),
        ["folded header"] = Requests.Make(edits: "X-Folded: x\r\n y"),
        ["NUL in a header"] = Requests.Make(edits: "X-Nul: \0"),
        ["other upgrade"] = Requests.Make(edits: "Upgrade: h2c"),
        ["two upgrades"] = Requests.Make(edits: "Upgrade: h2c, websocket"),
        ["no connection header"] = Requests.Make(edits: "-Connection"),
        ["more headers than may be"] = Requests.Make(edits: [.. Enumerable.Range(0, 120).Select(static i => $"X-{i}: x")]),
        ["garbage"] = Octets("garbage\r\n\r\n"),
        ["garbage behind GET"] = Octets("GET \u00FF\r\n\r\n"),
        ["HTTP/0.9"] = Octets("GET /echo\r\n\r\n"),
        ["HTTP/2 preface"] = Octets("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ["TLS"] = [0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3, (byte)'\r', (byte)'\n'],
    };

    public static TheoryData<string> Names => [.. Requested.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_OnEventLoops_IsAnsweredAsByKestrel(string name)
    {
        string answer = await AnswerAsync(edges.Loops, Requested[name]);

        Assert.Equal(await AnswerAsync(edges.Kestrel, Requested[name]), answer);
    }

    // The head in two pieces, wherever it becomes clear whose it is.
    [Theory]
    [InlineData("probe")]
    [InlineData("trailing slash")]
    [InlineData("HTTP/1.0 upgrade")]
    [InlineData("bad key")]
    public async Task Request_SplitAtEveryPlace_IsAnsweredAsByKestrel(string name)
    {
        byte[] request = Requested[name];
        string whole = await AnswerAsync(edges.Kestrel, request);
        for (int split = 1; split < request.Length; split++)
        {
            await using WebSocketClient client = await edges.Loops.ConnectAsync();
            await client.SendAsync(request[..split]);
            await LoopPass.WaitAsync(edges.Loops.Services.GetRequiredService<SocketTransport>().Loops.First);
            await client.SendAsync(request[split..]);

            Assert.Equal(whole, Text(await client.ReceiveAnswerAsync()));
        }
    }

    [Fact]
    public async Task Requests_OnOneConnection_AreAnsweredAndThenAWebSocketOpens()
    {
        await using WebSocketClient client = await edges.Loops.ConnectAsync();
        for (int i = 0; i < 3; i++)
        {
            await client.SendAsync(Requested["probe"]);
            Assert.Equal("healthy\n", (await client.ReceiveAnswerAsync()).Body);
        }

        await client.SendAsync(Requested["API with a key"]);
        Assert.Equal(200, (await client.ReceiveAnswerAsync()).Status);
        await client.SendAsync(Requests.Make());
        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        await LoopEdge.AssertServedAsync(client);
        await Bounded.UntilAsync(() => edges.Loops.Connections.Count == 1, "those of other tests are gone");
    }

    [Fact]
    public async Task Requests_InOnePacket_AreAnsweredAndThenAWebSocketOpens()
    {
        await using WebSocketClient client = await edges.Loops.ConnectAsync();

        await client.SendAsync(Requested["probe"], Requested["no such page"], Requests.Make(), ClientFrames.Text("behind"));

        Assert.Equal(200, (await client.ReceiveAnswerAsync()).Status);
        Assert.Equal(404, (await client.ReceiveAnswerAsync()).Status);
        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        Assert.Equal("behind", (await client.ReceiveAsync()).Text);
    }

    private static async Task<string> AnswerAsync(EdgeHost edge, byte[] request)
    {
        await using WebSocketClient client = await edge.ConnectAsync();
        await client.SendAsync(request);
        try
        {
            return Text(await client.ReceiveAnswerAsync());
        }
        catch (EndOfStreamException end)
        {
            return end.Message;
        }
    }

    private static string Text(HttpAnswer answer) => string.Join('\n',
    [
        answer.Status.ToString(CultureInfo.InvariantCulture),
        .. answer.Headers.Where(static h => h.Key != "Date").Select(static h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal),
        answer.Body,
    ]);

    private static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);
}
