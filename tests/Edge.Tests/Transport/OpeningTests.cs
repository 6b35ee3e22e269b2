using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Requests that come slowly, in pieces, not at all, or with something behind them.</summary>
public sealed class OpeningTests
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private static readonly byte[] Request = Requests.Make();

    [Fact]
    public async Task Silence_UntilTheTimeIsOver_IsClosedWithoutAWord()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await Stages.ReachAsync(edge, ConnectionStage.Silent);

        edge.Time.Advance(HandshakeTime - Instant);
        await edge.TurnAsync();
        Assert.Equal(1, edge.Transport.Count);
        edge.Time.Advance(Instant);

        await client.AssertEndAsync();
    }

    [Theory]
    [InlineData(4)] // a method alone
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(-1)] // all but the last octet
    public async Task Head_ThatStops_IsAnswered408WhenTheTimeIsOver(int octets)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient other = await edge.OpenAsync();
        await using WebSocketClient client = await edge.ConnectAsync();
        await client.SendAsync(octets < 0 ? Request[..^-octets] : Request[..octets]);
        await edge.TurnAsync();

        edge.Time.Advance(HandshakeTime - Instant);
        await edge.TurnAsync();
        Assert.Equal(2, edge.Transport.Count);
        await LoopEdge.AssertServedAsync(other);
        edge.Time.Advance(Instant);

        HttpAnswer answer = await client.ReceiveAnswerAsync();
        Assert.Equal((408, "close"), (answer.Status, answer["Connection"]));
        await client.AssertEndAsync();
        await LoopEdge.AssertServedAsync(other);
    }

    // What it sends on is read and dropped, so that the answer is not lost to a reset; but not for ever.
    [Fact]
    public async Task Head_ThatGoesOnBehind408_IsDroppedAfterTheLinger()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:Times:CloseLinger=00:00:00.500");
        await using WebSocketClient client = await Stages.ReachAsync(edge, ConnectionStage.InTheHead);
        edge.Time.Advance(HandshakeTime);
        Assert.Equal(408, (await client.ReceiveAnswerAsync()).Status);
        await client.AssertEndAsync();

        await client.SendAsync(Request[60..]);
        await edge.TurnAsync();
        Assert.Equal(1, edge.Transport.Count);
        edge.Time.Advance(TimeSpan.FromMilliseconds(500));

        await Bounded.UntilAsync(() => edge.Transport.Count == 0, "the lingering socket is closed");
    }

    // The time is for the whole head: who sends an octet now and then gets no more of it.
    [Fact]
    public async Task Head_OctetByOctetAndTooSlow_GetsNoMoreTime()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await edge.ConnectAsync();
        await edge.TurnAsync();
        for (int second = 0; second < 5; second++)
        {
            await client.SendAsync([Request[second]]);
            await edge.TurnAsync();
            Assert.Equal(1, edge.Transport.Count);
            edge.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(408, (await client.ReceiveAnswerAsync()).Status);
        await client.AssertEndAsync();
    }

    [Fact]
    public async Task Heads_OfManyOctetByOctet_AreAnswered()
    {
        const int Count = 50;
        await using LoopEdge edge = await LoopEdge.StartAsync();
        WebSocketClient[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => edge.ConnectAsync()));
        foreach (byte octet in Request)
        {
            foreach (WebSocketClient client in clients)
            {
                await client.SendAsync([octet]);
            }
        }

        foreach (WebSocketClient client in clients)
        {
            Assert.Equal((101, Requests.Accept), (await client.ReceiveAnswerAsync()) is var answer ? (answer.Status, answer["Sec-WebSocket-Accept"]) : default);
            await LoopEdge.AssertServedAsync(client);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Request_SplitAtEveryPlace_IsAnsweredAlike()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        byte[] all = [.. Request, .. ClientFrames.Text("behind")];
        for (int split = 1; split < all.Length; split++)
        {
            await using WebSocketClient client = await edge.ConnectAsync();
            await client.SendAsync(all[..split]);
            await edge.TurnAsync();
            await client.SendAsync(all[split..]);

            Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
            Assert.Equal("behind", (await client.ReceiveAsync()).Text);
        }
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 100_000)] // more than one read takes
    public async Task Frames_InOneWithTheRequest_AreTaken(int count, int octets)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1");
        await using WebSocketClient client = await edge.ConnectAsync();
        byte[][] messages = [.. Enumerable.Range(0, count).Select(i => Enumerable.Repeat((byte)i, octets).ToArray())];
        Task sending;
        using (await HeldLoop.HoldAsync(edge.Transport.Loops.First))
        {
            sending = client.SendAsync([Request, .. messages.Select(static m => ClientFrames.Binary(m))]);
        }

        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        foreach (byte[] message in messages)
        {
            Assert.Equal(message, (await client.ReceiveAsync()).Payload);
        }

        await sending;
    }

    // Whatever the loops take, Kestrel's limits of a head hold.
    [Theory]
    [InlineData(15 << 10, 101)]
    [InlineData(20 << 10, 101)] // more than the loops take
    [InlineData(40 << 10, 431)]
    public async Task Head_OfManyOctets_IsServedWithinKestrelsLimits(int octets, int status)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await edge.ConnectAsync();

        await client.SendAsync(Requests.Make(edits: "X-Padding: " + new string('x', octets)));

        Assert.Equal(status, (await client.ReceiveAnswerAsync()).Status);
    }

    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(9000)] // beyond Kestrel's limit
    public async Task Path_ThatGoesOn_IsKestrelsToRefuse(int octets)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await edge.ConnectAsync();
        string path = "/" + new string('x', octets - 1);

        await client.SendAsync(System.Text.Encoding.ASCII.GetBytes("GET " + path));
        await edge.TurnAsync();
        Assert.Equal(octets < 1024 ? 1 : 0, edge.Transport.Count); // it may be one of the routes no more
        await client.SendAsync(Requests.Make("GET /echo HTTP/1.1")["GET /echo".Length..]);

        Assert.Equal(octets < 8192 ? 404 : 414, (await client.ReceiveAnswerAsync()).Status);
    }
}
