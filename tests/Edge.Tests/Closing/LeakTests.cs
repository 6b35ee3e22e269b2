using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Closing;

public sealed class LeakTests
{
    private const int Count = 500;
    private const int AtOnce = 20;
    private const string Offer = "permessage-deflate";

    // Every way to end, on every road, compressed and not: nothing is left behind, and each is told once.
    [Fact]
    public async Task Connections_EndedInEveryWay_LeaveNothingBehind()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Times:CloseLinger=00:00:00.010");
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            WebSocketClient client = await edge.OpenAsync((Road)(i % 4), i % 3 == 0 ? null : Offer);
            await using (client)
            {
                await client.EchoAsync(ClientFrames.Text("x"));
                await EndAsync(client, i / 4 % 5, isTcp: i % 4 is 0 or 2);
            }
        });

        await edge.EndedAsync(Count);

        Assert.Equal(0, edge.Connections.Count);
        Assert.Equal(0, edge.Budget.TakenOctets);
        Assert.Equal(Count, edge.Meter.Sum("stratus.connections.opened"));
        Assert.Equal(0, edge.Meter.Observe("stratus.connections.open"));
        Assert.Equal(0, edge.Meter.Observe("stratus.compression.memory"));
    }

    private static async Task EndAsync(WebSocketClient client, int way, bool isTcp)
    {
        switch (way)
        {
            case 0:
                await client.SendAsync(ClientFrames.Close(1000));
                await client.ReceiveCloseAsync();
                break;
            case 1:
                await client.SendAsync(ClientFrames.Unmasked("x"));
                Assert.Equal(1002, (await client.ReceiveAsync()).CloseCode);
                break;
            case 2 when isTcp:
                client.Reset();
                break;
            case 3:
                await client.SendAsync(ClientFrames.Binary(new byte[100_000])[..50_000]); // the end comes inside a message
                break;
            default:
                await client.SendAsync(ClientFrames.Close(1000), ClientFrames.Text("behind the close"));
                break;
        }
    }
}
