using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Peers that reset TCP. Time stands still: what is noticed is noticed at once.</summary>
public sealed class ResetTests
{
    private const int AtOnce = 4;

    [Theory]
    [MemberData(nameof(Stages.All), MemberType = typeof(Stages))]
    public async Task Reset_Received_InEachStage_LeavesNothing(ConnectionStage stage)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient other = await edge.OpenAsync();
        for (int i = 0; i < AtOnce; i++)
        {
            (await Stages.ReachAsync(edge, stage)).Reset();
            await LoopEdge.AssertServedAsync(other);
        }

        await Bounded.UntilAsync(() => edge.Transport.Count == 1, "only the other connection is left");
        await LoopEdge.AssertServedAsync(other);
    }

    [Theory]
    [MemberData(nameof(Stages.All), MemberType = typeof(Stages))]
    public async Task Resets_OfManyInOneTurn_LeaveNothing(ConnectionStage stage)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1");
        await using WebSocketClient other = await edge.OpenAsync();
        WebSocketClient[] clients = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Stages.ReachAsync(edge, stage)));
        using (await HeldLoop.HoldAsync(edge.Transport.Loops.First))
        {
            Array.ForEach(clients, static client => client.Reset());
        }

        await Bounded.UntilAsync(() => edge.Transport.Count == 1, "only the other connection is left");
        await LoopEdge.AssertServedAsync(other);
    }

    // All of it is there before the edge has accepted anything.
    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(int.MaxValue)]
    public async Task Reset_Received_BeforeItIsAccepted_LeavesNothing(int octets)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1");
        byte[] sent = [.. Requests.Make(), .. ClientFrames.Text("x")];
        using (await HeldLoop.HoldAsync(edge.Transport.Loops.First))
        {
            for (int i = 0; i < AtOnce; i++)
            {
                WebSocketClient client = await edge.ConnectAsync();
                await client.SendAsync(sent[..Math.Min(octets, sent.Length)]);
                client.Reset();
            }
        }

        await edge.TurnAsync();
        await using WebSocketClient other = await edge.OpenAsync();
        await LoopEdge.AssertServedAsync(other);
    }

    [Fact]
    public async Task Reset_Received_WhileDraining_LeavesNothingToWaitFor()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        WebSocketClient[] clients = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => edge.OpenAsync()));
        Task stop = edge.StopAsync();
        foreach (WebSocketClient client in clients)
        {
            Assert.Equal(1001, (await client.ReceiveAsync()).CloseCode);
            Assert.False(stop.IsCompleted);
            client.Reset();
        }

        await stop;
        Assert.Equal(0, edge.Transport.Count);
        Assert.Equal(Enumerable.Repeat("code=1006 end=Lost route=/echo rule=None", AtOnce), edge.Host.Meter.Ended);
    }

    // What is to be sent comes first in that turn, and fails.
    [Fact]
    public async Task Close_BeforeAReset_IsReadThoughSendingFails()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Edge:Transport=Auto", "--Edge:EventLoops=1");
        NativeClient client = await edge.SubscribeAsync("live:a");
        await edge.PublishAsync("live:a", "1");
        Assert.True(client.Wire.Socket.Poll(Bounded.Limit, SelectMode.SelectRead));
        using (await HeldLoop.HoldAsync(edge.Get<SocketTransport>().Loops.First))
        {
            await client.Wire.SendAsync(ClientFrames.Close(1001));
            client.Wire.Socket.Close(); // with something unread: a reset
            await edge.PublishManyAsync("live:a", 1, 100);
            await Bounded.UntilAsync(() => edge.Hub.Counters.Deliveries == 2, "the second publication is queued");
        }

        Assert.Equal(["code=1001 end=PeerClosed route=/connection/websocket rule=None"], await edge.Host.EndedAsync(1));
    }

    // Each turn of the loop finds some that are new and some that are gone.
    [Fact]
    public async Task Crowd_OpenedAndResetAtOnce_LeavesNothing()
    {
        const int Count = 3000;
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient other = await edge.OpenAsync();
        byte[][] beginnings = [[], Requests.Make()[..60], Requests.Make(), [.. Requests.Make(), .. ClientFrames.Text("x")]];

        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            WebSocketClient client = await edge.ConnectAsync();
            await client.SendAsync(beginnings[i % beginnings.Length]);
            client.Reset();
        });

        await LoopEdge.AssertServedAsync(other);
        await Bounded.UntilAsync(() => edge.Transport.Count == 1, "only the other connection is left");
    }
}
