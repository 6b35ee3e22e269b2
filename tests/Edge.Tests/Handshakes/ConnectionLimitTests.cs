using System.Net;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Handshakes;

public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task Request_Received_AboveTheLimit_IsAnsweredBy503WithRetryAfter()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxConnections=2");
        await using WebSocketClient first = await edge.OpenAsync();
        await using WebSocketClient second = await edge.OpenAsync(Road.Http2);

        HttpAnswer http1 = await edge.AskAsync(Requests.Make());
        using HttpResponseMessage http2 = await edge.AskHttp2Async(headers: "Sec-WebSocket-Version: 13");

        Assert.Equal(503, http1.Status);
        Assert.Equal("1", http1["Retry-After"]);
        Assert.Contains("Edge:Limits:MaxConnections", http1.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, http2.StatusCode);
        Assert.Equal(2, edge.Connections.Count);
        Assert.Equal(2, edge.Meter.Sum("stratus.handshakes.refused", "rule=Full"));
    }

    [Fact]
    public async Task Request_Received_AfterAnotherEnded_TakesItsPlace()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxConnections=1");
        await using WebSocketClient first = await edge.OpenAsync();
        await first.SendAsync(ClientFrames.Close(1000));
        await first.ReceiveCloseAsync();
        await edge.EndedAsync(1);

        await using WebSocketClient second = await edge.OpenAsync();

        Assert.Equal("x", (await second.EchoAsync(ClientFrames.Text("x"))).Text);
    }

    // Plain HTTP is no connection in this sense: a full edge still says how it is.
    [Fact]
    public async Task Healthz_Asked_OfAFullEdge_IsAnswered()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxConnections=1");
        await using WebSocketClient first = await edge.OpenAsync();

        HttpAnswer answer = await edge.AskAsync(Requests.Make("GET /healthz HTTP/1.1", "-Upgrade", "-Connection"));

        Assert.Equal(200, answer.Status);
    }
}
