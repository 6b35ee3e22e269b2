using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Clients that do not read, where they are disconnected for it; and answers that are larger than the queue.</summary>
public sealed class SlowReaderTests
{
    private const int Size = 2000;
    private const int QueueOctets = 32 << 10;
    private const int SmallReceiveBuffer = 4096;

    [Theory]
    [InlineData(Road.Http1)]
    [InlineData(Road.TlsHttp1)]
    [InlineData(Road.Http2)]
    public async Task StalledReader_IsDisconnectedAndRecovers_OthersAreUndisturbed(Road road)
    {
        await using MessagingEdge edge = await StartAsync();
        await using NativeClient other = await edge.SubscribeAsync("slow:a");
        await using NativeClient slow = await edge.ConnectAsync(road: road, receiveBufferOctets: SmallReceiveBuffer);
        await slow.SubscribeAsync("slow:a");

        long published = 0;
        string epoch = "";
        while (edge.Disconnected(3008) == 0)
        {
            Assert.InRange(published, 0, 900);
            (epoch, published) = await edge.PublishAsync("slow:a", Data(published + 1));
            await other.ReadAsync(published, published);
        }

        long read = 0;
        (int Code, string Reason) end;
        try
        {
            while (true)
            {
                Push push = await slow.PushAsync();
                Assert.Equal(++read, push.Body.Number("offset"));
            }
        }
        catch (ClosedException closed)
        {
            end = (closed.Code, closed.Reason);
        }

        Assert.Equal((3008, "slow"), end);
        Assert.InRange(read, 1, published - 1);
        Assert.InRange(edge.QueueHighWater, 1, QueueOctets);
        Assert.Equal(1, edge.Reached("MaxQueueOctets"));
        await using NativeClient back = await edge.ConnectAsync();
        Reply reply = await back.RecoverAsync("slow:a", epoch, read);
        Assert.True(reply.Result.Flag("recovered"));
        Assert.Equal(Enumerable.Range((int)read + 1, (int)(published - read)).Select(static i => (long)i), reply.Offsets);
    }

    // It is told as soon as it reads, and dropped when it does not: a close frame that cannot be sent has its time.
    [Fact]
    public async Task StalledReader_ThatNeverReads_IsDropped()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await StartAsync(time);
        await using NativeClient slow = await edge.ConnectAsync(receiveBufferOctets: SmallReceiveBuffer);
        await slow.SubscribeAsync("slow:a");
        for (int i = 1; edge.Disconnected(3008) == 0; i++)
        {
            Assert.InRange(i, 1, 900);
            await edge.PublishAsync("slow:a", Data(i));
        }

        await Bounded.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return edge.Host.Log.Ended.Count == 1;
            },
            "the slow reader is dropped");

        // Whichever it runs out of first: the time for what is being flushed, or that for its close frame.
        Assert.Contains(Assert.Single(edge.Meter.Ended), (string[])
        [
            "code=1006 end=Stalled route=/connection/websocket rule=None", "code=1006 end=CloseTimedOut route=/connection/websocket rule=None",
        ]);
    }

    // A client that asks and does not read: its commands wait with the answers, and no more of them than may.
    [Fact]
    public async Task ReaderThatAsksAndDoesNotRead_IsStoppedWithinItsLimits()
    {
        await using MessagingEdge edge = await StartAsync(TimeProvider.System, "--Clients:Limits:MaxCommandsPerSecond=1000000");
        await edge.PublishManyAsync("slow:a", 10, 3000);
        await using NativeClient slow = await edge.ConnectAsync(receiveBufferOctets: SmallReceiveBuffer);

        for (int id = 2; edge.Disconnected(3013) == 0 && id < 5000; id++)
        {
            await slow.SendAsync(NativeClient.Command(id, "history", """{"channel":"slow:a","limit":-1}"""));
        }

        await Bounded.UntilAsync(() => edge.Disconnected(3013) == 1, "the reader is disconnected"); // all may have been sent before the first was looked at
        Assert.Equal(1, edge.Reached("MaxPendingCommands"));
        Assert.InRange(edge.QueueHighWater, 1, QueueOctets + (QueueOctets / 2) + 4096); // at most one answer more
    }

    [Fact]
    public async Task ReaderThatAsksALotAndReads_GetsEveryAnswerInOrder()
    {
        await using MessagingEdge edge = await StartAsync(TimeProvider.System, "--Clients:Limits:MaxCommandsPerSecond=1000000");
        await edge.PublishManyAsync("slow:a", 10, 3000);
        await using NativeClient client = await edge.ConnectAsync(receiveBufferOctets: SmallReceiveBuffer);

        await client.SendAsync([.. Enumerable.Range(2, 100).Select(static id => NativeClient.Command(id, "history", """{"channel":"slow:a","limit":-1}"""))]);

        for (int id = 2; id < 102; id++)
        {
            Reply reply = new(await client.ReceiveAsync());
            Assert.Equal((id, 0), (reply.Id, reply.Error));
        }
    }

    // With a bound for what waits and none for what is one answer, a client would be disconnected, come back, ask the same
    // and be disconnected again, for ever.
    [Fact]
    public async Task Recovery_OfAsMuchAsMayBe_FitsWithTheDefaultLimits()
    {
        const int Count = 1000;
        const int Octets = (1 << 20) / Count;
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        string epoch = await edge.PublishManyAsync("open:a", Count, Octets);
        await using NativeClient client = await edge.ConnectAsync();

        Reply reply = await client.RecoverAsync("open:a", epoch, 0);

        Assert.True(reply.Result.Flag("recovered"));
        Assert.Equal(Count, reply.Offsets.Count);
        Assert.InRange(reply.ToString().Length, 1 << 20, int.MaxValue); // more than the queue holds
        Assert.Equal(0, edge.Disconnected(3008));
    }

    // As an SDK does that comes back: connect and all subscriptions in one message.
    [Fact]
    public async Task Recovery_OfManyChannelsAtOnce_FitsWithTheDefaultLimits()
    {
        const int Channels = 20;
        const int Count = 100;
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        string[] epochs = await Task.WhenAll(Enumerable.Range(0, Channels).Select(i => edge.PublishManyAsync($"open:{i}", Count, 2000)));
        await using NativeClient client = await edge.OpenAsync();

        await client.SendAsync(["""{"id":1,"connect":{}}""", .. epochs.Select(static (epoch, i) =>
            NativeClient.Command(2 + i, "subscribe", $"{{\"channel\":\"open:{i}\",\"recover\":true,\"epoch\":\"{epoch}\",\"offset\":0}}"))]);

        for (int id = 1; id < 2 + Channels; id++)
        {
            Reply reply = await client.ReplyAsync(id);
            Assert.Equal((0, id == 1 ? 0 : Count), (reply.Error, reply.Offsets.Count));
        }
    }

    [Fact]
    public async Task Publication_LargerThanTheQueue_ReachesWhoeverReads()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(["--Clients:Limits:MaxQueueOctets=1024", .. MessagingEdge.Open("catch", "HistorySize=10", "SlowReaders=CatchUp")]);
        await using NativeClient client = await edge.ConnectAsync();
        await client.SubscribeAsync("open:a");
        await client.SubscribeAsync("catch:a");

        for (int i = 1; i <= 3; i++)
        {
            await edge.PublishAsync("open:a", Data(i));
            await client.ReadAsync(i, i);
            await edge.PublishAsync("catch:a", Data(i));
            await client.ReadAsync(i, i);
        }

        Assert.Equal(0, edge.Disconnected(3008));
    }

    private static Task<MessagingEdge> StartAsync(TimeProvider? time = null, params string[] options) => MessagingEdge.StartAsync(
        time ?? TimeProvider.System, MessagingEdge.SmallBuffers,
        [$"--Clients:Limits:MaxQueueOctets={QueueOctets}", .. MessagingEdge.Open("slow", "HistorySize=10000", "SlowReaders=Disconnect"), .. options]);

    private static string Data(long number) => System.Text.Encoding.ASCII.GetString(MessagingEdge.Numbered((int)number, Size));
}
