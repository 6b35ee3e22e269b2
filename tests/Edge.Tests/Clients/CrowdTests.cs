using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>One in a hundred of a crowd stops reading. Counts only: how fast it is depends on the machine.</summary>
[Collection(Alone.Name)]
public sealed class CrowdTests
{
    private const int Readers = 2000;
    private const int Stalled = Readers / 100;
    private const int WarmUp = 10; // so that pools have what a crowd takes
    private const int Publications = WarmUp + 60;
    private const int Size = 2000;
    private const int QueueOctets = 16 << 10;
    private const int SmallReceiveBuffer = 4096;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Crowd_OneInAHundredStopsReading_LosesNothingAndNobodyWaits()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
            TimeProvider.System, MessagingEdge.SmallBuffers,
            [$"--Clients:Limits:MaxQueueOctets={QueueOctets}", "--Clients:Times:PingInterval=01:00:00", .. MessagingEdge.Open("crowd", "HistorySize=1000", "SlowReaders=CatchUp")]);
        List<NativeClient> clients = [];
        for (int i = 0; i < Readers; i += 100)
        {
            clients.AddRange(await Task.WhenAll(Enumerable.Range(i, 100).Select(async _ =>
            {
                NativeClient client = await edge.ConnectAsync(receiveBufferOctets: SmallReceiveBuffer);
                await client.SubscribeAsync("crowd:a");
                return client;
            })));
        }

        CrowdReader[] readers = [.. clients.Select(static c => new CrowdReader(c))];
        await Task.WhenAll([PublishAsync(edge, readers, 1, WarmUp), .. readers.Select(static r => r.ReadAsync(WarmUp, Limit))]);
        long memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        Task others = Task.WhenAll(readers.Skip(Stalled).Select(static r => r.ReadAsync(Publications, Limit)));
        await PublishAsync(edge, readers[Stalled..], WarmUp + 1, Publications);
        await others; // while the stalled ones are stalled
        long memoryDuring = GC.GetTotalMemory(forceFullCollection: true) - memoryBefore;

        Assert.All(readers.Take(Stalled), static r => Assert.Equal(WarmUp, r.Last));
        Assert.Equal(Publications, edge.Get<DeliveryFrames>().EncodedCount);
        Assert.Equal(Stalled, edge.Hub.Counters.FellBehind); // and nobody else
        Assert.InRange(edge.QueueHighWater, 1, QueueOctets);
        Assert.Equal(Readers, edge.Host.Connections.Count);

        // What waits for a stalled reader is bounded: its queue and what its socket's pipe was given. The publications
        // themselves are shared.
        Assert.InRange(memoryDuring, long.MinValue, (Stalled * (QueueOctets + (256L << 10))) + (16L << 20));

        await Task.WhenAll(readers.Take(Stalled).Select(static r => r.ReadAsync(Publications, Limit)));
        await Bounded.UntilAsync(() => edge.Hub.Counters.CaughtUp == edge.Hub.Counters.FellBehind, "all have caught up");
        Assert.All(readers, static r => Assert.Equal(Publications, r.Last));
        Assert.Equal((0, 0), (edge.Disconnected(3008), edge.Hub.Counters.PositionsLost));
        foreach (NativeClient client in clients)
        {
            await client.DisposeAsync();
        }
    }

    // One after the other, so that only those who do not read at all fall behind.
    private static async Task PublishAsync(MessagingEdge edge, CrowdReader[] readers, int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            await edge.PublishManyAsync("crowd:a", i, Size, first: i);
            await Bounded.UntilAsync(() => readers.All(r => r.Last >= i), $"everyone who reads has publication {i}");
        }
    }
}
