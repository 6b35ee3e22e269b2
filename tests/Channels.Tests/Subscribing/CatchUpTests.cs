namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>Slow readers: what they could not take is read again later, in order and once.</summary>
public sealed class CatchUpTests
{
    [Fact]
    public async Task Reader_ThatIsFull_GetsTheRestFromTheTailWithoutARead()
    {
        using HubBench bench = new();
        Reader reader = new() { Capacity = 2 };
        Subscription subscription = await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p1", "p2", "p3", "p4"); // p1 and p2 are dropped with p3's arrival
        Assert.Equal(SubscriptionState.CatchingUp, subscription.State);
        await DrainAsync(bench, reader, subscription);
        Assert.Equal(["p1", "p2", "p3", "p4"], reader.Read);
        await bench.PublishAsync("p5");
        reader.ReadQueued();
        Assert.Equal("p5", reader.Read[^1]);
        Assert.Equal((1L, 1L), (bench.Hub.Counters.FellBehind, bench.Hub.Counters.CaughtUp));
    }

    [Fact]
    public async Task Reader_ThatReadWhatWasQueued_GetsTheRestFromTheTailAlone()
    {
        using HubBench bench = new();
        Reader reader = new() { Capacity = 2 };
        Subscription subscription = await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p1", "p2");
        reader.ReadQueued();
        reader.Capacity = 0;
        await bench.PublishAsync("p3", "p4");
        reader.Capacity = 2;
        await DrainAsync(bench, reader, subscription);
        Assert.Equal(["p1", "p2", "p3", "p4"], reader.Read);
        Assert.Equal(0, bench.Gateway.Count("history"));
    }

    [Fact]
    public async Task Reader_BehindMoreThanTheTail_ReadsHistory()
    {
        using HubBench bench = new();
        Reader reader = new() { Capacity = 7 };
        Subscription subscription = await bench.SubscribeAsync(reader);
        for (int i = 1; i <= 3000; i++)
        {
            await bench.PublishAsync($"p{i}");
        }

        await DrainAsync(bench, reader, subscription);
        Assert.Equal(Enumerable.Range(1, 3000).Select(i => $"p{i}"), reader.Read);
        Assert.NotEqual(0, bench.Gateway.Count("history"));
    }

    [Fact]
    public async Task Reader_BehindMoreThanHistory_LosesItsPosition()
    {
        using HubBench bench = new();
        Reader reader = new() { Capacity = 2 };
        Subscription subscription = await bench.SubscribeAsync(reader, channel: "short:a");
        bench.Gateway.Publish("short:a", [.. Enumerable.Repeat("x", 5000)]);
        await bench.Gateway.DeliverAsync();
        bench.Hub.CatchUp(subscription);
        await bench.UntilAsync(() => reader.LostCount == 1, "the loss");
        Assert.Equal(SubscriptionState.Ended, subscription.State);
    }

    [Fact]
    public async Task Reader_WhoseHistoryNobodyCanRead_LosesItsPositionAfterAWhile()
    {
        using HubBench bench = new();
        Reader reader = new() { Capacity = 2 };
        Subscription subscription = await bench.SubscribeAsync(reader);
        await bench.PublishAsync([.. Enumerable.Repeat("x", 3000)]);
        bench.Gateway.Arriving = call => call == "history" ? throw new GatewayUnavailableException() : Task.CompletedTask;
        bench.Hub.CatchUp(subscription);
        await bench.UntilAsync(() => reader.LostCount == 1, "giving up");
    }

    [Fact]
    public async Task Reader_ThatIsBehind_EndsQuietly()
    {
        using HubBench bench = new();
        Reader reader = new() { Capacity = 2 };
        Subscription subscription = await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p1", "p2", "p3");
        Assert.True(subscription.End());
        bench.Hub.CatchUp(subscription);
        Assert.Equal((0, 0), (reader.LostCount, bench.Gateway.Count("history")));
    }

    // Regression: a reader that said to have room and took nothing was offered the same for ever, on the thread of its socket.
    [Fact]
    public async Task Reader_ThatRefusesInSpiteOfRoom_IsAskedAgainOnlyWhenItSaysSo()
    {
        using HubBench bench = new();
        Reader reader = new() { Capacity = 2 };
        Subscription subscription = await bench.SubscribeAsync(reader);
        for (int i = 0; i < 2000; i++)
        {
            await bench.PublishAsync("x");
        }

        reader.IsStubborn = true;
        int reads = 0;
        bench.Gateway.Arriving = call => call == "history" && ++reads > 10 ? throw new InvalidOperationException("Read for ever.") : Task.CompletedTask;
        bench.Hub.CatchUp(subscription);
        Assert.Equal(1, reads);
        reader.IsStubborn = false;
        bench.Gateway.Arriving = null;
        await DrainAsync(bench, reader, subscription);
        Assert.Equal(2000, reader.Read.Count);
    }

    // Regression: one that began ahead of this edge, and fell behind at a member's coming, got what it had recovered once more.
    [Fact]
    public async Task Reader_AheadOfTheEdge_FallsBehindToWhereItWas()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1", "p2");
        LinkBatch late = bench.Gateway.Take();
        Reader reader = new() { Capacity = 1 };
        Subscription subscription = await bench.SubscribeAsync(reader, top with { Offset = 0 });
        reader.Capacity = 0;
        ChannelEvent joined = new(ChannelEventKind.Joined, HubBench.Channel, top.Epoch, Member: new ClientInfo("user", "a"));
        await bench.Hub.ReceiveAsync(late with { Events = [joined, .. late.Events] });
        reader.Capacity = 1;
        await bench.PublishAsync("p3");
        await DrainAsync(bench, reader, subscription);
        Assert.Equal(["p1", "p2", "p3"], reader.Read);
    }

    [Fact]
    public async Task CatchUp_OfALiveReader_OnlyEndsTheTurn()
    {
        using HubBench bench = new();
        Subscription subscription = await bench.SubscribeAsync(new Reader());
        int turns = bench.Turns;
        bench.Hub.CatchUp(subscription);
        Assert.Equal((turns + 1, 0), (bench.Turns, bench.Gateway.Count("history")));
    }

    // A session reads what is queued, and says that there is room.
    private static async Task DrainAsync(HubBench bench, Reader reader, Subscription subscription)
    {
        await bench.UntilAsync(
            () =>
            {
                reader.ReadQueued();
                bench.Hub.CatchUp(subscription);
                return subscription.State == SubscriptionState.Live;
            },
            "catching up");
        reader.ReadQueued();
    }
}
