using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>A host: which channels are open, and that none stays for ever.</summary>
public sealed class ChannelNodeTests : IDisposable
{
    private readonly HostBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Open_OfAnUnknownNamespace_IsRefusedAndTakesNoRoom()
    {
        ChannelNode node = _bench.Add(maxChannels: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await node.OpenAsync("unknown:a"));
        Assert.Equal(0, node.ChannelCount);
        await node.OpenAsync("memory:a");
    }

    [Theory, InlineData(2, true), InlineData(3, true), InlineData(4, false)]
    public async Task Channels_UpToTheirLimit_CanBeOpened(int channels, bool expected)
    {
        ChannelNode node = _bench.Add(maxChannels: 3);
        for (int i = 1; i < channels; i++)
        {
            await node.OpenAsync($"memory:{i}");
        }

        Exception? refused = await Record.ExceptionAsync(async () => await node.OpenAsync("memory:last"));
        Assert.Equal(expected ? null : typeof(ChannelLimitException), refused?.GetType());
        Assert.Equal(Math.Min(channels, 3), node.ChannelCount);
    }

    [Fact]
    public async Task Channels_OpenedByManyAtOnce_AreNoMoreThanTheirLimit()
    {
        ChannelNode node = _bench.Add(maxChannels: 50);
        Exception?[] refused = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() =>
            Record.ExceptionAsync(async () => await node.OpenAsync($"memory:{i}")).AsTask())));
        Assert.Equal(50, refused.Count(e => e is ChannelLimitException));
        Assert.Equal((50, 50), (node.ChannelCount, node.Channels.Count()));
    }

    [Fact]
    public async Task Channels_ThatWereClosed_MakeRoomForOthersOnce()
    {
        ChannelNode node = _bench.Add(maxChannels: 1);
        HostedChannel channel = await node.OpenAsync("memory:a");
        await channel.CloseAsync();
        await channel.CloseAsync();
        await node.OpenAsync("memory:b");
        await Assert.ThrowsAsync<ChannelLimitException>(async () => await node.OpenAsync("memory:c"));
    }

    // What it remembers has been acknowledged, and would be lost.
    [Fact]
    public async Task Channel_ThatMovesToAFullHost_IsTaken()
    {
        ChannelNode node = _bench.Add(maxChannels: 1);
        await node.OpenAsync("memory:a");

        HostedChannel moved = await node.OpenAsync("memory:b", new ChannelSnapshot("epoch", 5));

        Assert.Equal(new Position("epoch", 5), (await moved.ReadHistoryAsync(new HistoryRequest(0))).Top);
        await moved.CloseAsync();
        Assert.Equal(1, node.ChannelCount);
        await Assert.ThrowsAsync<ChannelLimitException>(async () => await node.OpenAsync("memory:c"));
    }

    [Fact]
    public async Task Channels_ThatNobodyNeeds_AreClosedWithinSixteenBeats()
    {
        for (int i = 0; i < 100; i++)
        {
            await (await _bench.First.OpenAsync($"plain:{i}")).PublishAsync(new PublishBatch("publisher", 1, [Text.Request("x")]));
        }

        _bench.Pass(HostBench.Limits.Heartbeat * 16);
        Assert.Equal(0, _bench.First.ChannelCount);
    }

    [Theory, InlineData(-2, false), InlineData(1, true)]
    public async Task Channels_WithAPosition_AreClosedAfterItsAge(int minutesOverAge, bool expected)
    {
        HostedChannel channel = await _bench.First.OpenAsync("memory:a");
        await channel.PublishAsync(_bench.Batch("x"));
        _bench.Pass(SampleRules.PositionAge + TimeSpan.FromMinutes(minutesOverAge));
        Assert.Equal(expected, channel.Closed.IsCompleted);
    }

    [Fact]
    public async Task Channels_ThatAreAttached_StayHoweverLong()
    {
        HostedChannel channel = await _bench.First.OpenAsync("plain:a");
        await _bench.AttachAAsync(channel);
        _bench.Pass(SampleRules.PositionAge * 3);
        Assert.False(channel.Closed.IsCompleted);
    }

    // The edge has not said yet that it is still there.
    [Fact]
    public async Task Channels_ThatMovedWhileTheyWereAttached_ArePatientWithTheirEdges()
    {
        HostedChannel channel = await _bench.First.OpenAsync("memory:a");
        Position top = (await _bench.AttachAAsync(channel)).Top;
        _bench.Pass(SampleRules.PositionAge * 2);
        HostedChannel moved = await _bench.Second.OpenAsync("memory:a", await channel.CloseAsync());
        _bench.Pass(HostBench.Limits.Lease);
        Assert.Equal(top, (await _bench.AttachAAsync(moved, 2)).Top);
    }

    [Fact]
    public async Task List_HasWhatIsAttachedHere()
    {
        HostedChannel channel = await _bench.First.OpenAsync("memory:a");
        await _bench.First.OpenAsync("memory:b");
        await _bench.AttachAAsync(channel);
        await _bench.AttachBAsync(channel);
        await channel.ReportSubscribersAsync("a", 3);
        await channel.ReportSubscribersAsync("b", 4);
        Assert.Equal([new ChannelSummary("memory:a", 7)], _bench.First.List("memory:*"));
        Assert.Equal(new ChannelSummary("memory:a", 7), channel.Summary);
        await channel.CloseAsync();
        Assert.Empty(_bench.First.List(""));
        Assert.Null(channel.Summary);
    }

    [Fact]
    public async Task Links_AreOneForAnEdgeHoweverManyChannels()
    {
        for (int i = 0; i < 3; i++)
        {
            HostedChannel channel = await _bench.First.OpenAsync($"memory:{i}");
            await _bench.AttachAAsync(channel);
            await _bench.AttachBAsync(channel);
        }

        Assert.Equal(2, _bench.First.LinkCount);
        await _bench.UntilAsync(() => _bench.A.Batches.Count >= 3 && _bench.B.Batches.Count >= 3, "heartbeats");
        Assert.Single(_bench.A.Batches.Select(batch => batch.Link).Distinct());
    }

    [Fact]
    public async Task Attach_ByManyChannelsAtOnce_MakesOneLink()
    {
        HostedChannel[] channels = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _bench.First.OpenAsync($"memory:{i}").AsTask()));
        AttachResult[] attached = await Task.WhenAll(channels.Select(channel => Task.Run(() => _bench.AttachAAsync(channel).AsTask())));
        Assert.Single(attached.Select(result => result.Link).Distinct());
    }

    [Fact]
    public async Task Dispose_EndsTheHeartbeats()
    {
        await _bench.AttachAAsync(await _bench.First.OpenAsync("memory:a"));
        await _bench.UntilAsync(() => _bench.A.Batches.Count != 0, "a heartbeat");
        _bench.First.Dispose();
        int before = _bench.A.Batches.Count;
        _bench.Pass(HostBench.Limits.Heartbeat * 10);
        Assert.Equal(before, _bench.A.Batches.Count);
    }
}
