using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>Links: numbered batches, one at a time; heartbeats; what does not fit; what is not acknowledged.</summary>
public abstract class LinkContract : ChannelGatewayContract
{
    private const string Channel = "long:a";

    [Fact]
    public async Task Batches_OfALink_AreNumberedFromOneWithoutGaps()
    {
        await using GatewayBench bench = await CreateAsync();
        AttachResult attached = await bench.AttachAsync(Channel);
        for (int i = 0; i < 20; i++)
        {
            await bench.PublishAsync(Channel, Text.Request("x"));
            await bench.EventsAsync(Channel);
        }

        Assert.All(bench.Receiver.Batches, batch => Assert.Equal(attached.Link, batch.Link));
        Assert.Equal(Enumerable.Range(1, bench.Receiver.Batches.Count).Select(n => (long)n), bench.Receiver.Batches.Select(batch => batch.Number));
    }

    [Fact]
    public async Task Batches_WhileNothingHappens_AreHeartbeats()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel); // a link may begin with the first attachment only
        await bench.UntilAsync(() => bench.Receiver.Batches.Count >= 3, "three heartbeats");
        Assert.All(bench.Receiver.Batches, batch => Assert.Empty(batch.Events));
        Assert.Equal([1, 2, 3], bench.Receiver.Batches.Take(3).Select(batch => batch.Number));
    }

    [Fact]
    public async Task Batch_InFlight_LetsTheNextWait()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel);
        await HoldAsync(bench);
        for (int i = 0; i < 5; i++)
        {
            await bench.PublishAsync(Channel, Text.Request("x"));
        }

        int held = bench.Receiver.Batches.Count;
        bench.Receiver.Release();
        await bench.UntilAsync(() => bench.Receiver.Batches.Count > held, "the next batch");
        Assert.Equal([1, 2, 3, 4, 5], bench.Receiver.Batches[held].Events.Select(item => item.Offset));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Batch_NotAcknowledged_ComesAgainWithTheSameNumber(bool wasHeeded)
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel);
        bench.Receiver.RefuseNext(3, wasHeeded);
        await bench.PublishAsync(Channel, Text.Request("x"));
        await bench.UntilAsync(() => bench.Receiver.RefusalsLeft == 0 && bench.Receiver.Arrivals.Count >= 4, "four arrivals");
        Assert.Equal(["x"], Texts(await bench.EventsAsync(Channel)));
        (LinkId, long) refused = bench.Receiver.Arrivals[0];
        Assert.All(bench.Receiver.Arrivals.Take(4), arrival => Assert.Equal(refused, arrival));
    }

    // Room for four: what comes after them is told as one event that says where the channel is.
    [Theory, InlineData(3, 3, false), InlineData(4, 4, false), InlineData(5, 4, true), InlineData(9, 4, true)]
    public async Task Events_BeyondWhatMayWait_BecomeOneSkip(int published, int expected, bool isSkipped)
    {
        await using GatewayBench bench = await CreateAsync(With(new LinkLimits { MaxEvents = 4 }));
        await AssertOverflowAsync(bench, published, 100, expected, isSkipped);
    }

    [Theory, InlineData(3, 3, false), InlineData(4, 4, false), InlineData(5, 4, true)]
    public async Task Octets_BeyondWhatMayWait_BecomeOneSkip(int published, int expected, bool isSkipped)
    {
        await using GatewayBench bench = await CreateAsync(With(new LinkLimits { MaxOctets = 400 }));
        await AssertOverflowAsync(bench, published, 100, expected, isSkipped);
    }

    [Fact]
    public async Task Lease_ThatEnds_EndsAttachmentsAndMembersAndBeginsAnotherLink()
    {
        LinkLimits limits = new() { Heartbeat = TimeSpan.FromMilliseconds(20), Lease = TimeSpan.FromSeconds(4) };
        await using GatewayBench bench = await CreateAsync(new BenchSetup { Limits = limits });
        AttachResult first = await bench.AttachAsync(Channel, 1, Present("a"));
        bench.Receiver.RefuseNext(int.MaxValue, afterHeeding: false);
        await bench.PublishAsync(Channel, Text.Request("x"));
        await bench.UntilAsync(() => bench.Receiver.Arrivals.Any(arrival => arrival.Link != first.Link), "another link");
        bench.Receiver.RefuseNext(0, afterHeeding: false);
        Assert.Empty(await bench.Gateway.ReadMembersAsync(Channel));
        await bench.PublishAsync(Channel, Text.Request("y"));
        AttachResult second = await bench.Gateway.AttachAsync(Channel, new AttachRequest(2, first.Top, []));
        Assert.True(second.IsContinuous);
        Assert.Equal(2, second.Top.Offset);
        Assert.NotEqual(first.Link, second.Link);
        await bench.PublishAsync(Channel, Text.Request("z"));
        Assert.Equal(["z"], Texts((await bench.EventsAsync(Channel)).Where(item => item.Publication is not null)));
        Assert.Equal(1, bench.Receiver.Batches.Where(batch => batch.Link == second.Link).Min(batch => batch.Number));
    }

    private static BenchSetup With(LinkLimits limits)
    {
        BenchSetup setup = new();
        return setup with { Limits = limits with { Heartbeat = setup.Limits.Heartbeat, Lease = setup.Limits.Lease } };
    }

    private static async Task AssertOverflowAsync(GatewayBench bench, int published, int octets, int expected, bool isSkipped)
    {
        AttachResult attached = await bench.AttachAsync(Channel);
        await HoldAsync(bench);
        for (int i = 0; i < published; i++)
        {
            await bench.PublishAsync(Channel, Text.OfOctets(octets));
        }

        bench.Receiver.Release();
        await bench.UntilAsync(() => bench.Receiver.Of(Channel).Count == expected + (isSkipped ? 1 : 0), "what was held");
        IReadOnlyList<ChannelEvent> events = bench.Receiver.Of(Channel);
        Assert.Equal(Enumerable.Range(1, expected).Select(n => (long)n), events.Take(expected).Select(item => item.Offset));
        if (isSkipped)
        {
            Assert.Equal((ChannelEventKind.Skipped, attached.Top.Epoch, published), (events[^1].Kind, events[^1].Epoch, events[^1].Offset));
        }

        await bench.PublishAsync(Channel, Text.Request("next"));
        Assert.Equal("next", Texts((await bench.EventsAsync(Channel)).TakeLast(1))[0]);
    }

    // Holds the link: a heartbeat is in flight, and stays so.
    private static async Task HoldAsync(GatewayBench bench)
    {
        bench.Receiver.Hold();
        int before = bench.Receiver.Batches.Count;
        await bench.UntilAsync(() => bench.Receiver.Batches.Count > before, "a batch to hold");
    }
}
