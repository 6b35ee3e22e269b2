using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Closing;

public sealed class BrokenRuleTests
{
    private const int GarbageOctets = 1 << 20;

    public static TheoryData<Road> Roads => [.. Enum.GetValues<Road>()];

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task UnmaskedFrame_Received_IsAnsweredBy1002AndTheSection(Road road)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync(road);

        await client.SendAsync(ClientFrames.Text("before"), ClientFrames.Unmasked("x"), ClientFrames.Text("after"));

        Assert.Equal("before", (await client.ReceiveAsync()).Text);
        ServerFrame close = await client.ReceiveAsync();
        Assert.Equal(1002, close.CloseCode);
        Assert.EndsWith("(RFC 6455 5.1)", close.CloseReason, StringComparison.Ordinal);
        await client.SendAsync(ClientFrames.Close(1002));
        await client.AssertEndAsync();
        Assert.Equal(["code=1002 end=Failed route=/echo rule=MaskMissing"], await edge.EndedAsync(1));
    }

    [Theory]
    [InlineData(0x91, "", 1002, "ReservedBits")]
    [InlineData(0x83, "", 1002, "ReservedOpcode")]
    [InlineData(0x80, "", 1002, "ContinuationUnexpected")]
    [InlineData(0x09, "", 1002, "ControlFragmented")]
    [InlineData(0x81, "\u00FF", 1007, "InvalidUtf8")] // one octet, FF
    [InlineData(0x82, "12345678901", 1009, "MessageTooBig")]
    public async Task Frame_Received_Broken_EndsTheConnectionByItsRule(byte first, string payload, int code, string rule)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxMessageOctets=10");
        await using WebSocketClient client = await edge.OpenAsync();

        await client.SendAsync(ClientFrames.Frame(first, System.Text.Encoding.Latin1.GetBytes(payload)));

        Assert.Equal(code, (await client.ReceiveAsync()).CloseCode);
        await client.SendAsync(ClientFrames.Close(code));
        await client.AssertEndAsync();
        Assert.Equal([$"code={code} end=Failed route=/echo rule={rule}"], await edge.EndedAsync(1));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public async Task Fragments_Received_AroundTheLimit_FailAboveIt(int count, bool fails)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxFragments=3");
        await using WebSocketClient client = await edge.OpenAsync();

        byte[][] frames = [.. Enumerable.Range(0, count).Select(i =>
            ClientFrames.Frame((byte)((i == 0 ? 2 : 0) | (i == count - 1 ? ClientFrames.Fin : 0)), [1]))];
        await client.SendAsync(frames);

        ServerFrame answer = await client.ReceiveAsync();
        Assert.Equal(fails, answer.Opcode == ServerFrame.CloseOpcode);
        Assert.Equal(fails ? 1008 : 0x0101, fails ? answer.CloseCode : (answer.Payload[0] << 8) | answer.Payload[1]);
    }

    [Fact]
    public async Task Pings_Received_MoreThanTheLimit_FailWith1008()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync(new ManualTime(), "--Edge:Limits:MaxControlFramesPerSecond=5");
        await using WebSocketClient client = await edge.OpenAsync();

        await client.SendAsync([.. Enumerable.Range(0, 6).Select(static i => ClientFrames.Ping("p" + i))]);

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("p" + i, (await client.ReceiveAsync()).Text);
        }

        Assert.Equal(1008, (await client.ReceiveAsync()).CloseCode);
    }

    // The peer has much in flight when it is told: dropping TCP on that would reset it and may destroy the close frame. So all
    // of it is read, and the stream ends in order. More than the buffers of both kernels hold, so that a drop does show.
    [Theory]
    [InlineData(Road.Http1, 1)]
    [InlineData(Road.Http1, 2)]
    [InlineData(Road.TlsHttp1, 3)]
    public async Task Garbage_Received_BehindABrokenFrame_DoesNotCostTheCloseFrame(Road road, int seed)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Times:CloseLinger=00:00:10");
        await using WebSocketClient client = await edge.OpenAsync(road);
        byte[] garbage = new byte[16 * GarbageOctets];
        new Random(seed).NextBytes(garbage);

        Task sending = client.SendAsync(ClientFrames.Unmasked("x"), garbage);
        Assert.Equal(1002, (await client.ReceiveAsync()).CloseCode);
        await sending;
        client.Socket.Shutdown(SocketShutdown.Send);

        await client.AssertEndAsync();
        Assert.Equal(["code=1002 end=Failed route=/echo rule=MaskMissing"], await edge.EndedAsync(1));
    }

    [Fact]
    public async Task Garbage_Received_BehindABrokenFrameOnHttp2_DoesNotCostTheCloseFrame()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using Http2Client client = await Http2Client.OpenAsync(edge.Address(Road.Http2));
        byte[] garbage = new byte[GarbageOctets / 4];
        new Random(4).NextBytes(garbage);

        await client.SendAsync([.. ClientFrames.Unmasked("x"), .. garbage]);

        byte[] octets = await client.ReceiveToEndStreamAsync();
        Assert.Equal((byte[])[0x88, (byte)(octets.Length - 2), 0x03, 0xEA], octets[..4]);
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Messages_Received_BehindABrokenFrame_DoNotCostTheCloseFrame(Road road)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Times:CloseLinger=00:00:10");
        await using WebSocketClient client = await edge.OpenAsync(road);
        byte[] message = ClientFrames.Binary(new byte[GarbageOctets / 16]);

        Task sending = client.SendAsync([ClientFrames.Unmasked("x"), .. Enumerable.Repeat(message, 16), ClientFrames.Close(1002)]);

        Assert.Equal(1002, (await client.ReceiveAsync()).CloseCode);
        await sending;
        await client.AssertEndAsync();
    }

    // A broken close frame is the peer's last, but more may be in flight behind it.
    [Fact]
    public async Task Garbage_Received_BehindABrokenCloseFrame_DoesNotCostTheCloseFrame()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();

        Task sending = client.SendAsync(ClientFrames.Close(1005), new byte[GarbageOctets]);

        Assert.Equal(1002, (await client.ReceiveAsync()).CloseCode);
        try
        {
            await sending;
        }
        catch (IOException)
        {
            // The edge need not read what follows a close frame (RFC 6455 §5.5.1).
        }

        Assert.Equal(["code=1002 end=Failed route=/echo rule=CloseCodeInvalid"], await edge.EndedAsync(1));
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task FailedPeer_Silent_IsDroppedAfterTheLinger(Road road)
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time, "--Edge:Times:CloseLinger=00:00:00.700");
        await using WebSocketClient client = await edge.OpenAsync(road);
        await client.SendAsync(ClientFrames.Unmasked("x"));
        Assert.Equal(1002, (await client.ReceiveAsync()).CloseCode);

        time.Advance(TimeSpan.FromMilliseconds(699));
        Assert.Equal(1, edge.Connections.Count);
        time.Advance(TimeSpan.FromMilliseconds(1));

        await client.AssertEndAsync();
        Assert.Equal(["code=1002 end=Failed route=/echo rule=MaskMissing"], await edge.EndedAsync(1));
    }

    // A peer that goes on sending does not prolong the linger.
    [Fact]
    public async Task FailedPeer_StillSending_IsDroppedAfterTheLinger()
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using WebSocketClient client = await edge.OpenAsync();
        await client.SendAsync(ClientFrames.Unmasked("x"));
        Assert.Equal(1002, (await client.ReceiveAsync()).CloseCode);

        for (int i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(99));
            await client.SendAsync(ClientFrames.Text("still here"));
        }

        time.Advance(TimeSpan.FromMilliseconds(5));
        await client.AssertDroppedAsync();
        await edge.EndedAsync(1);
    }
}
