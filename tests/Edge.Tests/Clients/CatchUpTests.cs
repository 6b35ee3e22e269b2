using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Clients that do not read for a while, where they catch up from history.</summary>
public sealed class CatchUpTests
{
    private const int Count = 4000;
    private const int Size = 300;
    private const int QueueOctets = 32 << 10;
    private const int SmallReceiveBuffer = 4096;

    [Theory]
    [InlineData(Road.Http1)]
    [InlineData(Road.TlsHttp1)]
    [InlineData(Road.Http2)]
    [InlineData(Road.TlsHttp2)]
    public async Task StalledReader_ReadingAgain_GetsEverythingInOrderAndOnce(Road road)
    {
        await using MessagingEdge edge = await StartAsync("HistorySize=10000");
        await using NativeClient stalled = await edge.ConnectAsync(road: road, receiveBufferOctets: SmallReceiveBuffer);
        await stalled.SubscribeAsync("catch:a");
        await using NativeClient other = await edge.SubscribeAsync("catch:a");

        Task others = other.ReadAsync(1, Count);
        await edge.PublishManyAsync("catch:a", Count, Size);
        await others; // while the other is stalled
        HubCounters counters = edge.Hub.Counters;
        Assert.InRange(counters.FellBehind, 1, long.MaxValue);
        long before = counters.CaughtUp;
        await stalled.ReadAsync(1, Count);
        await edge.PublishAsync("catch:a", "\"9999999\"");

        Assert.Equal("\"9999999\"", await stalled.PublicationAsync());
        Assert.InRange(counters.CaughtUp, before + 1, long.MaxValue);
        Assert.InRange(edge.QueueHighWater, 1, QueueOctets);
        Assert.Equal(0, edge.Disconnected(3008));
    }

    // Everything that a stalled reader is in, and what it is asked in between, comes.
    [Fact]
    public async Task StalledReader_InManyChannels_GetsAllOfEach()
    {
        const int Channels = 5;
        await using MessagingEdge edge = await StartAsync("HistorySize=10000");
        await using NativeClient stalled = await edge.ConnectAsync(receiveBufferOctets: SmallReceiveBuffer);
        for (int i = 0; i < Channels; i++)
        {
            await stalled.SubscribeAsync($"catch:{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, Channels).Select(i => edge.PublishManyAsync($"catch:{i}", 1000, Size)));
        await Bounded.UntilAsync(() => edge.Hub.Counters.FellBehind >= 1, "the reader falls behind");
        int id = await stalled.BeginAsync("unsubscribe", """{"channel":"open:never"}""");

        Dictionary<string, long> read = [];
        for (int i = 0; i < Channels * 1000; i++)
        {
            Push push = await stalled.PushAsync();
            long next = read.GetValueOrDefault(push.Channel) + 1;
            Assert.Equal(next, push.Body.Number("offset"));
            read[push.Channel] = next;
        }

        Assert.All(read.Values, static last => Assert.Equal(1000, last));
        Assert.Equal(0, (await stalled.ReplyAsync(id)).Error);
    }

    [Fact]
    public async Task StalledReader_UnsubscribingMeanwhile_GetsNothingMoreOfIt()
    {
        await using MessagingEdge edge = await StartAsync("HistorySize=10000");
        await using NativeClient stalled = await edge.ConnectAsync(receiveBufferOctets: SmallReceiveBuffer);
        await stalled.SubscribeAsync("catch:a");
        await edge.PublishManyAsync("catch:a", Count, Size);
        await Bounded.UntilAsync(() => edge.Hub.Counters.FellBehind >= 1, "the reader falls behind");

        Reply reply = await stalled.CallAsync("unsubscribe", """{"channel":"catch:a"}""");

        Assert.Equal(0, reply.Error);
        await stalled.PushesSoFarAsync(); // what was in the sockets
        await edge.PublishManyAsync("catch:a", 10, Size);
        Assert.Empty(await stalled.PushesSoFarAsync());
    }

    [Fact]
    public async Task StalledReader_HistoryTooShort_IsUnsubscribedAndMayBeginAnew()
    {
        await using MessagingEdge edge = await StartAsync("HistorySize=20");
        await using NativeClient stalled = await edge.ConnectAsync(receiveBufferOctets: SmallReceiveBuffer);
        await stalled.SubscribeAsync("catch:a");
        string epoch = await edge.PublishManyAsync("catch:a", Count, Size);

        (Push end, long read) = await ReadToTheEndAsync(stalled);

        Assert.Equal(("unsubscribe", 2500, "insufficient state"), (end.Kind, end.Body.Number("code"), end.Body.Text("reason")));
        Assert.InRange(read, 0, Count - 21);
        Assert.InRange(edge.Hub.Counters.PositionsLost, 1, 1);

        // What the edge has yet to hear of would not be in the answer, and come behind it.
        await Bounded.UntilAsync(() => edge.Hub.Counters.Publications >= Count || edge.Hub.ChannelCount == 0, "the edge has heard of all, or left");
        Reply reply = await stalled.RecoverAsync("catch:a", epoch, read);
        Assert.Equal((true, false, Count), (reply.Result.Flag("was_recovering"), reply.Result.Flag("recovered"), reply.Result.Number("offset")));
        await edge.PublishAsync("catch:a", "1");
        Assert.Equal("1", await stalled.PublicationAsync());
    }

    [Fact]
    public async Task StalledReader_HistoryTooShortServerSide_IsDisconnected()
    {
        await using MessagingEdge edge = await StartAsync("HistorySize=20");
        await using NativeClient stalled = await edge.ConnectAsync(MessagingEdge.Token("ann", "\"channels\":[\"catch:a\"]"), receiveBufferOctets: SmallReceiveBuffer);
        await edge.PublishManyAsync("catch:a", Count, Size);

        ClosedException closed = await Assert.ThrowsAsync<ClosedException>(() => ReadToTheEndAsync(stalled));

        Assert.Equal((3010, "insufficient state"), (closed.Code, closed.Reason));
    }

    // The smallest queue: readers that read as fast as they can fall behind at each burst and catch up, while their commands
    // let the loop send from another thread. None may be forgotten.
    [Fact]
    public async Task FastReaders_WithTheSmallestQueue_AlwaysCatchUp()
    {
        const int Readers = 4;
        const int Rounds = 400;
        const int Burst = 8;
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
        [
            "--Clients:Limits:MaxQueueOctets=1024", "--Clients:Limits:MaxCommandsPerSecond=1000000",
            .. MessagingEdge.Open("catch", "HistorySize=20000", "SlowReaders=CatchUp"),
        ]);
        List<NativeClient> readers = [];
        for (int i = 0; i < Readers; i++)
        {
            readers.Add(await edge.SubscribeAsync("catch:a"));
        }

        for (int round = 0; round < Rounds; round++)
        {
            int before = round * Burst;
            Task published = Task.Run(() => edge.PublishManyAsync("catch:a", before + Burst, 250, Burst, before + 1));
            await Task.WhenAll(readers.Select(async reader =>
            {
                await reader.CallAsync("unsubscribe", """{"channel":"open:never"}""");
                await reader.ReadAsync(before + 1, before + Burst);
            }));
            await published;
        }

        Assert.InRange(edge.Hub.Counters.FellBehind, Rounds, long.MaxValue); // or nothing was tried
        Assert.InRange(edge.QueueHighWater, 1, 1024 + 64); // and one short answer
        foreach (NativeClient reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    private static async Task<(Push End, long Read)> ReadToTheEndAsync(NativeClient client)
    {
        long read = 0;
        while (true)
        {
            Push push = await client.PushAsync();
            if (push.Kind != "pub")
            {
                return (push, read);
            }

            Assert.Equal(++read, push.Body.Number("offset"));
        }
    }

    private static Task<MessagingEdge> StartAsync(string history) => MessagingEdge.StartAsync(
        TimeProvider.System, MessagingEdge.SmallBuffers,
        [$"--Clients:Limits:MaxQueueOctets={QueueOctets}", .. MessagingEdge.Open("catch", history, "SlowReaders=CatchUp")]);
}
