using Stratus.Realtime.Channels;

namespace Stratus.Realtime.BrokenEdge;

/// <summary>A gateway that treats every tenth batch wrongly.</summary>
internal sealed class BrokenGateway(IChannelGateway inner, Lie lie) : IChannelGateway
{
    private const int Interval = 10;

    private int _batches;

    public void Start(string edge, ILinkReceiver receiver) => inner.Start(edge, receiver);

    public async ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch)
    {
        bool isHonest = Interlocked.Increment(ref _batches) % Interval != 0;
        if (!isHonest && lie == Lie.Drop)
        {
            Position top = (await inner.ReadHistoryAsync(channel, new HistoryRequest(0))).Top;
            return [.. batch.Requests.Select((_, i) => top with { Offset = top.Offset + i + 1 })];
        }

        if (!isHonest)
        {
            PublishRequest[] again = [.. batch.Requests.Select(static request => request with { IdempotencyKey = null })];
            await inner.PublishAsync(channel, new PublishBatch(batch.Publisher + "-again", batch.Number, again));
        }

        return await inner.PublishAsync(channel, batch);
    }

    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) => inner.AttachAsync(channel, request);

    public ValueTask DetachAsync(string channel, long generation) => inner.DetachAsync(channel, generation);

    public ValueTask ReportSubscribersAsync(string channel, int subscribers) => inner.ReportSubscribersAsync(channel, subscribers);

    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) => inner.ReadHistoryAsync(channel, request);

    public ValueTask RemoveHistoryAsync(string channel) => inner.RemoveHistoryAsync(channel);

    public ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) =>
        inner.UpdateMembersAsync(channel, generation, records);

    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) => inner.ReadMembersAsync(channel);

    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) => inner.ListChannelsAsync(pattern, limit);
}
