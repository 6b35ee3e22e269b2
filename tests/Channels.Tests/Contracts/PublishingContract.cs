using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>Publications: one order, each number once, keys as long as history.</summary>
public abstract class PublishingContract : ChannelGatewayContract
{
    [Fact]
    public async Task Publish_OneBatch_GetsRisingOffsetsInTheRequestsOrder()
    {
        await using GatewayBench bench = await CreateAsync();
        AttachResult attached = await bench.AttachAsync("short:a");
        IReadOnlyList<Position> positions = await bench.PublishAsync("short:a", [Text.Request("x"), Text.Request("y"), Text.Request("z")]);
        Assert.Equal([1, 2, 3], positions.Select(position => position.Offset));
        Assert.All(positions, position => Assert.Equal(attached.Top.Epoch, position.Epoch));
        IReadOnlyList<ChannelEvent> events = await bench.EventsAsync("short:a");
        Assert.Equal(["x", "y", "z"], Texts(events));
        Assert.Equal([1, 2, 3], events.Select(item => item.Offset));
        Assert.All(events, item => Assert.Equal((ChannelEventKind.Published, attached.Top.Epoch), (item.Kind, item.Epoch)));
    }

    [Fact]
    public async Task Publish_ByManyAtOnce_GivesEachOffsetOnceAndTellsThemInOrder()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("long:a");
        Position[][] positions = await Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => Task.Run(async () =>
        {
            List<Position> mine = [];
            for (int number = 1; number <= 50; number++)
            {
                PublishBatch batch = new($"publisher-{publisher}", number, [Text.Request($"{publisher}-{number}")]);
                mine.AddRange(await bench.Gateway.PublishAsync("long:a", batch));
            }

            return mine.ToArray();
        })));
        Assert.Equal(Enumerable.Range(1, 200).Select(offset => (long)offset), positions.SelectMany(p => p).Select(p => p.Offset).Order());
        Assert.All(positions, mine => Assert.Equal(mine.OrderBy(p => p.Offset), mine));
        IReadOnlyList<ChannelEvent> events = await bench.EventsAsync("long:a");
        Assert.Equal(Enumerable.Range(1, 200).Select(offset => (long)offset), events.Select(item => item.Offset));
    }

    [Fact]
    public async Task Publish_SameNumberAgain_AnswersTheSameAndAppendsNothing()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("short:a");
        PublishBatch batch = new("publisher", 7, [Text.Request("x"), Text.Request("y")]);
        IReadOnlyList<Position> first = await bench.Gateway.PublishAsync("short:a", batch);
        await bench.PublishAsync("short:a", Text.Request("z"));
        Assert.Equal(first, await bench.Gateway.PublishAsync("short:a", batch));
        Assert.Equal(["x", "y", "z"], Texts(await bench.EventsAsync("short:a")));
    }

    [Fact]
    public async Task Publish_OlderNumber_AppendsNothing()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("short:a");
        await bench.Gateway.PublishAsync("short:a", new PublishBatch("publisher", 7, [Text.Request("x")]));
        IReadOnlyList<Position> late = await bench.Gateway.PublishAsync("short:a", new PublishBatch("publisher", 6, [Text.Request("late")]));
        Assert.Single(late);
        Assert.Equal(["x"], Texts(await bench.EventsAsync("short:a")));
    }

    [Fact]
    public async Task Publish_SameNumberOfAnotherPublisherOrChannel_Appends()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("short:a");
        await bench.AttachAsync("short:b");
        await bench.Gateway.PublishAsync("short:a", new PublishBatch("publisher", 1, [Text.Request("x")]));
        await bench.Gateway.PublishAsync("short:a", new PublishBatch("another", 1, [Text.Request("y")]));
        await bench.Gateway.PublishAsync("short:b", new PublishBatch("publisher", 1, [Text.Request("z")]));
        Assert.Equal(["x", "y"], Texts(await bench.EventsAsync("short:a")));
        Assert.Equal(["z"], Texts(await bench.EventsAsync("short:b")));
    }

    [Fact]
    public async Task Publish_KeyInHistory_GetsTheFirstPositionAndAppendsNothing()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("short:a");
        Position first = await bench.PublishAsync("short:a", Text.Request("x") with { IdempotencyKey = "key" });
        await bench.PublishAsync("short:a", Text.Request("y"));
        IReadOnlyList<Position> again = await bench.PublishAsync(
            "short:a", [Text.Request("x") with { IdempotencyKey = "key" }, Text.Request("z") with { IdempotencyKey = "other" }]);
        Assert.Equal([first, first with { Offset = 3 }], again);
        Assert.Equal(["x", "y", "z"], Texts(await bench.EventsAsync("short:a")));
    }

    [Fact]
    public async Task Publish_SameKeyTwiceInOneBatch_AppendsOnce()
    {
        await using GatewayBench bench = await CreateAsync();
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        Assert.Equal([1, 1], (await bench.PublishAsync("short:a", [request, request])).Select(position => position.Offset));
    }

    // History keeps ten: with eight or nine after it the first is still there, with ten it is not.
    [Theory, InlineData(8, 1), InlineData(9, 1), InlineData(10, 12)]
    public async Task Publish_KeyAfterOthers_IsKnownAsLongAsTheFirstIsInHistory(int others, long expected)
    {
        await using GatewayBench bench = await CreateAsync();
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        await bench.PublishAsync("short:a", request);
        for (int i = 0; i < others; i++)
        {
            await bench.PublishAsync("short:a", Text.Request("other"));
        }

        Assert.Equal(expected, (await bench.PublishAsync("short:a", request)).Offset);
    }

    [Theory, InlineData(-1, 1), InlineData(0, 2)]
    public async Task Publish_KeyAfterTime_IsKnownAsLongAsTheFirstIsInHistory(int secondsOverAge, long expected)
    {
        await using GatewayBench bench = await CreateAsync();
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        await bench.PublishAsync("short:a", request);
        await bench.PassAsync(SampleRules.HistoryAge + TimeSpan.FromSeconds(secondsOverAge));
        Assert.Equal(expected, (await bench.PublishAsync("short:a", request)).Offset);
    }

    [Fact]
    public async Task Publish_KeyAfterHistoryWasRemoved_AppendsAgain()
    {
        await using GatewayBench bench = await CreateAsync();
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        await bench.PublishAsync("short:a", request);
        await bench.Gateway.RemoveHistoryAsync("short:a");
        Assert.Equal(2, (await bench.PublishAsync("short:a", request)).Offset);
    }

    [Fact]
    public async Task Publish_SkippingHistory_IsToldWithoutOffsetAndNotKept()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("short:a");
        await bench.PublishAsync("short:a", Text.Request("x"));
        Position answer = await bench.PublishAsync("short:a", Text.Request("y") with { SkipHistory = true });
        Assert.Equal(1, answer.Offset);
        Assert.Equal([("x", 1L), ("y", 0L)], (await bench.EventsAsync("short:a")).Select(item => (Text.Of(item.Publication!), item.Offset)));
        HistoryResult history = await bench.Gateway.ReadHistoryAsync("short:a", new HistoryRequest(-1));
        Assert.Equal([1], Offsets(history.Publications));
    }

    [Fact]
    public async Task Publish_WithoutHistory_HasNoOffsetsAndNoKeys()
    {
        await using GatewayBench bench = await CreateAsync();
        AttachResult attached = await bench.AttachAsync("plain:a");
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        Assert.Equal(attached.Top with { Offset = 0 }, await bench.PublishAsync("plain:a", request));
        Assert.Equal(attached.Top with { Offset = 0 }, await bench.PublishAsync("plain:a", request));
        IReadOnlyList<ChannelEvent> events = await bench.EventsAsync("plain:a");
        Assert.Equal([0, 0], events.Select(item => item.Offset));
        HistoryResult history = await bench.Gateway.ReadHistoryAsync("plain:a", new HistoryRequest(-1));
        Assert.Empty(history.Publications);
    }

    [Fact]
    public async Task Publish_InfoAndTags_AreToldAndKept()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("short:a");
        ClientInfo info = new("user", "client") { ConnectionInfo = "{}"u8.ToArray() };
        await bench.PublishAsync("short:a", Text.Request("x") with { Info = info, Tags = new Dictionary<string, string> { ["k"] = "v" } });
        Publication told = Assert.Single(await bench.EventsAsync("short:a")).Publication!;
        Publication kept = Assert.Single((await bench.Gateway.ReadHistoryAsync("short:a", new HistoryRequest(-1))).Publications);
        foreach (Publication publication in new[] { told, kept })
        {
            Assert.Equal(("user", "client"), (publication.Info!.User, publication.Info.Client));
            Assert.Equal("{}"u8, publication.Info.ConnectionInfo.Span);
            Assert.Equal("v", publication.Tags!["k"]);
            Assert.NotEqual(0, publication.TimeMilliseconds);
        }
    }
}
