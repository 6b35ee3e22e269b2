using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>An edge that acknowledges nothing for the lease's time: all that it had on a host ends, and nothing of others.</summary>
public sealed class NodeLeaseTests : IDisposable
{
    private static readonly string[] Names = ["memory:1", "memory:2", "memory:3", "short:4", "short:5"];

    private readonly HostBench _bench = new();

    public void Dispose()
    {
        _bench.Log.Release();
        _bench.Dispose();
    }

    [Fact]
    public async Task Lease_ThatEnds_EndsTheEdgesMembersOnAllChannelsOnce()
    {
        HostedChannel[] channels = await OpenAsync();
        await EndLeaseAsync(channels);
        _bench.Pass(HostBench.Limits.Lease * 3);
        foreach (HostedChannel channel in channels)
        {
            Assert.Equal("y", Assert.Single(await channel.ReadMembersAsync()).Client);
            await _bench.UntilAsync(() => HostBench.Moves(_bench.B, channel.Name).Length == 2, "the leave");
            Assert.Equal(["Joined y", "Left x"], HostBench.Moves(_bench.B, channel.Name));
        }
    }

    [Fact]
    public async Task Lease_ThatEnds_LeavesOtherEdgesAndTheirLinks()
    {
        HostedChannel[] channels = await OpenAsync();
        LinkId link = _bench.B.Batches[^1].Link;
        await EndLeaseAsync(channels);
        await channels[0].PublishAsync(_bench.Batch("x"));
        await _bench.UntilAsync(() => HostBench.Texts(_bench.B, Names[0]).Length == 1, "the publication");
        Assert.All(_bench.B.Batches, batch => Assert.Equal(link, batch.Link));
        Assert.Equal(Enumerable.Range(1, _bench.B.Batches.Count).Select(n => (long)n), _bench.B.Batches.Select(batch => batch.Number));
        Assert.DoesNotContain(_bench.B.Batches.SelectMany(batch => batch.Events), item => item.Kind == ChannelEventKind.Detached);
    }

    [Fact]
    public async Task Lease_ThatEnds_LetsTheNextAttachmentBeginAnotherLink()
    {
        HostedChannel[] channels = await OpenAsync();
        LinkId before = (await _bench.AttachAAsync(channels[1], 2, HostBench.Present("x"))).Link;
        await EndLeaseAsync(channels);
        _bench.A.RefuseNext(0, afterHeeding: false);
        AttachResult again = await _bench.AttachAAsync(channels[0], 3, HostBench.Present("x"));
        Assert.NotEqual(before, again.Link);
        await channels[0].PublishAsync(_bench.Batch("for the next link"));
        await channels[1].PublishAsync(_bench.Batch("for none"));
        await _bench.UntilAsync(() => HostBench.Texts(_bench.A, Names[0]).Length == 1, "the publication");
        LinkBatch[] came = [.. _bench.A.Batches.Where(batch => batch.Link == again.Link)];
        Assert.Equal(1, came[0].Number);
        Assert.DoesNotContain(came.SelectMany(batch => batch.Events), item => item.Channel == Names[1]);
    }

    [Fact]
    public async Task Members_WhoComeBackAfterTheLeaseEnded_AreAnnouncedAgain()
    {
        HostedChannel[] channels = await OpenAsync();
        await EndLeaseAsync(channels);
        _bench.A.RefuseNext(0, afterHeeding: false);
        await _bench.AttachAAsync(channels[0], 2, HostBench.Present("x"));
        await _bench.UntilAsync(() => HostBench.Moves(_bench.B, Names[0]).Length == 3, "the join");
        Assert.Equal(["Joined y", "Left x", "Joined x"], HostBench.Moves(_bench.B, Names[0]));
    }

    // Regression: who attached while the lease was ending was put on the link that had ended; nobody watched over that
    // attachment then, and its members stayed for ever.
    [Fact]
    public async Task Attach_WhileTheLeaseIsEnding_IsOnALinkThatLives()
    {
        HostedChannel[] channels = await OpenAsync();
        HostedChannel held = channels[^1];
        _bench.Log.Hold();
        Task publishing = held.PublishAsync(_bench.Batch("x")).AsTask();
        _bench.A.RefuseNext(int.MaxValue, afterHeeding: false);
        await _bench.UntilAsync(() => _bench.First.LinkCount == 1, "the end of the link");
        LinkId old = _bench.A.Arrivals[^1].Link;
        for (int i = 0; i < channels.Length - 1; i++)
        {
            Assert.NotEqual(old, (await _bench.AttachAAsync(channels[i], 2, HostBench.Present("x"))).Link);
        }

        _bench.Log.Release();
        await publishing.WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        await _bench.UntilAsync(() => held.ReadMembersAsync().AsTask().Result.Count == 1, "the end of the attachment that nobody renewed");
        foreach (HostedChannel channel in channels.SkipLast(1))
        {
            Assert.Equal(2, (await channel.ReadMembersAsync()).Count); // attached again in time: nobody left
        }

        await EndLeaseAsync(channels); // still not a word: the next link's lease ends too
    }

    // It was merely silent, and learns from the next link that it has to attach again.
    [Fact]
    public async Task Edge_ThatIsBackAfterItsLeaseEnded_HearsOfAnotherLink()
    {
        HostedChannel[] channels = await OpenAsync();
        LinkId before = _bench.A.Batches[^1].Link;
        await EndLeaseAsync(channels);
        _bench.A.RefuseNext(0, afterHeeding: false);
        await _bench.UntilAsync(() => _bench.A.Batches.Any(batch => batch.Link != before), "a word");
        Assert.Equal(1, _bench.A.Batches.First(batch => batch.Link != before).Number);
    }

    [Fact]
    public async Task Edge_ThatDoesNotComeBack_IsGivenUp()
    {
        await EndLeaseAsync(await OpenAsync());
        await _bench.UntilAsync(() => _bench.First.LinkCount == 1, "the end of all links to it");
        _bench.Pass(HostBench.Limits.Lease * 3);
        Assert.Equal(1, _bench.First.LinkCount);
    }

    private async Task<HostedChannel[]> OpenAsync()
    {
        List<HostedChannel> channels = [];
        foreach (string name in Names)
        {
            HostedChannel channel = await _bench.First.OpenAsync(name);
            await _bench.AttachAAsync(channel, 1, HostBench.Present("x"));
            await _bench.AttachBAsync(channel, 1, HostBench.Present("y"));
            await _bench.UntilAsync(() => HostBench.Moves(_bench.A, name).Length == 2 && HostBench.Moves(_bench.B, name).Length == 1, "the joins");
            channels.Add(channel);
        }

        return [.. channels];
    }

    private async Task EndLeaseAsync(HostedChannel[] channels)
    {
        _bench.A.RefuseNext(int.MaxValue, afterHeeding: false);
        await _bench.UntilAsync(() => channels.All(channel => channel.ReadMembersAsync().AsTask().Result.Count == 1), "the end of the lease");
    }
}
