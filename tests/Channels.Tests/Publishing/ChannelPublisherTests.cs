using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Channels.Tests.Subscribing;

namespace Stratus.Realtime.Channels.Tests.Publishing;

/// <summary>One batch in flight for a channel, retries that do not double, and limits on what waits.</summary>
public sealed class ChannelPublisherTests
{
    private const string Channel = "long:a";

    private readonly ManualTime _time = new();
    private readonly DeskGateway _gateway;
    private readonly Completions _completions = new();

    public ChannelPublisherTests() => _gateway = new DeskGateway(_time);

    [Fact]
    public async Task Publish_One_GivesItsPosition()
    {
        ChannelPublisher publisher = Make();
        Assert.Equal(1, (await publisher.PublishAsync(Channel, Text.Request("x"))).Offset);
        Assert.Equal(2, (await publisher.PublishAsync(Channel, Text.Request("y"))).Offset);
        Assert.Equal(0, publisher.LaneCount);
    }

    [Fact]
    public void Enqueue_BeforeFlush_WaitsForIt()
    {
        ChannelPublisher publisher = Make();
        PublishLane lane = Enqueue(publisher, 1);
        Assert.Same(lane, Enqueue(publisher, 2));
        Assert.Equal(0, _gateway.Count("publish"));
        lane.Flush();
        lane.Flush();
        Assert.Equal([(1, PublishOutcome.Done, 1L), (2, PublishOutcome.Done, 2L)], _completions.All.Select(c => (c.Tag, c.Outcome, c.Position.Offset)));
        Assert.Equal(1, _gateway.Count("publish"));
    }

    [Fact]
    public async Task Enqueue_WhileABatchIsInFlight_MakesTheNextOne()
    {
        ChannelPublisher publisher = Make();
        TaskCompletionSource held = Hold();
        for (int tag = 1; tag <= 10; tag++)
        {
            Enqueue(publisher, tag).Flush();
        }

        Assert.Equal((1, 0), (_gateway.Count("publish"), _completions.All.Count));
        held.SetResult();
        await UntilAsync(() => _completions.All.Count == 10, "all ten");
        Assert.Equal(Enumerable.Range(1, 10).Select(tag => ((long)tag, (long)tag)), _completions.All.Select(c => (c.Tag, c.Position.Offset)));
        Assert.Equal((2, 0), (_gateway.Count("publish"), publisher.LaneCount));
    }

    [Fact]
    public void Channels_DoNotWaitForEachOther()
    {
        ChannelPublisher publisher = Make();
        Hold();
        Enqueue(publisher, 1).Flush();
        _gateway.Arriving = null;
        publisher.Enqueue("long:b", Text.Request("x"), _completions, 2).Flush();
        Assert.Equal(2, Assert.Single(_completions.All).Tag);
    }

    [Theory, InlineData(2, 0), InlineData(3, 0), InlineData(4, 1), InlineData(6, 3)]
    public async Task Enqueue_BeyondTheLimitOfPublications_IsRefusedAtOnce(int queued, int refused)
    {
        ChannelPublisher publisher = new(_gateway, "edge", _time) { MaxQueued = 3 };
        await AssertRefusedAsync(publisher, queued, refused, octets: 10);
    }

    [Theory, InlineData(2, 0), InlineData(3, 0), InlineData(4, 1)]
    public async Task Enqueue_BeyondTheLimitOfOctets_IsRefusedAtOnce(int queued, int refused)
    {
        ChannelPublisher publisher = new(_gateway, "edge", _time) { MaxQueuedOctets = 30 };
        await AssertRefusedAsync(publisher, queued, refused, octets: 10);
    }

    [Fact]
    public async Task Publish_BeyondTheLimit_SaysSo()
    {
        ChannelPublisher publisher = new(_gateway, "edge", _time) { MaxQueued = 0 };
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await publisher.PublishAsync(Channel, Text.Request("x")));
    }

    [Fact]
    public async Task Publish_WhoseAnswersAreLost_IsAppendedOnce()
    {
        ChannelPublisher publisher = Make();
        int lost = 0;
        _gateway.Answering = _ => lost++ < 5 ? throw new GatewayUnavailableException() : Task.CompletedTask;
        Task<Position> publishing = publisher.PublishAsync(Channel, Text.Request("x")).AsTask();
        await UntilAsync(() => publishing.IsCompleted, "the answer");
        Assert.Equal(1, (await publishing).Offset);
        Assert.Equal((6, 1), (_gateway.Count("publish"), (int)_gateway.Channel(Channel).Top.Offset));
    }

    [Fact]
    public async Task Publish_WithoutAnAnswerInTime_IsGivenUpAndTheNextGoesOn()
    {
        ChannelPublisher publisher = Make();
        _gateway.Arriving = _ => throw new GatewayUnavailableException();
        Task<Position> publishing = publisher.PublishAsync(Channel, Text.Request("x")).AsTask();
        Enqueue(publisher, 7).Flush();
        await UntilAsync(() => publishing.IsCompleted, "giving up");
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => publishing);
        _gateway.Arriving = null;
        await UntilAsync(() => _completions.All.Count == 1, "the next one");
        Assert.Equal((7, PublishOutcome.Done), (_completions.All[0].Tag, _completions.All[0].Outcome));
    }

    [Fact]
    public async Task Publish_BeyondTheLimitOfChannels_SaysSo()
    {
        ChannelPublisher publisher = Make();
        _gateway.Arriving = _ => throw new ChannelLimitException();
        await Assert.ThrowsAsync<ChannelLimitException>(async () => await publisher.PublishAsync(Channel, Text.Request("x")));
    }

    // Regression: an exception that the port does not name ended the lane with its batch in flight: all later ones waited for ever.
    [Fact]
    public async Task Publish_OnAGatewayThatThrowsWhatItShouldNot_FailsAndTheNextGoesOn()
    {
        ChannelPublisher publisher = Make();
        _gateway.Arriving = _ => throw new InvalidOperationException();
        await Assert.ThrowsAsync<GatewayUnavailableException>(
            () => publisher.PublishAsync(Channel, Text.Request("x")).AsTask().WaitAsync(Wait.Bound, TestContext.Current.CancellationToken));
        _gateway.Arriving = null;
        Assert.Equal(1, (await publisher.PublishAsync(Channel, Text.Request("y"))).Offset);
    }

    // Regression: the same for a completion that throws.
    [Fact]
    public async Task Completion_ThatThrows_DoesNotStopTheOthers()
    {
        ChannelPublisher publisher = Make();
        _completions.Then = _ => throw new InvalidOperationException();
        Enqueue(publisher, 1);
        Enqueue(publisher, 2).Flush();
        Assert.Equal(2, _completions.All.Count);
        Assert.Equal(3, (await publisher.PublishAsync(Channel, Text.Request("y"))).Offset);
    }

    [Fact]
    public void Completion_ThatPublishesAgain_IsServedInTurn()
    {
        ChannelPublisher publisher = Make();
        _completions.Then = tag =>
        {
            if (tag < 5)
            {
                Enqueue(publisher, tag + 1).Flush();
            }
        };
        Enqueue(publisher, 1).Flush();
        Assert.Equal([1, 2, 3, 4, 5], _completions.All.Select(c => c.Tag));
        Assert.Equal(0, publisher.LaneCount);
    }

    [Fact]
    public async Task Publish_ByManyAtOnce_KeepsEachOnesOrderAndLosesNone()
    {
        using InProcessGateway gateway = new(SampleRules.Table, TimeProvider.System);
        ChannelPublisher publisher = new(gateway, "edge", TimeProvider.System);
        Position[][] positions = await Task.WhenAll(Enumerable.Range(0, 8).Select(who => Task.Run(async () =>
        {
            List<Position> mine = [];
            for (int i = 0; i < 200; i++)
            {
                mine.Add(await publisher.PublishAsync($"long:{i % 3}", Text.Request($"{who}-{i}")));
            }

            return mine.ToArray();
        })));
        for (int channel = 0; channel < 3; channel++)
        {
            HistoryResult history = await gateway.ReadHistoryAsync($"long:{channel}", new HistoryRequest(-1));
            int[][] byWho = [.. history.Publications.Select(p => Text.Of(p).Split('-')).GroupBy(t => t[0]).Select(g => g.Select(t => int.Parse(t[1], null)).ToArray())];
            Assert.All(byWho, numbers => Assert.Equal(numbers.Order(), numbers));
            Assert.Equal(8 * Enumerable.Range(0, 200).Count(i => i % 3 == channel), history.Publications.Count);
        }

        Assert.Equal(0, publisher.LaneCount);
        Assert.All(positions, mine => Assert.Equal(200, mine.Length));
    }

    private ChannelPublisher Make() => new(_gateway, "edge", _time);

    private PublishLane Enqueue(ChannelPublisher publisher, long tag, int octets = 10) =>
        publisher.Enqueue(Channel, Text.OfOctets(octets), _completions, tag);

    private TaskCompletionSource Hold()
    {
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Arriving = _ => held.Task;
        return held;
    }

    private Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what, () => _time.Advance(TimeSpan.FromMilliseconds(50)));

    private async Task AssertRefusedAsync(ChannelPublisher publisher, int queued, int refused, int octets)
    {
        TaskCompletionSource held = Hold();
        Enqueue(publisher, 100, octets).Flush(); // in flight: does not count
        for (int tag = 0; tag < queued; tag++)
        {
            Enqueue(publisher, tag, octets).Flush();
        }

        Assert.Equal(Enumerable.Repeat(PublishOutcome.LaneFull, refused), _completions.All.Select(c => c.Outcome));
        Assert.Equal(refused, publisher.FullCount);
        held.SetResult();
        await UntilAsync(() => _completions.All.Count == queued + 1, "the others");
        Assert.Equal(queued - refused + 1, _completions.All.Count(c => c.Outcome == PublishOutcome.Done));
    }
}
