using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Closing;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseLinger = TimeSpan.FromMilliseconds(500);

    public static TheoryData<Road> Roads => [.. Enum.GetValues<Road>()];

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task SilentPeer_DoesNotAnswerThePing_IsFailedWith1011AndDropped(Road road)
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using WebSocketClient client = await edge.OpenAsync(road);
        await client.EchoAsync(ClientFrames.Text("x")); // the connection's clock runs from here

        time.Advance(PingInterval);
        Assert.Equal(ServerFrame.PingOpcode, (await client.ReceiveAsync()).Opcode);
        time.Advance(PongTimeout);
        ServerFrame close = await client.ReceiveAsync();
        time.Advance(CloseLinger);

        Assert.Equal(1011, close.CloseCode);
        Assert.EndsWith("(RFC 6455 5.5.2)", close.CloseReason, StringComparison.Ordinal);
        await client.AssertEndAsync();
        Assert.Equal(["code=1011 end=Failed route=/echo rule=PongMissing"], await edge.EndedAsync(1));
    }

    [Fact]
    public async Task SilentPeer_JustBelowTheInterval_IsNotPinged()
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using WebSocketClient client = await edge.OpenAsync();
        await client.EchoAsync(ClientFrames.Text("x"));

        time.Advance(PingInterval - TimeSpan.FromMilliseconds(1));

        Assert.Equal("y", (await client.EchoAsync(ClientFrames.Text("y"))).Text); // and no ping before
    }

    [Theory]
    [InlineData(10)] // a pong, asked for
    [InlineData(1)] // any octet is a sign of life
    public async Task Peer_Answers_StaysConnectedAndIsPingedAgain(byte opcode)
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        await using WebSocketClient client = await edge.OpenAsync();
        await client.EchoAsync(ClientFrames.Text("x"));
        for (int round = 0; round < 3; round++)
        {
            time.Advance(PingInterval);
            Assert.Equal(ServerFrame.PingOpcode, (await client.ReceiveAsync()).Opcode);

            await client.SendAsync(ClientFrames.Frame((byte)(ClientFrames.Fin | opcode), []));
            await client.EchoAsync(ClientFrames.Text("x")); // the answer above has been taken by now, too
            if (opcode == 1)
            {
                await client.ReceiveAsync();
            }

            time.Advance(PongTimeout);
        }

        Assert.Equal(1, edge.Connections.Count);
    }

    [Fact]
    public async Task SilentPeers_Many_ArePingedByOneTimer()
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time);
        List<WebSocketClient> clients = [];
        for (int i = 0; i < 20; i++)
        {
            clients.Add(await edge.OpenAsync());
            await clients[^1].EchoAsync(ClientFrames.Text("x"));
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        time.Advance(PingInterval);

        foreach (WebSocketClient client in clients)
        {
            Assert.Equal(ServerFrame.PingOpcode, (await client.ReceiveAsync()).Opcode);
            await client.DisposeAsync();
        }
    }
}
