using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>The edge stops while connections are in every stage of their life.</summary>
public sealed class StopTests
{
    // All stages but Silent, InTheHead and AtKestrel.
    private const int WebSockets = 7;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stop_WithConnectionsInEveryStage_EndsAllOfThem(int loops)
    {
        LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=" + loops);
        List<WebSocketClient> clients = [];
        foreach (ConnectionStage stage in Enum.GetValues<ConnectionStage>())
        {
            clients.Add(await Stages.ReachAsync(edge, stage));
            clients.Add(await Stages.ReachAsync(edge, stage));
        }

        await edge.PassTimeAsync(edge.StopAsync()); // no peer answers

        Assert.Equal(2 * WebSockets, edge.Host.Meter.Ended.Count);
        await edge.DisposeAsync();
        foreach (WebSocketClient client in clients)
        {
            await client.AssertDroppedAsync();
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Stop_WithConnectionsThatHaveNotBegun_DoesNotWaitForThem()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        await using WebSocketClient silent = await Stages.ReachAsync(edge, ConnectionStage.Silent);
        await using WebSocketClient begun = await Stages.ReachAsync(edge, ConnectionStage.InTheHead);

        await edge.StopAsync();

        await silent.AssertEndAsync();
        await begun.AssertDroppedAsync();
        Assert.Equal(0, edge.Transport.Count);
    }

    // One loop has been told already when the other accepts for it.
    [Fact]
    public async Task Stop_WhileConnectionsAreAccepted_DoesNotWaitForThem()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync();
        WebSocketClient[] told = [await Stages.ReachAsync(edge, ConnectionStage.Silent), await Stages.ReachAsync(edge, ConnectionStage.Silent)];
        Assert.Equal([2, 1], edge.Transport.Loops.All.Select(static loop => loop.Count)); // one each, and the listener
        WebSocketClient[] late;
        Task stop;
        using (await HeldLoop.HoldAsync(edge.Transport.Loops.First))
        {
            stop = edge.StopAsync();
            await Bounded.UntilAsync(() => edge.Transport.Loops.All[1].Count == 0, "the second loop has been told");
            late = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => edge.ConnectAsync()));
        }

        foreach (WebSocketClient client in (WebSocketClient[])[.. told, .. late])
        {
            await client.AssertDroppedAsync();
            await client.DisposeAsync();
        }

        await stop;
        Assert.Equal(0, edge.Transport.Count);
    }
}
