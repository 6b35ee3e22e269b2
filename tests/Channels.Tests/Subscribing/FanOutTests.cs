using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>What one publication costs: the same for one subscriber and for thousands.</summary>
public sealed class FanOutTests
{
    private const string Channel = "long:a";
    private const int Publications = 200;

    [Fact]
    public void Frames_OfOnePublication_AreEncodedOnceForAll()
    {
        Sink[] sinks = [.. Enumerable.Range(0, 1000).Select(_ => new Sink())];
        Publish(Fill(sinks), 1, 1);
        Assert.Single(sinks.Select(sink => sink.LastFrame).Distinct());
        Assert.Equal(1, sinks.Sum(sink => sink.Encoded));
    }

    [Fact]
    public void Allocations_OfAPublication_DoNotDependOnItsSubscribers()
    {
        long one = Allocated(1);
        long many = Allocated(5000);
        Assert.InRange(one, 1, Publications * 1024);
        Assert.Equal(one, many);
    }

    // A test that cannot fail is none: a subscriber that allocates is seen.
    [Fact]
    public void Allocations_OfSubscribers_AreMeasured() =>
        Assert.InRange(Allocated(5000, allocates: true) - Allocated(1, allocates: true), 4999 * Publications * 24L, long.MaxValue);

    private static long Allocated(int subscribers, bool allocates = false)
    {
        ChannelSubscribers channel = Fill([.. Enumerable.Range(0, subscribers).Select(_ => new Sink { Allocates = allocates })]);
        ChannelEvent[] events = [.. Enumerable.Range(1, Publications + 50).Select(offset => Event(offset))];
        for (int i = 0; i < 50; i++)
        {
            channel.OnEvents(events, i, i + 1, out _);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 50; i < events.Length; i++)
        {
            channel.OnEvents(events, i, i + 1, out _);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ChannelSubscribers Fill(Sink[] sinks)
    {
        HubBench bench = new();
        ChannelSubscribers channel = new(Channel, SampleRules.Long, new HubCounters());
        ChannelKeeper keeper = new(bench.Hub, channel);
        channel.Attached(null, new AttachResult(new LinkId("edge", "host"), new Position("epoch", 0), true));
        foreach (Sink sink in sinks)
        {
            Subscription subscription = new(keeper, sink);
            channel.Add(subscription);
            Assert.True(channel.TryBeginAtTop(subscription, wasRecovering: false));
        }

        return channel;
    }

    private static void Publish(ChannelSubscribers channel, long first, int count)
    {
        for (long offset = first; offset < first + count; offset++)
        {
            channel.OnEvents([Event(offset)], 0, 1, out _);
        }
    }

    private static ChannelEvent Event(long offset) => new(
        ChannelEventKind.Published, Channel, "epoch", offset, new Publication { Data = Text.Request("x").Data, Offset = offset });

    // Encodes once, as a session does.
    private sealed class Sink : ISubscriber
    {
        public bool Allocates { get; init; }

        public byte[]? LastFrame { get; private set; }

        public int Encoded { get; private set; }

        public bool HasRoomToCatchUp => true;

        public bool TryDeliver(Subscription subscription, Delivery delivery)
        {
            ref byte[]? frame = ref delivery.Frame(0);
            if (frame is null)
            {
                frame = new byte[16];
                Encoded++;
            }

            LastFrame = Allocates ? new byte[16] : frame;
            return true;
        }

        public long DropQueued(Subscription subscription) => 0;

        public void OnSubscribed(Subscription subscription, SubscribeOutcome outcome)
        {
        }

        public void OnPositionLost(Subscription subscription)
        {
        }
    }
}
