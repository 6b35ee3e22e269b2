using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>Holes, lost links, moved and forgotten channels: mended from history, or told.</summary>
public sealed class RepairTests
{
    [Fact]
    public async Task Batch_LostBeforeAnother_IsReadFromHistory()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p1");
        bench.Gateway.Publish(HubBench.Channel, "p2");
        bench.Gateway.Swallow();
        await bench.PublishAsync("p3");
        Assert.Equal(["p1", "p2", "p3"], reader.Read);
        Assert.Equal((0, 1), (reader.LostCount, (int)bench.Hub.Counters.LinksLost));
    }

    [Fact]
    public async Task Batch_LostBeforeAHeartbeat_IsReadFromHistory()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        bench.Gateway.Publish(HubBench.Channel, "p1");
        bench.Gateway.Swallow();
        await bench.Gateway.DeliverAsync();
        Assert.Equal(["p1"], reader.Read);
    }

    [Fact]
    public async Task Batch_ThatComesTwice_IsDeliveredOnce()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        bench.Hub.SetMember(HubBench.Channel, new MemberRecord(new ClientInfo("user", "a"), 1, IsPresent: true));
        bench.Gateway.Publish(HubBench.Channel, "p1");
        LinkBatch batch = bench.Gateway.Take();
        await bench.Hub.ReceiveAsync(batch);
        await bench.Hub.ReceiveAsync(batch);
        Assert.Equal(["Joined a", "p1"], reader.Read);
    }

    [Fact]
    public async Task Skip_OfALinkThatOverflowed_IsReadFromHistory()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        Position top = bench.Gateway.Publish(HubBench.Channel, "p1", "p2", "p3");
        LinkBatch batch = bench.Gateway.Take();
        bench.Gateway.Add(new ChannelEvent(ChannelEventKind.Skipped, HubBench.Channel, top.Epoch, top.Offset));
        await bench.Hub.ReceiveAsync(batch with { Events = [batch.Events[0], .. bench.Gateway.Take().Events] });
        Assert.Equal(["p1", "p2", "p3"], reader.Read);
    }

    [Fact]
    public async Task Link_ThatFallsSilent_IsAttachedAgainAndMended()
    {
        using HubBench bench = new(new HubLimits { CheckInterval = TimeSpan.FromHours(1) });
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p1");
        bench.Gateway.Publish(HubBench.Channel, "p2");
        bench.Gateway.Swallow();
        bench.Gateway.BeginLink();
        await bench.PassAsync(TimeSpan.FromSeconds(3), heartbeats: false);
        Assert.Equal(["p1"], reader.Read);
        await bench.PassAsync(TimeSpan.FromSeconds(3));
        await bench.UntilAsync(() => reader.Read.Count == 2, "p2");
        Assert.Equal(0, reader.LostCount);
        await bench.PublishAsync("p3");
        Assert.Equal(["p1", "p2", "p3"], reader.Read);
    }

    // Regression: an attachment whose link lost something while its answer was under way believed to have it all.
    [Fact]
    public async Task Link_ThatLosesABatchWhileAttaching_IsAttachedAgain()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader(), channel: "long:other"); // so that the link is known
        Reader reader = new();
        bench.Gateway.Answering = async call =>
        {
            if (call == "attach")
            {
                bench.Gateway.Answering = null;
                bench.Gateway.Publish(HubBench.Channel, "p1");
                bench.Gateway.Swallow();
                await bench.Gateway.DeliverAsync();
            }
        };
        await bench.SubscribeAsync(reader);
        await Wait.UntilAsync(() => reader.Read.Count + reader.Outcomes[0].Position.Offset == 1, "p1"); // and no time passes
    }

    [Fact]
    public async Task Channel_ThatMoved_IsAttachedAgainWithoutALoss()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        Position top = await bench.PublishAsync("p1");
        bench.Gateway.Add(new ChannelEvent(ChannelEventKind.Detached, HubBench.Channel, top.Epoch));
        await bench.Gateway.DeliverAsync();
        await bench.PublishAsync("p2");
        Assert.Equal(["p1", "p2"], reader.Read);
        Assert.Equal((2, 0), (bench.Gateway.Count("attach"), reader.LostCount));
    }

    // Regression: the check found the new epoch, and did not attach the channel to it: its subscribers stayed deaf.
    [Fact]
    public async Task Channel_ThatForgot_IsFoundByTheCheckAndHeardAgain()
    {
        using HubBench bench = new(new HubLimits { CheckInterval = TimeSpan.FromSeconds(30) });
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p1");
        bench.Gateway.Forget(HubBench.Channel);
        await bench.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, reader.LostCount);
        await bench.PassAsync(TimeSpan.FromSeconds(20));
        await Wait.UntilAsync(() => reader.LostCount == 1, "the loss"); // and no more time passes: the link lives
        Reader again = new();
        await bench.SubscribeAsync(again, new Position("epoch-1", 1));
        Assert.False(again.Outcomes[0].IsRecovered);
        await bench.PublishAsync("q1");
        Assert.Equal(["q1"], again.Read);
    }

    // The same where there are no offsets that could tell.
    [Fact]
    public async Task ChannelWithoutHistory_ThatForgot_IsHeardAgain()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader, channel: "plain:a");
        bench.Hub.SetMember("plain:a", new MemberRecord(new ClientInfo("user", "a"), 1, IsPresent: true));
        bench.Gateway.Forget("plain:a");
        await bench.PassAsync(TimeSpan.FromSeconds(40));
        bench.Gateway.Publish("plain:a", "p1");
        await bench.Gateway.DeliverAsync();
        Assert.Equal(["p1"], reader.Read);
        Assert.Equal(0, reader.LostCount);
        Assert.Single(bench.Gateway.Channel("plain:a").Members);
    }

    [Fact]
    public async Task Check_FindsALostTail_AfterALookMore()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        bench.Gateway.Publish(HubBench.Channel, "p1");
        LinkBatch lost = bench.Gateway.Take();
        await bench.Hub.ReceiveAsync(lost with { Events = [] }); // the number came, the publication did not
        await bench.PassAsync(TimeSpan.FromSeconds(50));
        Assert.Equal(["p1"], reader.Read);
    }

    // Regression: with little history, a check that overtook what was under way took the position of every subscriber.
    [Fact]
    public async Task Check_ThatOvertakesTheLink_LosesNobody()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader, channel: "short:a");
        bench.Gateway.Publish("short:a", [.. Enumerable.Repeat("x", 12)]); // more than its history, all of it under way
        for (int i = 0; i < 80 && bench.Gateway.Count("attach") == 1; i++)
        {
            bench.Time.Advance(TimeSpan.FromMilliseconds(500));
            await bench.Hub.ReceiveAsync(new LinkBatch(new LinkId(bench.Hub.Edge, "another"), i + 1, []));
            if (bench.Gateway.Count("attach") == 1)
            {
                await bench.Hub.ReceiveAsync(new LinkBatch(bench.Gateway.Link, i + 1, []));
            }
        }

        Assert.Equal(2, bench.Gateway.Count("attach"));
        await bench.Hub.ReceiveAsync(new LinkBatch(bench.Gateway.Link, 1000, bench.Gateway.Take().Events));
        Assert.Equal((12, 0), (reader.Read.Count, reader.LostCount));
    }

    [Fact]
    public async Task Hole_ThatHistoryHasNotAnyMore_TakesThePosition()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader, channel: "short:a");
        bench.Gateway.Publish("short:a", [.. Enumerable.Repeat("x", 11)]);
        bench.Gateway.Swallow();
        bench.Gateway.Publish("short:a", "y");
        await bench.Gateway.DeliverAsync();
        await bench.UntilAsync(() => reader.LostCount == 1, "the loss");
        Assert.Empty(reader.Read);
        Assert.Equal(1, bench.Hub.Counters.PositionsLost);
    }

    [Fact]
    public async Task Hole_ThatNobodyCanFillInTime_TakesThePosition()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        bench.Gateway.Publish(HubBench.Channel, "p1");
        bench.Gateway.Swallow();
        bench.Gateway.Arriving = call => call == "history" ? throw new GatewayUnavailableException() : Task.CompletedTask;
        await bench.PublishAsync("p2");
        await bench.PassAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(0, reader.LostCount);
        await bench.UntilAsync(() => reader.LostCount == 1, "giving up");
    }

    // Regression: what is for counting only, and members, took the positions of subscribers who got all they should.
    [Theory, InlineData("members"), InlineData("report")]
    public async Task Call_ThatIsNotAboutPublications_TakesNoPosition(string failing)
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        bench.Gateway.Arriving = call => call == failing ? throw new GatewayUnavailableException() : Task.CompletedTask;
        bench.Hub.SetMember(HubBench.Channel, new MemberRecord(new ClientInfo("user", "a"), 1, IsPresent: true));
        await bench.PassAsync(TimeSpan.FromSeconds(15));
        await bench.PublishAsync("p1");
        Assert.Equal(("p1", 0), (reader.Read[^1], reader.LostCount));
    }

    // Regression: an exception that the port does not name ended the worker, and with it all that was kept true of the channel.
    [Fact]
    public async Task Gateway_ThatThrowsWhatItShouldNot_IsAskedAgain()
    {
        using HubBench bench = new();
        int attempts = 0;
        bench.Gateway.Arriving = _ => ++attempts <= 3 ? throw new InvalidOperationException() : Task.CompletedTask;
        Reader reader = new();
        Task subscribing = bench.SubscribeAsync(reader);
        await bench.UntilAsync(() => subscribing.IsCompleted, "the fourth attempt");
        await subscribing;
        await bench.PublishAsync("p1");
        Assert.Equal(["p1"], reader.Read);
    }

    [Fact]
    public async Task Positions_OfACrowd_AreLostAtAPace()
    {
        using HubBench bench = new();
        Reader[] readers = [.. Enumerable.Range(0, 600).Select(_ => new Reader())];
        foreach (Reader reader in readers)
        {
            await bench.SubscribeAsync(reader, channel: "short:a");
        }

        bench.Gateway.Publish("short:a", [.. Enumerable.Repeat("x", 11)]);
        bench.Gateway.Swallow();
        await bench.Gateway.DeliverAsync();
        await Wait.UntilAsync(() => readers.Sum(reader => reader.LostCount) == 256, "the first of them");
        await bench.UntilAsync(() => readers.All(reader => reader.LostCount == 1), "all of them");
    }
}
