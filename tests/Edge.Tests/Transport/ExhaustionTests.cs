using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>An edge that runs out of descriptors waits until it has some again.</summary>
public sealed class ExhaustionTests
{
    private const int Free = 10;
    private const string Paused = "pauses: no descriptor";
    private const int MaxWindows = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Connections_BeyondTheDescriptors_WaitUntilOthersAreClosed()
    {
        await using ConfinedEdge edge = await ConfinedEdge.StartAsync("--Edge:EventLoops=2");
        await using WebSocketClient first = await OpenAsync(edge);
        int before = edge.Descriptors;
        List<WebSocketClient> clients = await OverfillAsync(edge, Requests.Make());
        await Bounded.UntilAsync(() => clients[Free / 2].Socket.Available > 0, "those accepted are answered");
        await LoopEdge.AssertServedAsync(first);
        Assert.Equal(0, clients[^1].Socket.Available);

        // It looks again ten times a second: that is no work, and not worth a line each.
        bool isQuiet = false;
        for (int windows = 0; !isQuiet && windows < MaxWindows; windows++)
        {
            TimeSpan used = edge.ProcessorTime;
            await Task.Delay(Window, TestContext.Current.CancellationToken); // what is measured is how it waits
            isQuiet = edge.ProcessorTime - used < Window / 3; // in the first ones the runtime may still be compiling
        }

        Assert.True(isQuiet, "It does not wait, it tries all the time.");
        Assert.Equal(1, edge.Lines(Paused));

        foreach (WebSocketClient client in clients)
        {
            Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
            await LoopEdge.AssertServedAsync(client);
            await client.DisposeAsync(); // and makes room for one that waits
        }

        await LoopEdge.AssertServedAsync(first);
        await Bounded.UntilAsync(() => edge.Descriptors <= before, "all descriptors are closed");
    }

    // Those that are gone before their turn take no descriptor for good, and keep nobody waiting.
    [Fact]
    public async Task Connections_ResetWhileTheyWait_AreForgotten()
    {
        await using ConfinedEdge edge = await ConfinedEdge.StartAsync("--Edge:EventLoops=1");
        await using WebSocketClient first = await OpenAsync(edge);
        int before = edge.Descriptors;
        List<WebSocketClient> clients = await OverfillAsync(edge, Requests.Make(), ClientFrames.Text("x"));
        clients.ForEach(static client => client.Reset());

        await using (WebSocketClient last = await OpenAsync(edge))
        {
            await LoopEdge.AssertServedAsync(last);
        }

        await LoopEdge.AssertServedAsync(first);
        await Bounded.UntilAsync(() => edge.Descriptors <= before, "all descriptors are closed");
    }

    // The kernel connects them all, in this order; the edge accepts those that it can, and pauses.
    private static async Task<List<WebSocketClient>> OverfillAsync(ConfinedEdge edge, params byte[][] octets)
    {
        await edge.ConfineAsync(Free + DescriptorReserve.Count);
        List<WebSocketClient> clients = [];
        for (int i = 0; i < 3 * Free; i++)
        {
            clients.Add(await edge.ConnectAsync());
            await clients[^1].SendAsync(octets);
        }

        await Bounded.UntilAsync(() => edge.Lines(Paused) == 1, "accepting pauses");
        return clients;
    }

    private static async Task<WebSocketClient> OpenAsync(ConfinedEdge edge)
    {
        WebSocketClient client = await edge.ConnectAsync();
        await client.SendAsync(Requests.Make());
        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        await LoopEdge.AssertServedAsync(client);
        return client;
    }
}
