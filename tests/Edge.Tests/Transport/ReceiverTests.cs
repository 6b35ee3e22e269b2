using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Peers that send in the smallest pieces, or read in them, or not at all.</summary>
public sealed class ReceiverTests
{
    private const int SmallestReceiveBuffer = 1; // the kernel makes its minimum of it
    private const int SmallReceiveBuffer = 32 << 10;

    [Fact]
    public async Task Frames_OctetByOctet_AreEchoed()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        byte[] message = new byte[300];
        new Random(1).NextBytes(message);
        byte[][] frames = [ClientFrames.Binary(message), ClientFrames.Ping("x"), ClientFrames.Frame(ServerFrame.BinaryOpcode, message), ClientFrames.Frame(ClientFrames.Fin, message)];

        foreach (byte octet in frames.SelectMany(static frame => frame))
        {
            await client.SendAsync([octet]);
        }

        Assert.Equal(message, (await client.ReceiveAsync()).Payload);
        Assert.Equal(ServerFrame.PongOpcode, (await client.ReceiveAsync()).Opcode);
        Assert.Equal((byte[])[.. message, .. message], (await client.ReceiveAsync()).Payload);
        await client.SendAsync(ClientFrames.Close(1000));
        Assert.Equal(1000, (await client.ReceiveCloseAsync()).CloseCode);
        await client.AssertEndAsync();
    }

    // Through the smallest, the kernel itself is slow: it drops what does not fit, and sends it again later.
    [Theory]
    [InlineData(SmallestReceiveBuffer, 1, 8 << 10)]
    [InlineData(SmallestReceiveBuffer, 500, 1)]
    [InlineData(SmallReceiveBuffer, 1, 1 << 20)]
    [InlineData(SmallReceiveBuffer, 40, 16 << 10)]
    [InlineData(SmallReceiveBuffer, 20_000, 1)]
    public async Task Echoes_ThroughSmallBuffers_ArriveWhole(int receiveBufferOctets, int count, int octets)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync(receiveBufferOctets: receiveBufferOctets);
        byte[][] messages = [.. Enumerable.Range(0, count).Select(i => Enumerable.Repeat((byte)i, octets).ToArray())];

        Task sending = client.SendAsync([.. messages.Select(static m => ClientFrames.Binary(m))]);
        foreach (byte[] message in messages)
        {
            Assert.True((await client.ReceiveAsync()).Payload.AsSpan().SequenceEqual(message));
        }

        await sending;
    }

    [Fact]
    public async Task Others_WhileManyNeverRead_AreServed()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1");
        await using WebSocketClient other = await edge.OpenAsync();
        WebSocketClient[] unread = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Stages.ReachAsync(edge, ConnectionStage.Unread)));

        for (int i = 0; i < 100; i++)
        {
            await LoopEdge.AssertServedAsync(other);
        }

        Assert.All(unread, static client => Assert.InRange(client.Socket.Available, 1, Stages.UnreadOctets - 1));
        foreach (WebSocketClient client in unread)
        {
            await client.DisposeAsync();
        }
    }

    // 6 MiB at 128 KiB a second have 48 seconds on top of what any peer has; until then nothing happens to it.
    [Fact]
    public async Task PeerThatNeverReads_IsDroppedWhenItsTimeIsOver()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await Stages.ReachAsync(edge, ConnectionStage.Unread);

        edge.Time.Advance(TimeSpan.FromSeconds(25 + 47));
        await edge.TurnAsync();
        Assert.Equal(1, edge.Transport.Count);
        edge.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["code=1006 end=Stalled route=/echo rule=None"], await edge.Host.EndedAsync(1));
    }
}
