using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Peers that send FIN and go on reading. Time stands still: what is noticed is noticed at once.</summary>
public sealed class HalfCloseTests
{
    [Theory]
    [MemberData(nameof(Stages.All), MemberType = typeof(Stages))]
    public async Task Fin_Received_InEachStage_EndsTheConnection(ConnectionStage stage)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient other = await edge.OpenAsync();
        await using WebSocketClient client = await Stages.ReachAsync(edge, stage);

        client.Socket.Shutdown(SocketShutdown.Send);

        await LoopEdge.AssertServedAsync(other);
        await AssertAnswerAsync(client, stage);
        await client.AssertEndAsync();
        await Bounded.UntilAsync(() => edge.Transport.Count == 1, "only the other connection is left");
    }

    // All of it is there before the edge has accepted the connection.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Fin_Received_InOneWithTheRequest_EndsTheConnection(int loops)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=" + loops);
        await using WebSocketClient client = await edge.ConnectAsync();
        using (await HeldLoop.HoldAsync(edge.Transport.Loops.First))
        {
            await client.SendAsync(Requests.Make());
            client.Socket.Shutdown(SocketShutdown.Send);
        }

        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        await client.AssertEndAsync();
        Assert.Equal(["code=1006 end=Lost route=/echo rule=None"], await edge.Host.EndedAsync(1));
    }

    [Fact]
    public async Task Fin_Received_InOneWithRequestAndMessages_ComesAfterTheirEchoes()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1");
        await using WebSocketClient client = await edge.ConnectAsync();
        using (await HeldLoop.HoldAsync(edge.Transport.Loops.First))
        {
            await client.SendAsync(Requests.Make(), ClientFrames.Text("a"), ClientFrames.Text("b"), ClientFrames.Text("half")[..^1]);
            client.Socket.Shutdown(SocketShutdown.Send);
        }

        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        Assert.Equal("a", (await client.ReceiveAsync()).Text);
        Assert.Equal("b", (await client.ReceiveAsync()).Text);
        await client.AssertEndAsync();
    }

    [Fact]
    public async Task Fin_Received_WhileDraining_EndsTheConnection()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        Task stop = edge.StopAsync();
        Assert.Equal(1001, (await client.ReceiveAsync()).CloseCode);

        client.Socket.Shutdown(SocketShutdown.Send);

        await client.AssertEndAsync();
        await stop;
    }

    [Fact]
    public async Task Fin_Received_FromASubscriber_EndsItAlone()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Edge:Transport=Auto");
        await using (NativeClient other = await edge.SubscribeAsync("open:a"))
        await using (NativeClient client = await edge.SubscribeAsync("open:a"))
        {
            await client.SendAsync(NativeClient.Command(100, "publish", """{"channel":"open:a","data":"last words"}"""));
            client.Wire.Socket.Shutdown(SocketShutdown.Send);

            await client.Wire.AssertDroppedAsync();
            Assert.Equal("\"last words\"", await other.PublicationAsync());
            await edge.PublishAsync("open:a", "2");
            Assert.Equal("2", await other.PublicationAsync());
        }

        await Remains.AssertNoneAsync(edge.Host);
    }

    private static async Task AssertAnswerAsync(WebSocketClient client, ConnectionStage stage)
    {
        switch (stage)
        {
            case ConnectionStage.InTheHead:
                Assert.Equal(400, (await client.ReceiveAnswerAsync()).Status); // as Kestrel has it
                break;
            case ConnectionStage.Answered:
                Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
                break;
            case ConnectionStage.Unread:
                Assert.Equal(Stages.UnreadOctets, (await client.ReceiveAsync()).Payload.Length);
                break;
            case ConnectionStage.Inflating:
                Assert.True((await client.ReceiveAsync()).Compressed);
                break;
            case ConnectionStage.AtKestrel:
                Assert.Equal(200, (await client.ReceiveAnswerAsync()).Status);
                break;
            default:
                break;
        }
    }
}
