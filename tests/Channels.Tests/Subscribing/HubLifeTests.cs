using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>Members, counts, and the end of what nobody wants any more.</summary>
public sealed class HubLifeTests
{
    [Fact]
    public async Task Member_ThatComesAndGoes_IsToldOnceEach()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        SetMember(bench, "a", 1, isPresent: true);
        SetMember(bench, "a", 1, isPresent: true);
        SetMember(bench, "b", 1, isPresent: true);
        SetMember(bench, "a", 2, isPresent: false);
        SetMember(bench, "a", 1, isPresent: true);
        await bench.Gateway.DeliverAsync();
        Assert.Equal(["Joined a", "Joined b", "Left a"], reader.Read);
        Assert.Equal(["b"], bench.Gateway.Channel(HubBench.Channel).Members.Select(member => member.Client));
    }

    [Fact]
    public async Task Member_Events_AreNotForThoseWhoDoNotWantThem()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.Hub.BeginAsync(bench.Hub.Join(HubBench.Channel, reader, wantsMembers: false), null);
        SetMember(bench, "a", 1, isPresent: true);
        await bench.PublishAsync("p1");
        Assert.Equal(["p1"], reader.Read);
    }

    [Fact]
    public async Task Member_WhoseRecordWasLost_IsToldAgain()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        int lost = 0;
        bench.Gateway.Arriving = call => call == "members" && lost++ < 3 ? throw new GatewayUnavailableException() : Task.CompletedTask;
        SetMember(bench, "a", 1, isPresent: true);
        SetMember(bench, "a", 2, isPresent: false);
        SetMember(bench, "b", 1, isPresent: true);
        await bench.UntilAsync(() => bench.Gateway.Channel(HubBench.Channel).Members.Count == 1, "b");
        Assert.Equal("b", bench.Gateway.Channel(HubBench.Channel).Members[0].Client);
    }

    // Regression: behind a gateway that takes its time, a client that was cut at once was told of by nobody.
    [Fact]
    public async Task Member_ThatCameAndWentWhileACallWasUnderWay_IsToldOnceEach()
    {
        using HubBench bench = new();
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Gateway.Arriving = call => call == "members" ? held.Task : Task.CompletedTask;
        SetMember(bench, "first", 1, isPresent: true);
        SetMember(bench, "a", 1, isPresent: true);
        SetMember(bench, "a", 2, isPresent: false);
        held.SetResult();
        await bench.UntilAsync(() => bench.Gateway.Count("members") == 2, "both calls");
        await bench.Hub.ReadMembersAsync(HubBench.Channel);
        await bench.Gateway.DeliverAsync();
        Assert.Equal(["Joined first", "Joined a", "Left a"], reader.Read);
    }

    [Fact]
    public async Task Members_ReadWhileOneIsBeingTold_AreReadAfterwards()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Gateway.Arriving = call => call == "members" ? held.Task : Task.CompletedTask;
        SetMember(bench, "a", 1, isPresent: true);
        Task<IReadOnlyList<ClientInfo>> reading = bench.Hub.ReadMembersAsync(HubBench.Channel).AsTask();
        Assert.False(reading.IsCompleted);
        held.SetResult();
        Assert.Equal("a", Assert.Single(await reading.WaitAsync(Wait.Bound, TestContext.Current.CancellationToken)).Client);
    }

    [Fact]
    public async Task Members_ReadWhileTheChannelGivesNoAnswer_AreReadInTheEnd()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        bench.Gateway.Arriving = call => call == "members" ? throw new GatewayUnavailableException() : Task.CompletedTask;
        SetMember(bench, "a", 1, isPresent: true);
        Task<IReadOnlyList<ClientInfo>> reading = bench.Hub.ReadMembersAsync(HubBench.Channel).AsTask();
        await bench.UntilAsync(() => reading.IsCompleted, "an answer");
        Assert.Empty(await reading);
    }

    [Fact]
    public async Task Members_AfterALostLease_ArePresentAgainWithTheNextAttachment()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        SetMember(bench, "a", 1, isPresent: true);
        ChannelState channel = bench.Gateway.Channel(HubBench.Channel);
        channel.Detach(bench.Hub.Edge, null, TimeSpan.Zero, []);
        Assert.Empty(channel.Members);
        bench.Gateway.BeginLink();
        await bench.PassAsync(TimeSpan.FromSeconds(6));
        Assert.Single(channel.Members);
    }

    [Fact]
    public async Task Channel_ThatNobodyWants_IsDetachedAndForgotten()
    {
        using HubBench bench = new();
        Subscription subscription = await bench.SubscribeAsync(new Reader());
        SetMember(bench, "a", 1, isPresent: true);
        subscription.End();
        await bench.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((1, 0), (bench.Hub.ChannelCount, bench.Gateway.Count("detach"))); // the member is still there
        SetMember(bench, "a", 2, isPresent: false);
        await bench.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((0, 1), (bench.Hub.ChannelCount, bench.Gateway.Count("detach")));
        Assert.Empty(bench.Gateway.Channel(HubBench.Channel).Edges);
    }

    [Fact]
    public async Task Channel_WantedAgainInTime_StaysAttached()
    {
        using HubBench bench = new();
        for (int i = 0; i < 50; i++)
        {
            (await bench.SubscribeAsync(new Reader())).End();
            await bench.PassAsync(TimeSpan.FromMilliseconds(500));
        }

        Assert.True(bench.Gateway.Count("attach") <= 1 + bench.Gateway.Count("detach"));
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        await bench.PublishAsync("p1");
        Assert.Equal(["p1"], reader.Read);
    }

    // Regression: one that came while the detachment was under way began on what was about to end, and lost its position.
    [Fact]
    public async Task Channel_WantedAgainWhileItIsDetached_IsAttachedFirst()
    {
        using HubBench bench = new();
        (await bench.SubscribeAsync(new Reader())).End();
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Gateway.Answering = call => call == "detach" ? held.Task : Task.CompletedTask;
        await bench.UntilAsync(() => bench.Gateway.Count("detach") == 1, "the detachment");
        Reader reader = new();
        Task subscribing = bench.SubscribeAsync(reader);
        bench.Gateway.Publish(HubBench.Channel, "p1");
        Assert.Empty(reader.Outcomes);
        held.SetResult();
        await subscribing;
        await bench.PublishAsync("p2");
        await bench.UntilAsync(() => reader.Read.Count == 1, "p2");
        Assert.Equal(("p2", 0), (reader.Read[0], reader.LostCount));
        Assert.Equal(1, reader.Outcomes[0].Position.Offset);
    }

    [Fact]
    public async Task Detachment_WithoutAnAnswer_IsTriedAgain()
    {
        using HubBench bench = new();
        (await bench.SubscribeAsync(new Reader())).End();
        int lost = 0;
        bench.Gateway.Answering = call => call == "detach" && lost++ < 3 ? throw new GatewayUnavailableException() : Task.CompletedTask;
        await bench.UntilAsync(() => bench.Hub.ChannelCount == 0, "the end");
        Assert.Equal(4, bench.Gateway.Count("detach"));
    }

    [Fact]
    public async Task Events_OfAChannelThatNobodyWants_DetachItWithOneCall()
    {
        using HubBench bench = new();
        ChannelState channel = bench.Gateway.Channel(HubBench.Channel);
        channel.Attach(bench.Hub.Edge, new AttachRequest(0, null, []), TimeSpan.Zero, []); // late, from before
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Gateway.Arriving = _ => held.Task;
        await bench.PublishAsync([.. Enumerable.Repeat("x", 100)]);
        held.SetResult();
        await bench.UntilAsync(() => channel.Edges.Count == 0, "the detachment");
        Assert.Equal(1, bench.Gateway.Count("detach"));
    }

    [Fact]
    public async Task Events_OfALateAttachment_DoNotEndTheYoungerOne()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader(), channel: "long:other");
        bench.Gateway.Channel(HubBench.Channel).Attach(bench.Hub.Edge, new AttachRequest(0, null, []), TimeSpan.Zero, []);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Gateway.Arriving = call => call == "detach" ? held.Task : Task.CompletedTask;
        await bench.PublishAsync("p1"); // a stray: detached, late
        Reader reader = new();
        await bench.SubscribeAsync(reader);
        held.SetResult();
        await bench.UntilAsync(() => bench.Gateway.Count("detach") == 1, "the late detachment");
        await bench.PublishAsync("p2");
        Assert.Equal(["p2"], reader.Read);
    }

    [Fact]
    public async Task Subscribers_AreReportedOnTheBeatAndNotForEach()
    {
        using HubBench bench = new();
        List<Subscription> subscriptions = [];
        for (int i = 0; i < 10; i++)
        {
            subscriptions.Add(await bench.SubscribeAsync(new Reader()));
        }

        Assert.Equal(0, bench.Gateway.Count("report"));
        await bench.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal((1, 10), (bench.Gateway.Count("report"), bench.Gateway.Channel(HubBench.Channel).Subscribers));
        subscriptions.ForEach(subscription => subscription.End());
        await bench.SubscribeAsync(new Reader());
        await bench.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal((2, 1), (bench.Gateway.Count("report"), bench.Gateway.Channel(HubBench.Channel).Subscribers));
    }

    [Fact]
    public async Task Turn_EndsOnceForABatch()
    {
        using HubBench bench = new();
        await bench.SubscribeAsync(new Reader());
        int turns = bench.Turns;
        await bench.PublishAsync([.. Enumerable.Repeat("x", 100)]);
        Assert.Equal(turns + 1, bench.Turns);
        await bench.Gateway.DeliverAsync(); // a heartbeat
        Assert.Equal(turns + 1, bench.Turns);
    }

    private static void SetMember(HubBench bench, string client, long version, bool isPresent) =>
        bench.Hub.SetMember(HubBench.Channel, new MemberRecord(new ClientInfo("user", client), version, isPresent));
}
