using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>A channel on its host: how it closes, and what it takes along.</summary>
public sealed class HostedChannelTests : IDisposable
{
    private const string Name = "memory:a";

    private readonly HostBench _bench = new();

    public static TheoryData<string> Calls => [.. Actions.Keys];

    private static Dictionary<string, Func<HostedChannel, HostBench, Task>> Actions { get; } = new()
    {
        ["publish"] = (channel, bench) => channel.PublishAsync(bench.Batch("late")).AsTask(),
        ["attach"] = (channel, bench) => bench.AttachBAsync(channel, 9, HostBench.Present("late")).AsTask(),
        ["detach"] = (channel, _) => channel.DetachAsync("a", 9).AsTask(),
        ["report"] = (channel, _) => channel.ReportSubscribersAsync("a", 9).AsTask(),
        ["read history"] = (channel, _) => channel.ReadHistoryAsync(new HistoryRequest(-1)).AsTask(),
        ["remove history"] = (channel, _) => channel.RemoveHistoryAsync().AsTask(),
        ["update members"] = (channel, _) => channel.UpdateMembersAsync("a", 9, [HostBench.Present("late")]).AsTask(),
        ["read members"] = (channel, _) => channel.ReadMembersAsync().AsTask(),
    };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Close_OfAnAttachedChannel_TellsEachEdgeOnceAfterWhatWasPublished()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        await _bench.AttachAAsync(channel);
        await _bench.AttachBAsync(channel);
        for (int i = 1; i <= 20; i++)
        {
            await channel.PublishAsync(_bench.Batch($"{i}"));
        }

        await channel.CloseAsync();
        await channel.CloseAsync();
        foreach (Contracts.RecordingReceiver receiver in new[] { _bench.A, _bench.B })
        {
            await _bench.UntilAsync(() => HostBench.Detachments(receiver, Name) != 0, "the end");
            _bench.Pass(TimeSpan.FromSeconds(2));
            Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), HostBench.Texts(receiver, Name));
            Assert.Equal(ChannelEventKind.Detached, receiver.Of(Name)[^1].Kind);
            Assert.Equal(1, HostBench.Detachments(receiver, Name));
        }
    }

    [Fact]
    public async Task Close_OfAChannelThatIsClosed_HasNothingToTakeAlong()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        Assert.False(channel.Closed.IsCompleted);
        Assert.NotNull(await channel.CloseAsync());
        Assert.True(channel.Closed.IsCompletedSuccessfully);
        Assert.Null(await channel.CloseAsync());
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task Call_AfterClosing_IsRefusedAndDoesNothing(string call)
    {
        HostedChannel channel = await _bench.First.OpenAsync("short:a");
        await _bench.AttachAAsync(channel, 1, HostBench.Present("x"));
        await channel.PublishAsync(_bench.Batch("early"));
        await channel.CloseAsync();
        await _bench.UntilAsync(() => HostBench.Detachments(_bench.A, "short:a") == 1, "the end");
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => Actions[call](channel, _bench));
        int before = _bench.A.Of("short:a").Count;
        _bench.Pass(HostBench.Limits.Lease * 2);
        Assert.Equal(before, _bench.A.Of("short:a").Count);
        Assert.Equal([1], _bench.Log.Offsets("short:a"));
        Assert.Empty(_bench.B.Batches);
        Assert.Empty(_bench.First.List(""));
        Assert.Equal(0, _bench.First.ChannelCount);
    }

    [Fact]
    public async Task Open_WithWhatAClosedOneTookAlong_GoesOnFromThere()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        PublishBatch batch = _bench.Batch("x", "y");
        IReadOnlyList<Position> answer = await channel.PublishAsync(batch);
        HostedChannel moved = await _bench.Second.OpenAsync(Name, await channel.CloseAsync());
        Assert.Equal(answer, await moved.PublishAsync(batch));
        Assert.Equal(answer[1] with { Offset = 3 }, Assert.Single(await moved.PublishAsync(_bench.Batch("z"))));
        Assert.True((await moved.ReadHistoryAsync(new HistoryRequest(-1, answer[0] with { Offset = 0 }))).IsContinuous);
    }

    [Fact]
    public async Task Open_WithNothing_BeginsAnotherEpoch()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        Position position = Assert.Single(await channel.PublishAsync(_bench.Batch("x")));
        await channel.CloseAsync();
        HostedChannel another = await _bench.Second.OpenAsync(Name);
        Assert.True((await another.ReadHistoryAsync(new HistoryRequest(-1, position))).IsOtherEpoch);
    }

    // Whatever was acknowledged goes along, and nothing else.
    [Fact]
    public async Task Close_WhileManyPublish_TakesAlongWhatWasAcknowledged()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        int acknowledged = 0;
        Task[] publishing = [.. Enumerable.Range(0, 4).Select(publisher => Task.Run(async () =>
        {
            for (int number = 1; ; number++)
            {
                try
                {
                    await channel.PublishAsync(new PublishBatch($"publisher-{publisher}", number, [Text.Request("x")]));
                    Interlocked.Increment(ref acknowledged);
                }
                catch (GatewayUnavailableException)
                {
                    return;
                }
            }
        }))];
        await Wait.UntilAsync(() => Volatile.Read(ref acknowledged) > 1000, "some publications");
        ChannelSnapshot? snapshot = await channel.CloseAsync();
        await Task.WhenAll(publishing).WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        Assert.Equal(acknowledged, snapshot!.Top);
    }

    [Fact]
    public async Task Members_ThatMovedAlong_AreNotAnnouncedWhenTheirEdgeAttachesAgain()
    {
        HostedChannel moved = await MovedAsync();
        await _bench.AttachBAsync(moved, 2, HostBench.Present("y"));
        await _bench.AttachAAsync(moved, 2, HostBench.Present("x"));
        _bench.Pass(HostBench.Limits.Lease * 2);
        await moved.PublishAsync(_bench.Batch("mark"));
        await _bench.UntilAsync(() => HostBench.Texts(_bench.B, Name).Length == 1, "the mark");
        Assert.Equal(["Joined y"], HostBench.Moves(_bench.B, Name));
        Assert.Equal(2, (await moved.ReadMembersAsync()).Count);
    }

    [Fact]
    public async Task Members_WhoseEdgeIsGoneWhereTheyMovedTo_LeaveOnceAfterTheLease()
    {
        HostedChannel moved = await MovedAsync();
        await _bench.AttachBAsync(moved, 2, HostBench.Present("y"));
        _bench.Time.Advance(HostBench.Limits.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, (await moved.ReadMembersAsync()).Count);
        _bench.Time.Advance(HostBench.Limits.Heartbeat); // one beat later at most
        Assert.Equal("y", Assert.Single(await moved.ReadMembersAsync()).Client);
        _bench.Pass(HostBench.Limits.Lease * 5);
        await _bench.UntilAsync(() => HostBench.Moves(_bench.B, Name).Length == 2, "the leave");
        Assert.Equal(["Joined y", "Left x"], HostBench.Moves(_bench.B, Name));
    }

    private async Task<HostedChannel> MovedAsync()
    {
        HostedChannel channel = await _bench.First.OpenAsync(Name);
        await _bench.AttachAAsync(channel, 1, HostBench.Present("x"));
        await _bench.AttachBAsync(channel, 1, HostBench.Present("y"));
        ChannelSnapshot? snapshot = await channel.CloseAsync();
        await _bench.UntilAsync(() => HostBench.Detachments(_bench.B, Name) == 1, "the end where it was");
        return await _bench.Second.OpenAsync(Name, snapshot);
    }
}
