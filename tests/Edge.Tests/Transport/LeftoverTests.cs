using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Clients;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>What the process holds for connections that have ended: nothing. Alone, because all of it is counted.</summary>
[Collection(Alone.Name)]
public sealed class LeftoverTests
{
    public static TheoryData<string> Ends => ["reset", "half-close", "close", "stop"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Descriptors_OfConnectionsInEveryStage_AreClosed(string end)
    {
        int before = SocketDescriptors.Settle();
        await using (LoopEdge edge = await LoopEdge.StartAsync())
        {
            WebSocketClient[] clients = await ReachAllAsync(edge);
            Assert.InRange(SocketDescriptors.Count, before + (2 * clients.Length), int.MaxValue); // the count counts
            await EndAsync(edge, clients, end);
        }

        await Bounded.UntilAsync(() => SocketDescriptors.Settle() <= before, $"no more than {before} descriptors");
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Arrays_OfConnectionsInEveryStage_AreReturned(string end)
    {
        using RentedArrays rented = new();
        await using (LoopEdge edge = await LoopEdge.StartAsync())
        {
            WebSocketClient[] clients = await ReachAllAsync(edge);
            Assert.Contains(rented.Lengths, static length => length >= Stages.UnreadOctets / 2); // kept for who does not read
            await EndAsync(edge, clients, end);
        }

        await Bounded.UntilAsync(() => rented.Lengths.Count == 0, "all arrays are returned");
    }

    // Not even for connections that live on, once the socket has taken what was kept.
    [Fact]
    public async Task Arrays_OfConnectionsThatAreIdleAgain_AreReturned()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        using RentedArrays rented = new();
        await using WebSocketClient client = await Stages.ReachAsync(edge, ConnectionStage.Unread);
        Assert.NotEmpty(rented.Lengths);

        Assert.Equal(Stages.UnreadOctets, (await client.ReceiveAsync()).Payload.Length);

        await Bounded.UntilAsync(() => rented.Lengths.Count == 0, "all arrays are returned");
        await LoopEdge.AssertServedAsync(client);
    }

    private static async Task<WebSocketClient[]> ReachAllAsync(LoopEdge edge)
    {
        List<WebSocketClient> clients = [];
        foreach (ConnectionStage stage in Enum.GetValues<ConnectionStage>())
        {
            clients.Add(await Stages.ReachAsync(edge, stage));
        }

        return [.. clients];
    }

    private static async Task EndAsync(LoopEdge edge, WebSocketClient[] clients, string end)
    {
        if (end == "stop")
        {
            await edge.PassTimeAsync(edge.StopAsync());
        }

        foreach (WebSocketClient client in clients)
        {
            if (end == "reset")
            {
                client.Reset();
            }
            else if (end == "half-close")
            {
                client.Socket.Shutdown(SocketShutdown.Send);
                await client.AssertDroppedAsync();
            }

            await client.DisposeAsync();
        }
    }
}
