using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>Channels with a log: nobody hears of what is not in it, and what is in it is there once.</summary>
public sealed class StoredChannelTests : IDisposable
{
    private const string Name = "short:a";

    private readonly HostBench _bench = new();

    public void Dispose()
    {
        _bench.Log.Release();
        _bench.Dispose();
    }

    [Fact]
    public async Task Open_WithoutALog_IsRefused()
    {
        using ChannelNode node = new(StoredRules.Mixed, _bench.Time, HostBench.Limits, 1);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await node.OpenAsync(Name));
        await node.OpenAsync("memory:a"); // there is room: the other one took none
    }

    [Fact]
    public async Task Open_WhileTheLogFails_IsUnavailableAndTakesNoRoom()
    {
        ChannelNode node = _bench.Add(maxChannels: 1);
        _bench.Log.FailNext(LogFailure.Before, LogFailure.After);
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await node.OpenAsync(Name));
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await node.OpenAsync(Name));
        Assert.Equal(0, node.ChannelCount);
        await node.OpenAsync(Name);
    }

    [Fact]
    public async Task Open_AfterAHostDied_GoesOnInTheSameEpoch()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        IReadOnlyList<Position> answer = await channel.PublishAsync(_bench.Batch("x", "y"));
        HostedChannel again = await _bench.Second.OpenAsync(Name);
        Assert.Equal(answer[1] with { Offset = 3 }, Assert.Single(await again.PublishAsync(_bench.Batch("z"))));
        HistoryResult history = await again.ReadHistoryAsync(new HistoryRequest(-1, answer[0] with { Offset = 0 }));
        Assert.True(history.IsContinuous);
        Assert.Equal(["x", "y", "z"], history.Publications.Select(Text.Of));
    }

    [Fact]
    public async Task Publish_WhileTheLogHoldsItsAnswer_IsNotTold()
    {
        HostedChannel channel = await AttachedAsync();
        _bench.Log.Hold();
        Task publishing = channel.PublishAsync(_bench.Batch("x")).AsTask();
        await _bench.UntilAsync(() => _bench.Log.Held == 1 && _bench.A.Batches.Count >= 3, "the log and some heartbeats");
        Assert.False(publishing.IsCompleted);
        Assert.Empty(HostBench.Texts(_bench.A, Name));
        _bench.Log.Release();
        await publishing.WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        await _bench.UntilAsync(() => HostBench.Texts(_bench.A, Name).Length == 1, "the publication");
    }

    [Fact]
    public async Task Publish_WhileTheLogHoldsItsAnswer_CannotBeReadNorAttachedTo()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        _bench.Log.Hold();
        Task publishing = channel.PublishAsync(_bench.Batch("x")).AsTask();
        Task<HistoryResult> reading = channel.ReadHistoryAsync(new HistoryRequest(-1)).AsTask();
        Task<AttachResult> attaching = _bench.AttachAAsync(channel).AsTask();
        Assert.False(reading.IsCompleted || attaching.IsCompleted);
        _bench.Log.Release();
        await publishing.WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        Assert.Single((await reading).Publications);
        Assert.Equal(1, (await attaching).Top.Offset);
    }

    // What was asked for while a publication waited for the log that then failed must not see it either.
    [Theory, InlineData(LogFailure.Before), InlineData(LogFailure.After)]
    public async Task Read_ThatWaitedForAPublicationThatFailed_IsRefused(object failure)
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        _bench.Log.FailNext((LogFailure)failure);
        _bench.Log.Hold();
        Task publishing = channel.PublishAsync(_bench.Batch("x")).AsTask();
        Task reading = channel.ReadHistoryAsync(new HistoryRequest(-1)).AsTask();
        Task attaching = _bench.AttachAAsync(channel).AsTask();
        _bench.Log.Release();
        foreach (Task task in new[] { publishing, reading, attaching })
        {
            await Assert.ThrowsAsync<GatewayUnavailableException>(() => task.WaitAsync(Wait.Bound, TestContext.Current.CancellationToken));
        }
    }

    [Theory, InlineData(LogFailure.Before), InlineData(LogFailure.After)]
    public async Task Publish_WhoseAppendFails_ClosesTheChannelAndTellsOnlyThat(object failure)
    {
        HostedChannel channel = await AttachedAsync();
        _bench.Log.FailNext((LogFailure)failure);
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await channel.PublishAsync(_bench.Batch("x")));
        Assert.True(channel.Closed.IsCompletedSuccessfully);
        Assert.Null(await channel.CloseAsync());
        await _bench.UntilAsync(() => _bench.A.Of(Name).Count != 0, "the end");
        _bench.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(ChannelEventKind.Detached, Assert.Single(_bench.A.Of(Name)).Kind);
        Assert.Equal(0, _bench.First.ChannelCount);
    }

    [Theory, InlineData(LogFailure.Before), InlineData(LogFailure.After)]
    public async Task Publish_RetriedAfterItsAppendFailed_IsAppendedOnce(object failure)
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        await channel.PublishAsync(_bench.Batch("w"));
        PublishBatch batch = _bench.Batch("x", "y");
        _bench.Log.FailNext((LogFailure)failure);
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await channel.PublishAsync(batch));
        HostedChannel again = await _bench.Second.OpenAsync(Name);
        Assert.Equal([2, 3], (await again.PublishAsync(batch)).Select(position => position.Offset));
        Assert.Equal([2, 3], (await again.PublishAsync(batch)).Select(position => position.Offset));
        Assert.Equal(["w", "x", "y"], (await again.ReadHistoryAsync(new HistoryRequest(-1))).Publications.Select(Text.Of));
        Assert.Equal([1, 2, 3], _bench.Log.Offsets(Name));
    }

    [Fact]
    public async Task Publish_OnAHostThatLostTheChannel_IsRefusedAndClosesItThere()
    {
        HostedChannel channel = await AttachedAsync();
        HostedChannel owner = await _bench.Second.OpenAsync(Name);
        GatewayUnavailableException refused = await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await channel.PublishAsync(_bench.Batch("x")));
        Assert.IsType<ChannelFencedException>(refused.InnerException);
        Assert.True(channel.Closed.IsCompletedSuccessfully);
        await _bench.UntilAsync(() => HostBench.Detachments(_bench.A, Name) == 1, "the end");
        Assert.Equal(1, Assert.Single(await owner.PublishAsync(_bench.Batch("y"))).Offset);
        Assert.False(owner.Closed.IsCompleted);
    }

    // Regression: nothing but a publication made a host notice that it had lost the channel; who was attached there heard nothing.
    [Fact]
    public async Task Sweep_OnAHostThatLostTheChannel_ClosesItThere()
    {
        HostedChannel channel = await AttachedAsync();
        await _bench.Second.OpenAsync(Name);
        _bench.Pass(StoredRules.Short.PositionAge);
        Assert.True(channel.Closed.IsCompletedSuccessfully);
        await _bench.UntilAsync(() => HostBench.Detachments(_bench.A, Name) == 1, "the end");
    }

    [Fact]
    public async Task Publish_WithKeysThatAreKnown_IsNotAppended()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        Position first = Assert.Single(await channel.PublishAsync(new PublishBatch("p", 1, [request])));
        Assert.Equal([first, first], await channel.PublishAsync(new PublishBatch("p", 2, [request, request])));
        Assert.Equal(1, _bench.Log.Appends);
    }

    [Fact]
    public async Task Key_OfAPublicationInTheLog_GetsItsPosition()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        PublishRequest[] requests = [Text.Request("v"), request, Text.Request("w") with { SkipHistory = true }, request, Text.Request("y")];
        Assert.Equal([1, 2, 2, 2, 3], (await channel.PublishAsync(new PublishBatch("p", 1, requests))).Select(position => position.Offset));
        HostedChannel again = await _bench.Second.OpenAsync(Name);
        Assert.Equal(2, Assert.Single(await again.PublishAsync(new PublishBatch("p", 2, [request]))).Offset);
        Assert.Equal(["v", "x", "y"], (await again.ReadHistoryAsync(new HistoryRequest(-1))).Publications.Select(Text.Of));
    }

    [Fact]
    public async Task Publish_SkippingHistory_DoesNotWaitForTheLog()
    {
        HostedChannel channel = await AttachedAsync();
        _bench.Log.Hold();
        Assert.True(channel.PublishAsync(Skipping(1)).AsTask().IsCompletedSuccessfully);
        await _bench.UntilAsync(() => HostBench.Texts(_bench.A, Name).Length == 1, "the publication");
        Assert.Equal(0, _bench.Log.Appends);
    }

    // Regression: what is not in the log was forgotten on the way, and its repetition told a second time.
    [Fact]
    public async Task Publish_SkippingHistory_RepeatedAfterAMove_IsToldOnce()
    {
        HostedChannel channel = await AttachedAsync();
        await channel.PublishAsync(_bench.Batch("first"));
        await channel.PublishAsync(Skipping(1000));
        HostedChannel moved = await _bench.Second.OpenAsync(Name, await channel.CloseAsync());
        await _bench.AttachAAsync(moved, 2);
        await moved.PublishAsync(Skipping(1000));
        await moved.PublishAsync(_bench.Batch("late")); // an older number
        await moved.PublishAsync(Skipping(1001));
        await _bench.UntilAsync(() => HostBench.Texts(_bench.A, Name).Length >= 3, "the publications");
        Assert.Equal(["first", "skips 1000", "skips 1001"], HostBench.Texts(_bench.A, Name));
    }

    [Fact]
    public async Task Members_OfAStoredChannel_MoveAlong()
    {
        HostedChannel channel = await AttachedAsync(HostBench.Present("x"));
        HostedChannel moved = await _bench.Second.OpenAsync(Name, await channel.CloseAsync());
        Assert.Equal("x", Assert.Single(await moved.ReadMembersAsync()).Client);
    }

    // Regression: an attachment is not in the log, and the position was forgotten a minute after the move.
    [Fact]
    public async Task Position_OfAStoredChannelThatWasAttachedOnly_OutlivesAMove()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        Position top = (await _bench.AttachAAsync(channel)).Top;
        HostedChannel moved = await _bench.Second.OpenAsync(Name, await channel.CloseAsync());
        _bench.Pass(StoredRules.Short.PositionAge - TimeSpan.FromMinutes(2));
        Assert.Equal(top, (await moved.ReadHistoryAsync(new HistoryRequest(0))).Top);
    }

    [Fact]
    public async Task Position_OfAQuietAttachedChannel_OutlivesItsHostHoweverLong()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        Position top = (await channel.PublishAsync(_bench.Batch("x")))[0];
        await _bench.AttachAAsync(channel);
        _bench.Pass(StoredRules.Short.PositionAge * 3);
        HostedChannel again = await _bench.Second.OpenAsync(Name);
        _bench.Pass(HostBench.Limits.Lease);
        Assert.Equal(top, (await again.ReadHistoryAsync(new HistoryRequest(0))).Top);
    }

    [Fact]
    public async Task History_ThatIsTooOld_LeavesTheLog()
    {
        HostedChannel channel = await AttachedAsync();
        await channel.PublishAsync(_bench.Batch("x"));
        _bench.Pass(TimeSpan.FromMinutes(3));
        await channel.PublishAsync(_bench.Batch("y"));
        _bench.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal([2], _bench.Log.Offsets(Name));
        _bench.Pass(TimeSpan.FromMinutes(3));
        Assert.Empty(_bench.Log.Offsets(Name));
        Assert.Equal(2, (await channel.ReadHistoryAsync(new HistoryRequest(0))).Top.Offset);
    }

    [Theory, InlineData(LogFailure.Before), InlineData(LogFailure.After)]
    public async Task RemoveHistory_WhileTheLogFails_IsUnavailableAndDoneByTheRetry(object failure)
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        await channel.PublishAsync(_bench.Batch("x"));
        _bench.Log.FailNext((LogFailure)failure);
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await channel.RemoveHistoryAsync());
        await channel.RemoveHistoryAsync();
        HostedChannel again = await _bench.Second.OpenAsync(Name);
        HistoryResult history = await again.ReadHistoryAsync(new HistoryRequest(-1));
        Assert.Empty(history.Publications);
        Assert.Equal(1, history.Top.Offset);
    }

    [Fact]
    public async Task RemoveHistory_OnAHostThatLostTheChannel_IsRefusedAndClosesItThere()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        await channel.PublishAsync(_bench.Batch("x"));
        await _bench.Second.OpenAsync(Name);
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await channel.RemoveHistoryAsync());
        Assert.True(channel.Closed.IsCompletedSuccessfully);
        Assert.Equal([1], _bench.Log.Offsets(Name));
    }

    [Fact]
    public async Task Sweep_OfAChannelThatNobodyNeeds_ForgetsItInTheLog()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        await channel.PublishAsync(_bench.Batch("x"));
        _bench.Pass(StoredRules.Short.PositionAge - TimeSpan.FromMinutes(1));
        Assert.Equal((1, 1), (_bench.First.ChannelCount, _bench.Log.Count));
        _bench.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0), (_bench.First.ChannelCount, _bench.Log.Count));
        Assert.True(channel.Closed.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Sweep_OfAChannelThatWasTakenOver_DoesNotForgetItInTheLog()
    {
        await (await _bench.First.OpenAsync(Name)).PublishAsync(_bench.Batch("x"));
        _bench.Time.Advance(StoredRules.Short.PositionAge - TimeSpan.FromSeconds(1));
        HostedChannel owner = await _bench.Second.OpenAsync(Name);
        await _bench.AttachAAsync(owner);
        _bench.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 1), (_bench.First.ChannelCount, _bench.Log.Count));
        Assert.Equal(2, Assert.Single(await owner.PublishAsync(_bench.Batch("y"))).Offset);
    }

    [Fact]
    public async Task Sweep_WhileTheLogFails_ClosesTheChannelAllTheSame()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        _bench.Log.Fate = static () => LogFailure.Before;
        _bench.Pass(TimeSpan.FromMinutes(2));
        Assert.True(channel.Closed.IsCompletedSuccessfully);
        Assert.Equal(0, _bench.First.ChannelCount);
    }

    private static PublishBatch Skipping(long number) => new("publisher", number, [Text.Request($"skips {number}") with { SkipHistory = true }]);

    private async Task<HostedChannel> AttachedAsync(params MemberRecord[] members)
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        await _bench.AttachAAsync(channel, 1, members);
        if (members.Length != 0)
        {
            await _bench.UntilAsync(() => HostBench.Moves(_bench.A, Name).Length == members.Length, "the joins");
        }

        return channel;
    }
}
