using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Closing;

/// <summary>A client that sends echo traffic and never reads. Memory is bounded by not reading on from it.</summary>
public sealed class SlowReaderTests
{
    private const int ChunkOctets = 64 << 10;

    // Above all that kernel and pipes hold in both directions, and far below what an unbounded queue would take.
    private const long MostOctets = 64L << 20;

    [Theory]
    [InlineData(Road.Http1)]
    [InlineData(Road.TlsHttp1)]
    public async Task PeerThatNeverReads_Sending_IsStoppedAndDroppedAfterTheDeadline(Road road)
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using WebSocketClient other = await edge.OpenAsync();
        await using WebSocketClient slow = await edge.OpenAsync(road);
        Flood flood = new(slow, MostOctets);

        // Blocked, the edge does not answer this deadline with a ping but drops the connection. Time passes only while the flood
        // stands still, and the other one is never idle: else one of them would have had to answer a ping.
        using CancellationTokenSource limit = new(Bounded.Limit);
        while (edge.Log.Ended.Count == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            long sent = flood.SentOctets;
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal("x", (await other.EchoAsync(ClientFrames.Text("x"))).Text);
            }

            time.Advance(TimeSpan.FromSeconds(sent != 0 && sent == flood.SentOctets ? 1 : 0));
        }

        await flood.Ended;
        Assert.InRange(flood.SentOctets, ChunkOctets, MostOctets - 1);
        Assert.Equal(["code=1006 end=Stalled route=/echo rule=None"], edge.Meter.Ended);
        Assert.Equal("unaffected", (await other.EchoAsync(ClientFrames.Text("unaffected"))).Text);
    }

    // On HTTP/2 the window does it: a client that grants no more than the first 65,535 octets is reset (RFC 8441 §5).
    [Fact]
    public async Task PeerThatGrantsNoWindow_Sending_IsResetAfterTheDeadline()
    {
        const int WithinTheEdgesWindow = 500_000;
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using Http2Client slow = await Http2Client.OpenAsync(edge.Address(Road.Http2));
        await slow.SendAsync(ClientFrames.Binary(new byte[WithinTheEdgesWindow]));
        int received = 0;
        while (received < 65_535)
        {
            (byte data, _, byte[] octets) = await slow.ReceiveAsync();
            Assert.Equal(Http2Client.Data, data);
            received += octets.Length;
        }

        await Bounded.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return edge.Log.Ended.Count == 1;
            },
            "the slow reader is dropped");

        (byte type, _, byte[] payload) = await slow.ReceiveAsync();
        while (type == Http2Client.Data)
        {
            received += payload.Length;
            (type, _, payload) = await slow.ReceiveAsync();
        }

        Assert.Equal(Http2Client.ResetStream, type);
        Assert.Equal((byte[])[0, 0, 0, 8], payload); // CANCEL
        Assert.Equal(65_535, received);
        Assert.Equal(["code=1006 end=Stalled route=/echo rule=None"], await edge.EndedAsync(1));
    }

    // 12 MiB at 128 KiB a second are 96 s, on top of the ping interval: a peer that is slow is not one that does not read.
    [Fact]
    public async Task PeerThatReadsLate_ALargeAnswer_GetsAllOfIt()
    {
        byte[] message = new byte[12 << 20];
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using WebSocketClient slow = await edge.OpenAsync();
        await slow.SendAsync(ClientFrames.Binary(message));
        await Bounded.UntilAsync(() => slow.Socket.Available > 0, "the answer begins");
        for (int second = 0; second < 90; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(message.Length, (await slow.ReceiveAsync()).Payload.Length);
        Assert.Empty(edge.Log.Ended);
    }

    [Fact]
    public async Task OtherPeers_WhileOneNeverReads_AreAnswered()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient other = await edge.OpenAsync();
        await using WebSocketClient slow = await edge.OpenAsync();
        Flood flood = new(slow, MostOctets);
        await Bounded.UntilAsync(() => flood.SentOctets >= 1 << 20, "the flood is on its way");

        for (int i = 0; i < 200; i++)
        {
            Assert.Equal("m" + i, (await other.EchoAsync(ClientFrames.Text("m" + i))).Text);
        }

        slow.Reset();
        await flood.Ended;
        await Bounded.UntilAsync(() => edge.Connections.Count == 1, "the slow reader has ended");
    }

    // One that never reads does not hold up the other streams of its HTTP/2 connection.
    [Fact]
    public async Task OtherStreams_WhileOneNeverReads_AreAnswered()
    {
        const int WithinTheEdgesWindow = 500_000;
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient slow = await edge.OpenAsync(Road.Http2);
        await using WebSocketClient other = await edge.OpenAsync(Road.Http2);
        await slow.SendAsync(ClientFrames.Binary(new byte[WithinTheEdgesWindow]));

        for (int i = 0; i < 200; i++)
        {
            Assert.Equal("m" + i, (await other.EchoAsync(ClientFrames.Text("m" + i))).Text);
        }

        Assert.Equal(WithinTheEdgesWindow, (await slow.ReceiveAsync()).Payload.Length);
    }

    // A slow reader that wakes up in time gets everything, in order.
    [Fact]
    public async Task PeerThatReadsLate_GetsEveryEchoInOrder()
    {
        const int Count = 300;
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        byte[] all = [.. Enumerable.Range(0, Count).SelectMany(static i => ClientFrames.Binary([(byte)i, (byte)(i >> 8), .. new byte[ChunkOctets]]))];

        Task sending = client.SendAsync(all);
        for (int i = 0; i < Count; i++)
        {
            byte[] payload = (await client.ReceiveAsync()).Payload;
            Assert.Equal(i, payload[0] | (payload[1] << 8));
        }

        await sending;
    }

    private sealed class Flood
    {
        private long _sentOctets;

        public Flood(WebSocketClient client, long mostOctets) => Ended = Task.Run(() => SendAsync(client, mostOctets));

        public Task Ended { get; }

        public long SentOctets => Interlocked.Read(ref _sentOctets);

        private async Task SendAsync(WebSocketClient client, long mostOctets)
        {
            byte[] message = ClientFrames.Binary(new byte[ChunkOctets]);
            try
            {
                while (SentOctets < mostOctets)
                {
                    await client.SendAsync(message);
                    Interlocked.Add(ref _sentOctets, message.Length);
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException)
            {
                // The edge has dropped the connection.
            }
        }
    }
}
