using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>How a subscription begins: at the top or where the client stopped, without a gap and without a double.</summary>
public sealed class SubscribeTests
{
    private static readonly HubLimits SmallLimits = new() { MaxRecoveryPublications = 3, MaxRecoveryOctets = 1000 };

    [Fact]
    public async Task Begin_WithoutPosition_StartsAtTheTopAndGetsWhatComes()
    {
        using HubBench bench = new();
        bench.Gateway.Publish(HubBench.Channel, "p1", "p2");
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p3");
        SubscribeOutcome outcome = Assert.Single(reader.Outcomes);
        Assert.Equal((2, false, false), (outcome.Position.Offset, outcome.WasRecovering, outcome.IsRecovered));
        Assert.Equal(["p3"], reader.Read);
    }

    [Fact]
    public async Task Begin_WithAPosition_RecoversWhatWasMissedAndGoesOn()
    {
        using HubBench bench = new();
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1", "p2", "p3");
        Reader reader = new();
        await bench.SubscribeAsync(reader, top with { Offset = 1 });
        await bench.PublishAsync("p4");
        SubscribeOutcome outcome = Assert.Single(reader.Outcomes);
        Assert.Equal((top, true, true), (outcome.Position, outcome.WasRecovering, outcome.IsRecovered));
        Assert.Equal([2, 3], outcome.Recovered.Select(publication => publication.Offset));
        Assert.Equal(["p2", "p3", "p4"], reader.Read);
    }

    [Theory, InlineData(0, true), InlineData(3, true), InlineData(4, false)]
    public async Task Begin_AtOrAboveTheTop_IsRecoveredOnlyUpToIt(long offset, bool expected)
    {
        using HubBench bench = new();
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1", "p2", "p3");
        Reader reader = new();
        await bench.SubscribeAsync(reader, top with { Offset = offset });
        Assert.Equal((expected, top), (reader.Outcomes[0].IsRecovered, reader.Outcomes[0].Position));
    }

    [Fact]
    public async Task Begin_OfAnotherEpoch_IsNotRecoveredAndStartsAtTheTop()
    {
        using HubBench bench = new();
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1");
        Reader reader = new();
        await bench.SubscribeAsync(reader, new Position("another", 1));
        await bench.PublishAsync("p2");
        Assert.Equal((top, true, false), (reader.Outcomes[0].Position, reader.Outcomes[0].WasRecovering, reader.Outcomes[0].IsRecovered));
        Assert.Equal(["p2"], reader.Read);
    }

    [Theory, InlineData(2, true), InlineData(3, true), InlineData(4, false)]
    public async Task Begin_WithManyMissed_IsRecoveredUpToTheirLimit(int missed, bool expected)
    {
        using HubBench bench = new(SmallLimits);
        Position top = bench.Gateway.Publish(HubBench.Channel, [.. Enumerable.Repeat("x", missed)]);
        Reader reader = new();
        await bench.SubscribeAsync(reader, top with { Offset = 0 });
        Assert.Equal((expected, expected ? missed : 0), (reader.Outcomes[0].IsRecovered, reader.Outcomes[0].Recovered.Count));
        Assert.Equal(top, reader.Outcomes[0].Position);
        Assert.Equal(expected ? 0 : 1, bench.Hub.Counters.RecoveriesTooLarge);
    }

    // Two payloads with their quotes.
    [Theory, InlineData(999, true), InlineData(1000, true), InlineData(1001, false)]
    public async Task Begin_WithLargeMissed_IsRecoveredUpToTheirOctets(int octets, bool expected)
    {
        using HubBench bench = new(SmallLimits);
        Position top = bench.Gateway.Publish(HubBench.Channel, new string('x', 400 - 2), new string('y', octets - 400 - 2));
        Reader reader = new();
        await bench.SubscribeAsync(reader, top with { Offset = 0 });
        Assert.Equal(expected, reader.Outcomes[0].IsRecovered);
    }

    [Fact]
    public async Task Begin_WhileSomethingIsOnTheLink_DeliversItOnce()
    {
        using HubBench bench = new();
        Reader first = new();
        await bench.SubscribeAsync(first);
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1", "p2"); // in history, and not yet here
        Reader second = new();
        await bench.SubscribeAsync(second, top with { Offset = 0 });
        Assert.Equal(["p1", "p2"], second.Read);
        await bench.Gateway.DeliverAsync();
        await bench.PublishAsync("p3");
        Assert.Equal(["p1", "p2", "p3"], first.Read);
        Assert.Equal(["p1", "p2", "p3"], second.Read);
    }

    [Fact]
    public async Task Begin_WhenTheLinkIsFasterThanHistory_TakesTheRestFromTheTail()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        Position top = await bench.PublishAsync("p1");
        bench.Gateway.Answering = async call =>
        {
            if (call == "history")
            {
                bench.Gateway.Answering = null;
                await bench.PublishAsync("p2"); // delivered here before the answer that does not have it
            }
        };
        Reader reader = new();
        await bench.SubscribeAsync(reader, top with { Offset = 0 });
        Assert.Equal(["p1", "p2"], reader.Read);
        Assert.True(reader.Outcomes[0].IsRecovered);
        Assert.Equal(2, reader.Outcomes[0].Position.Offset);
    }

    // Regression: what came between the attachment and its answer was forgotten until the next publication.
    [Fact]
    public async Task Attach_WhilePublishedBeforeItsAnswer_DeliversThatWithoutWaitingForMore()
    {
        using HubBench bench = new();
        bench.Gateway.Publish(HubBench.Channel, "p1");
        bench.Gateway.Answering = async call =>
        {
            if (call == "attach")
            {
                bench.Gateway.Answering = null;
                await bench.PublishAsync("p2");
            }
        };
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        await Wait.UntilAsync(() => reader.Read.Count != 0 || reader.Outcomes[0].Position.Offset == 2, "p2"); // and no time passes
        Assert.Equal(0, reader.LostCount);
    }

    // The recovery waits for the edge to look, and does not use up its attempts meanwhile.
    [Fact]
    public async Task Begin_WhileTheEdgeBelievesInAnOldEpoch_RecoversInTheNewOne()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        await bench.PublishAsync("p1");
        bench.Gateway.Forget(HubBench.Channel);
        Position top = bench.Gateway.Publish(HubBench.Channel, "q1", "q2");
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Gateway.Arriving = call => call == "attach" ? held.Task : Task.CompletedTask;
        Reader reader = new();
        Task subscribing = bench.SubscribeAsync(reader, top with { Offset = 1 });
        await bench.UntilAsync(() => bench.Gateway.Count("attach") == 2, "the edge to look");
        held.SetResult();
        await subscribing;
        Assert.True(reader.Outcomes[0].IsRecovered);
        Assert.Equal(["q2"], reader.Read);
    }

    // Regression: a session that ended while its channel was being attached waited for ever.
    [Fact]
    public async Task Begin_EndedWhileAttaching_Returns()
    {
        using HubBench bench = new();
        bench.Gateway.Arriving = _ => throw new GatewayUnavailableException();
        Reader reader = new();
        Subscription subscription = bench.Hub.Join(HubBench.Channel, reader, wantsMembers: false);
        Task beginning = bench.Hub.BeginAsync(subscription, null).AsTask();
        Assert.False(beginning.IsCompleted);
        Assert.True(subscription.End());
        await bench.UntilAsync(() => beginning.IsCompleted, "the end");
        await beginning;
        Assert.Empty(reader.Outcomes);
    }

    [Fact]
    public async Task Begin_WithoutAnAnswerInTime_FailsAndEnds()
    {
        using HubBench bench = new();
        bench.Gateway.Arriving = _ => throw new GatewayUnavailableException();
        Reader reader = new();
        Subscription subscription = bench.Hub.Join(HubBench.Channel, reader, wantsMembers: false);
        Task beginning = bench.Hub.BeginAsync(subscription, null).AsTask();
        await bench.UntilAsync(() => beginning.IsCompleted, "giving up");
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => beginning);
        Assert.Equal(SubscriptionState.Ended, subscription.State);
    }

    [Fact]
    public async Task Begin_BeyondTheLimitOfChannels_FailsAtOnce()
    {
        using HubBench bench = new();
        bench.Gateway.Arriving = _ => throw new ChannelLimitException();
        await Assert.ThrowsAsync<ChannelLimitException>(() => bench.SubscribeAsync(new Reader()));
    }

    [Fact]
    public async Task Begin_WhenOneReadIsLost_RecoversAllTheSame()
    {
        using HubBench bench = new();
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1", "p2");
        bench.Gateway.Arriving = call =>
        {
            if (call == "history")
            {
                bench.Gateway.Arriving = null;
                throw new GatewayUnavailableException();
            }

            return Task.CompletedTask;
        };
        Reader reader = new();
        Task subscribing = bench.SubscribeAsync(reader, top with { Offset = 0 });
        await bench.UntilAsync(() => subscribing.IsCompleted, "the second read");
        await subscribing;
        Assert.True(reader.Outcomes[0].IsRecovered);
    }

    [Fact]
    public void Join_OfAnUnknownNamespace_IsRefused()
    {
        using HubBench bench = new();
        Assert.Throws<InvalidOperationException>(() => bench.Hub.Join("unknown:a", new Reader(), wantsMembers: false));
    }

    [Fact]
    public async Task End_Twice_EndsOnce()
    {
        using HubBench bench = new();
        Reader reader = new();
        Subscription subscription = await bench.SubscribeAsync(reader);
        Assert.True(subscription.End());
        Assert.False(subscription.End());
        await bench.PublishAsync("p1");
        Assert.Empty(reader.Read);
    }

    [Fact]
    public async Task Reads_ToRecover_AreNoMoreAtATimeThanTheirLimit()
    {
        using HubBench bench = new(new HubLimits { MaxHistoryReads = 2 });
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1");
        int reading = 0, most = 0;
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Gateway.Arriving = async call =>
        {
            if (call == "history")
            {
                int now = Interlocked.Increment(ref reading);
                most = Math.Max(most, now);
                await held.Task;
                Interlocked.Decrement(ref reading);
            }
        };
        Reader[] readers = [.. Enumerable.Range(0, 5).Select(_ => new Reader())];
        Task[] subscribing = [.. readers.Select(reader => bench.SubscribeAsync(reader, top with { Offset = 0 }))];
        await bench.UntilAsync(() => bench.Gateway.Count("history") == 2, "two reads");
        held.SetResult();
        await Task.WhenAll(subscribing);
        Assert.Equal(2, most);
        Assert.All(readers, reader => Assert.Equal(["p1"], reader.Read));
    }
}
