using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Closing;

public sealed class CleanCloseTests
{
    public static TheoryData<Road> Roads => [.. Enum.GetValues<Road>()];

    // RFC 6455 §7.1.1: the server drops TCP first. The client sees the end without having ended anything itself.
    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Close_Received_IsEchoedAndTheEdgeEndsTheStream(Road road)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync(road);

        ServerFrame close = await client.EchoAsync(ClientFrames.Close(3001, "bye"));

        Assert.Equal(ServerFrame.CloseOpcode, close.Opcode);
        Assert.Equal(3001, close.CloseCode);
        await client.AssertEndAsync();
        Assert.Equal(["code=3001 end=PeerClosed route=/echo rule=None"], await edge.EndedAsync(1));
    }

    [Fact]
    public async Task Close_Received_Empty_IsEchoedEmpty()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();

        ServerFrame close = await client.EchoAsync(ClientFrames.EmptyClose());

        Assert.Empty(close.Payload);
        await client.AssertEndAsync();
        Assert.Equal(["code=1005 end=PeerClosed route=/echo rule=None"], await edge.EndedAsync(1));
    }

    [Fact]
    public async Task Close_Received_BehindLargeMessages_ComesAfterAllTheirEchoes()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        byte[] message = ClientFrames.Binary(new byte[1 << 20]);

        Task sending = client.SendAsync(message, message, message, message, ClientFrames.Close(1000));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(1 << 20, (await client.ReceiveAsync()).Payload.Length);
        }

        Assert.Equal(1000, (await client.ReceiveAsync()).CloseCode);
        await client.AssertEndAsync();
        await sending;
    }

    // What a peer writes as its reason may be anything, a token included: nothing of it is logged.
    [Fact]
    public async Task Close_Received_WithAReason_IsLoggedWithoutIt()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();

        await client.EchoAsync(ClientFrames.Text("secret-payload"));
        await client.SendAsync(ClientFrames.Close(1000, "secret-reason"));
        await client.ReceiveCloseAsync();
        await edge.EndedAsync(1);

        Assert.Contains("PeerClosed 1000", edge.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", edge.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndOfConnection_Logged_CountsTheOctetsOfBothDirections()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        await client.EchoAsync(ClientFrames.Text("12345"));
        await client.SendAsync(ClientFrames.Close(1000));
        await client.ReceiveCloseAsync();

        await edge.EndedAsync(1);

        const int In = 6 + 5 + 6 + 2;
        const int Out = 2 + 5 + 2 + 2;
        Assert.Contains($"{In} octets in, {Out} out", edge.Log.Ended[0], StringComparison.Ordinal);
        Assert.Equal(In, edge.Meter.Sum("stratus.connections.octets", "direction=in"));
        Assert.Equal(Out, edge.Meter.Sum("stratus.connections.octets", "direction=out"));
        Assert.Equal(1, edge.Meter.Sum("stratus.connections.opened"));
        Assert.Single(edge.Meter.Tags("stratus.connections.duration"));
    }

    // RFC 8441 §5: END_STREAM is HTTP/2's orderly end.
    [Fact]
    public async Task Close_Received_OnHttp2_IsEchoedBeforeEndStream()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using Http2Client client = await Http2Client.OpenAsync(edge.Address(Road.Http2));

        await client.SendAsync(ClientFrames.Close(1000));

        Assert.Equal((byte[])[0x88, 2, 0x03, 0xE8], await client.ReceiveToEndStreamAsync());
        Assert.Equal(["code=1000 end=PeerClosed route=/echo rule=None"], await edge.EndedAsync(1));
    }
}
