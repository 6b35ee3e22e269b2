using System.Text;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Echo;

public sealed class EchoTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private readonly EdgeHost _edge = fixture.Edge;

    public static TheoryData<Road> Roads => [.. Enum.GetValues<Road>()];

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Text_Received_IsEchoedAsText(Road road)
    {
        await using WebSocketClient client = await _edge.OpenAsync(road);

        ServerFrame echo = await client.EchoAsync(ClientFrames.Text("Grüße, 世界 🙂"));

        Assert.Equal(ServerFrame.TextOpcode, echo.Opcode);
        Assert.True(echo.Fin);
        Assert.Equal("Grüße, 世界 🙂", echo.Text);
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Binary_Received_IsEchoedAsBinary(Road road)
    {
        byte[] payload = Octets(300, seed: 1);
        await using WebSocketClient client = await _edge.OpenAsync(road);

        ServerFrame echo = await client.EchoAsync(ClientFrames.Binary(payload));

        Assert.Equal(ServerFrame.BinaryOpcode, echo.Opcode);
        Assert.Equal(payload, echo.Payload);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task EmptyMessage_Received_IsEchoed(byte opcode)
    {
        await using WebSocketClient client = await _edge.OpenAsync();

        ServerFrame echo = await client.EchoAsync(ClientFrames.Frame((byte)(ClientFrames.Fin | opcode), []));

        Assert.Equal(opcode, echo.Opcode);
        Assert.Empty(echo.Payload);
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Fragments_Received_WithAPingBetween_AreEchoedAsOneMessageAfterThePong(Road road)
    {
        await using WebSocketClient client = await _edge.OpenAsync(road);
        byte[] text = Encoding.UTF8.GetBytes("a€b");

        await client.SendAsync(
            ClientFrames.Frame(1, text.AsSpan(0, 2)), // ends inside the code point
            ClientFrames.Frame(0, []),
            ClientFrames.Ping("between"),
            ClientFrames.Frame(ClientFrames.Fin, text.AsSpan(2)));

        Assert.Equal((ServerFrame.PongOpcode, "between"), await OpcodeAndTextAsync(client));
        Assert.Equal((ServerFrame.TextOpcode, "a€b"), await OpcodeAndTextAsync(client));
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Message_Received_OneOctetAtATime_IsEchoed(Road road)
    {
        await using WebSocketClient client = await _edge.OpenAsync(road);
        byte[] payload = Octets(200, seed: 2);
        foreach (byte octet in ClientFrames.Binary(payload))
        {
            await client.SendAsync([octet]);
        }

        Assert.Equal(payload, (await client.ReceiveAsync()).Payload);
    }

    [Theory]
    [InlineData(Road.Http1, 1 << 20)]
    [InlineData(Road.Http2, 1 << 20)]
    [InlineData(Road.TlsHttp1, 1 << 20)]
    [InlineData(Road.TlsHttp2, 1 << 20)]
    [InlineData(Road.Http1, 16 << 20)]
    [InlineData(Road.Http2, 16 << 20)]
    [InlineData(Road.TlsHttp1, 16 << 20)]
    public async Task LargeMessage_Received_IsEchoed(Road road, int octets)
    {
        await using WebSocketClient client = await _edge.OpenAsync(road);
        byte[] payload = Octets(octets, seed: octets);

        Task sending = client.SendAsync(ClientFrames.Binary(payload));
        ServerFrame echo = await client.ReceiveAsync();
        await sending;

        Assert.True(payload.AsSpan().SequenceEqual(echo.Payload));
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task TenThousandMessages_Received_InOneWrite_AreEchoedInOrder(Road road)
    {
        const int Count = 10_000;
        await using WebSocketClient client = await _edge.OpenAsync(road);
        byte[] all = [.. Enumerable.Range(0, Count).SelectMany(static i => ClientFrames.Text("message " + i))];

        Task sending = client.SendAsync(all);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal("message " + i, (await client.ReceiveAsync()).Text);
        }

        await sending;
    }

    [Fact]
    public async Task Frames_Received_InTheSegmentOfTheHandshake_AreEchoedAfterTheAnswer()
    {
        await using WebSocketClient client = await _edge.ConnectAsync();

        await client.SendAsync(Requests.Make(), ClientFrames.Text("first"), ClientFrames.Ping("second"), ClientFrames.Close(1000));

        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        Assert.Equal((ServerFrame.TextOpcode, "first"), await OpcodeAndTextAsync(client));
        Assert.Equal((ServerFrame.PongOpcode, "second"), await OpcodeAndTextAsync(client));
        Assert.Equal(1000, (await client.ReceiveAsync()).CloseCode);
        await client.AssertEndAsync();
    }

    [Fact]
    public async Task Messages_Received_OnManyConnectionsAtOnce_AreEchoedEachToItsOwn()
    {
        async Task EchoAsync(int i)
        {
            await using WebSocketClient client = await _edge.OpenAsync((Road)(i % 4));
            for (int n = 0; n < 20; n++)
            {
                Assert.Equal($"{i}/{n}", (await client.EchoAsync(ClientFrames.Text($"{i}/{n}"))).Text);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 40).Select(EchoAsync)).WaitAsync(Bounded.Limit, CancellationToken.None);
    }

    private static async Task<(int Opcode, string Text)> OpcodeAndTextAsync(WebSocketClient client)
    {
        ServerFrame frame = await client.ReceiveAsync();
        return (frame.Opcode, frame.Text);
    }

    private static byte[] Octets(int count, int seed)
    {
        byte[] octets = new byte[count];
        new Random(seed).NextBytes(octets);
        return octets;
    }
}
