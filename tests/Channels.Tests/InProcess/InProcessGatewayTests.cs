using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.InProcess;

/// <summary>What is not in the contract: which channels exist, and that none stays for ever.</summary>
public sealed class InProcessGatewayTests : IDisposable
{
    private static readonly TimeSpan Beat = new LinkLimits().Heartbeat;

    private readonly ManualTime _time = new();
    private readonly InProcessGateway _gateway;
    private readonly RecordingReceiver _receiver = new();

    public InProcessGatewayTests()
    {
        _gateway = new InProcessGateway(SampleRules.Table, _time);
        _gateway.Start("edge", _receiver);
    }

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Calls_ThatOnlyEndSomething_MakeNoChannel()
    {
        await _gateway.DetachAsync("long:a", 1);
        await _gateway.ReportSubscribersAsync("long:a", 1);
        await _gateway.RemoveHistoryAsync("long:a");
        await _gateway.ReadMembersAsync("long:a");
        _gateway.EndLease();
        _gateway.Move("long:a");
        Assert.Equal(0, _gateway.ChannelCount);
    }

    [Fact]
    public async Task Calls_OfAnUnknownNamespace_AreRefusedAndLeaveNothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _gateway.ReadHistoryAsync("unknown:a", new HistoryRequest(0)));
        Assert.Equal(0, _gateway.ChannelCount);
    }

    [Fact]
    public async Task Channels_ThatNobodyUses_AreForgottenWithinSixteenBeats()
    {
        for (int i = 0; i < 100; i++)
        {
            await _gateway.PublishAsync($"plain:{i}", new PublishBatch("publisher", 1, [Text.Request("x")]));
        }

        Assert.Equal(100, _gateway.ChannelCount);
        for (int i = 0; i < 16; i++)
        {
            _time.Advance(Beat);
        }

        Assert.Equal(0, _gateway.ChannelCount);
    }

    [Fact]
    public async Task Channels_UsedByManyWhileTheyAreSwept_LoseNothing()
    {
        using CancellationTokenSource stop = new();
        Task sweeping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _time.Advance(Beat);
            }
        }, TestContext.Current.CancellationToken);
        for (int i = 0; i < 2000; i++)
        {
            string channel = $"plain:{i % 7}";
            await _gateway.AttachAsync(channel, new AttachRequest(i, null, []));
            await _gateway.PublishAsync(channel, new PublishBatch($"publisher-{i}", 1, [Text.Request($"{i}")]));
            await _gateway.DetachAsync(channel, i);
        }

        await stop.CancelAsync();
        await sweeping;
        await Wait.UntilAsync(() => _receiver.Batches.Sum(batch => batch.Events.Count) == 2000, "all of them", () => _time.Advance(Beat));
    }

    // Regression: who attached just then was told of the new link, on which nothing came: nobody noticed.
    [Fact]
    public async Task EndLease_WhileAChannelIsAttached_LeavesNoneOnTheNewLinkWithoutEvents()
    {
        await _gateway.AttachAsync("long:a", new AttachRequest(1, null, []));
        LinkId? link = null;
        _time.Looking = () =>
        {
            _time.Looking = null;
            link = _gateway.AttachAsync("long:a", new AttachRequest(2, null, [])).AsTask().Result.Link;
        };
        _gateway.EndLease();
        bool isAttached = (await _gateway.ListChannelsAsync("", 1)).Count == 1;
        AttachResult again = await _gateway.AttachAsync("long:b", new AttachRequest(1, null, []));
        Assert.NotNull(link);
        Assert.True(isAttached || link != again.Link);
    }

    [Fact]
    public async Task Batches_ThatAreRefused_AreCounted()
    {
        _receiver.RefuseNext(3, afterHeeding: false);
        await Wait.UntilAsync(() => _receiver.RefusalsLeft == 0, "three refusals", () => _time.Advance(Beat / 4));
        Assert.InRange(_gateway.FailedBatches, 2, 3);
    }

    [Fact]
    public async Task Dispose_EndsTheHeartbeats()
    {
        await Wait.UntilAsync(() => _receiver.Batches.Count != 0, "a heartbeat", () => _time.Advance(Beat));
        _gateway.Dispose();
        int before = _receiver.Batches.Count;
        _time.Advance(Beat * 10);
        Assert.Equal(before, _receiver.Batches.Count);
    }
}
