using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Draining;

/// <summary>The drain step by step, in this process: stopping the host is what SIGTERM does.</summary>
public sealed class DrainTests
{
    private static readonly byte[] Readyz = Requests.Make("GET /readyz HTTP/1.1", "-Upgrade", "-Connection");
    private static readonly byte[] Healthz = Requests.Make("GET /healthz HTTP/1.1", "-Upgrade", "-Connection");

    [Fact]
    public async Task Edge_DuringTheNotice_IsNotReadyButHealthyAndStillAccepts()
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time, "--Edge:Times:DrainNotice=00:00:10");
        await using WebSocketClient early = await edge.OpenAsync();
        Assert.Equal(200, (await edge.AskAsync(Readyz)).Status);

        Task stopping = edge.StopAsync();
        await Bounded.UntilAsync(() => edge.Log.All.Contains("Draining: not ready", StringComparison.Ordinal), "the drain begins");
        HttpAnswer ready = await edge.AskAsync(Readyz);
        HttpAnswer healthy = await edge.AskAsync(Healthz);
        await using WebSocketClient late = await edge.OpenAsync();
        await using WebSocketClient lateHttp2 = await edge.OpenAsync(Road.Http2);

        Assert.Equal(503, ready.Status);
        Assert.Equal(200, healthy.Status);
        Assert.Equal("x", (await early.EchoAsync(ClientFrames.Text("x"))).Text);
        time.Advance(TimeSpan.FromSeconds(10));
        foreach (WebSocketClient client in (WebSocketClient[])[early, late, lateHttp2])
        {
            Assert.Equal(1001, (await client.ReceiveAsync()).CloseCode);
            await client.SendAsync(ClientFrames.Close(1001));
            await client.AssertEndAsync();
            await client.DisposeAsync(); // Kestrel waits for an HTTP/2 client to drop TCP after GOAWAY
        }

        await stopping;
        Assert.Equal(Enumerable.Repeat("code=1001 end=Closed route=/echo rule=None", 3), await edge.EndedAsync(3));
    }

    [Fact]
    public async Task Edge_AfterTheNotice_AcceptsNoConnection()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient open = await edge.OpenAsync();
        Task stopping = edge.StopAsync();
        Assert.Equal(1001, (await open.ReceiveAsync()).CloseCode);

        await Bounded.UntilAsync(() => IsRefused(edge), "TCP connections are refused");

        await open.SendAsync(ClientFrames.Close(1001));
        await stopping;
    }

    [Fact]
    public async Task Peer_DoesNotAnswerTheClose_IsDroppedAfterCloseTimeout()
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using WebSocketClient client = await edge.OpenAsync();
        await client.EchoAsync(ClientFrames.Text("x"));
        Task stopping = edge.StopAsync();
        Assert.Equal(1001, (await client.ReceiveAsync()).CloseCode);

        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, edge.Connections.Count);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await client.AssertEndAsync();
        await stopping;
        Assert.Equal(["code=1006 end=CloseTimedOut route=/echo rule=None"], await edge.EndedAsync(1));
    }

    // What a peer sends after our close frame is not echoed any more, but its pings are answered and its close is taken.
    [Fact]
    public async Task Peer_SendsOnAfterTheClose_IsNotEchoed()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        Task stopping = edge.StopAsync();
        Assert.Equal(1001, (await client.ReceiveAsync()).CloseCode);

        await client.SendAsync(ClientFrames.Text("late"), ClientFrames.Close(1001));

        await client.AssertEndAsync();
        await stopping;
    }

    // Its close frame cannot be written, and so neither can an answer come: it has no more time than one that stays silent.
    [Fact]
    public async Task Peer_ThatNeverReads_IsDroppedAfterCloseTimeout()
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time, "--Edge:Times:DrainPace=00:05:00"); // the host does not give up before
        await using Http2Client slow = await Http2Client.OpenAsync(edge.Address(Road.Http2));
        await slow.SendAsync(ClientFrames.Binary(new byte[500_000])); // its echo does not fit in the window that it grants
        int received = 0;
        while (received < 65_535)
        {
            received += (await slow.ReceiveAsync()).Payload.Length;
        }

        Task stopping = edge.StopAsync();
        await Bounded.UntilAsync(() => edge.Log.All.Contains("Draining: closing", StringComparison.Ordinal), "the drain begins");
        TimeSpan left = TimeSpan.FromSeconds(6); // CloseTimeout is 5 s, and the deadlines of blocked connections are looked at each second
        await Bounded.UntilAsync(
            () =>
            {
                TimeSpan step = left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
                left -= step;
                time.Advance(step);
                return edge.Log.Ended.Count == 1;
            },
            "the slow reader is dropped");

        Assert.Equal(["code=1006 end=Stalled route=/echo rule=None"], edge.Meter.Ended);
        await slow.DisposeAsync();
        await stopping;
    }

    // A drain meets connections in the middle of their work: what was read is answered, then comes the close frame.
    [Fact]
    public async Task Peers_Busy_AreClosedBetweenTwoMessages()
    {
        const int Count = 20;
        await using EdgeHost edge = await EdgeHost.StartAsync();
        byte[] messages = [.. Enumerable.Range(0, 1000).SelectMany(static i => ClientFrames.Text("message " + i))];
        WebSocketClient[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => edge.OpenAsync((Road)(i % 4))));
        Task[] sending = [.. clients.Select(async c =>
        {
            await c.SendAsync(messages);
            await c.SendAsync(ClientFrames.Close(1001));
        })];

        Task stopping = edge.StopAsync();
        await Task.WhenAll(clients.Select(async c =>
        {
            int next = 0;
            ServerFrame frame = await c.ReceiveAsync();
            for (; frame.Opcode == ServerFrame.TextOpcode; frame = await c.ReceiveAsync())
            {
                Assert.Equal("message " + next++, frame.Text);
            }

            Assert.Equal(1001, frame.CloseCode);
            await c.AssertEndAsync();
            await c.DisposeAsync();
        }));

        await Task.WhenAll(sending);
        await stopping;
        Assert.All(await edge.EndedAsync(Count), static end => Assert.StartsWith("code=1001", end, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_Many_AreClosedWithinThePace()
    {
        const int Count = 100;
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Times:DrainPace=00:00:05");
        WebSocketClient[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => edge.OpenAsync()));

        Task stopping = edge.StopAsync();
        foreach (WebSocketClient client in clients)
        {
            Assert.Equal(1001, (await client.ReceiveAsync()).CloseCode);
            await client.SendAsync(ClientFrames.Close(1001));
            await client.DisposeAsync();
        }

        await stopping;
        await edge.EndedAsync(Count);
    }

    private static bool IsRefused(EdgeHost edge)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(System.Net.IPEndPoint.Parse(edge.Address(Road.Http1).Authority));
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return true;
        }
    }
}
