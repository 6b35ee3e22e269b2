using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Channels.Tests.Subscribing;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>An edge above hosts: a channel that moves while it is attached.</summary>
public sealed class MovedWhileAttachingTests : IDisposable
{
    private const string Channel = "long:a";

    private readonly ManualTime _time = new();
    private readonly NodeCluster _cluster;
    private readonly LateGateway _gateway;
    private readonly ChannelHub _hub;

    public MovedWhileAttachingTests()
    {
        _cluster = new NodeCluster(SampleRules.Table, _time, 2, new LinkLimits());
        _gateway = new LateGateway(new NodeGateway(_cluster));
        _hub = new ChannelHub(_gateway, SampleRules.Table, _time, new HubLimits(), () => { });
    }

    public void Dispose()
    {
        _hub.Dispose();
        _cluster.Dispose();
    }

    // The answer to the attachment comes after the word that the channel has moved on.
    [Fact]
    public async Task Attach_AnsweredAfterTheChannelMovedOn_IsMadeAgain()
    {
        TaskCompletionSource holds = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Holds = holds.Task;
        Reader reader = new();
        Subscription subscription = _hub.Join(Channel, reader, wantsMembers: true);
        Task beginning = _hub.BeginAsync(subscription, null).AsTask();
        await Wait.UntilAsync(() => _gateway.Attached == 1, "the attachment");
        await _cluster.MoveAsync(Channel);
        await Wait.UntilAsync(() => _gateway.Detached == 1, "the end where it was");
        _gateway.Holds = Task.CompletedTask;
        holds.SetResult();
        await beginning.WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => _gateway.Attached == 2, "the attachment where it is now", () => _time.Advance(TimeSpan.FromMilliseconds(1)));
    }

    private sealed class LateGateway(NodeGateway inner) : IChannelGateway, ILinkReceiver
    {
        private ILinkReceiver _receiver = null!;
        private int _attached;
        private int _detached;

        public Task Holds { get; set; } = Task.CompletedTask;

        public int Attached => Volatile.Read(ref _attached);

        public int Detached => Volatile.Read(ref _detached);

        public void Start(string edge, ILinkReceiver receiver)
        {
            _receiver = receiver;
            inner.Start(edge, this);
        }

        public async ValueTask ReceiveAsync(LinkBatch batch)
        {
            int detached = batch.Events.Count(item => item.Kind == ChannelEventKind.Detached);
            await _receiver.ReceiveAsync(batch);
            Interlocked.Add(ref _detached, detached);
        }

        public async ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request)
        {
            AttachResult result = await inner.AttachAsync(channel, request);
            Interlocked.Increment(ref _attached);
            await Holds;
            return result;
        }

        public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch) => inner.PublishAsync(channel, batch);

        public ValueTask DetachAsync(string channel, long generation) => inner.DetachAsync(channel, generation);

        public ValueTask ReportSubscribersAsync(string channel, int subscribers) => inner.ReportSubscribersAsync(channel, subscribers);

        public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) => inner.ReadHistoryAsync(channel, request);

        public ValueTask RemoveHistoryAsync(string channel) => inner.RemoveHistoryAsync(channel);

        public ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) =>
            inner.UpdateMembersAsync(channel, generation, records);

        public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) => inner.ReadMembersAsync(channel);

        public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) => inner.ListChannelsAsync(pattern, limit);
    }
}
