namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>A gateway that breaks the port's promise without a trace: offsets have no holes, and numbers are as they should be.</summary>
internal sealed class LyingGateway(IChannelGateway inner, Lie lie) : IChannelGateway, ILinkReceiver
{
    private const long FirstLie = 10; // offsets below are true

    private ILinkReceiver _receiver = null!;
    private long _number;

    public void Start(string edge, ILinkReceiver receiver)
    {
        _receiver = receiver;
        inner.Start(edge, this);
    }

    public ValueTask ReceiveAsync(LinkBatch batch) => _receiver.ReceiveAsync(batch with { Events = [.. Deceive(batch.Events)] });

    public async ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch)
    {
        if (lie == Lie.ForgetsNumbers)
        {
            await inner.PublishAsync(channel, batch with { Number = Interlocked.Increment(ref _number) });
            return await inner.PublishAsync(channel, batch with { Number = Interlocked.Increment(ref _number) });
        }

        return await inner.PublishAsync(channel, batch);
    }

    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) => inner.AttachAsync(channel, request);

    public ValueTask DetachAsync(string channel, long generation) => inner.DetachAsync(channel, generation);

    public ValueTask ReportSubscribersAsync(string channel, int subscribers) => inner.ReportSubscribersAsync(channel, subscribers);

    public async ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request)
    {
        HistoryResult history = await inner.ReadHistoryAsync(channel, request);
        bool lies = lie == Lie.HidesInHistory && history.Publications.Count > 1 && history.Top.Offset >= FirstLie;
        return lies ? history with { Publications = [.. history.Publications.Skip(1)] } : history;
    }

    public ValueTask RemoveHistoryAsync(string channel) => inner.RemoveHistoryAsync(channel);

    public ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) => inner.UpdateMembersAsync(channel, generation, records);

    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) => inner.ReadMembersAsync(channel);

    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) => inner.ListChannelsAsync(pattern, limit);

    // The offset FirstLie is where it begins, in every channel.
    private IEnumerable<ChannelEvent> Deceive(IReadOnlyList<ChannelEvent> events)
    {
        foreach (ChannelEvent item in events)
        {
            if (lie == Lie.DoublesJoins && item.Kind == ChannelEventKind.Joined)
            {
                yield return item;
            }

            if (item.Publication is not { Offset: >= FirstLie } || lie is not (Lie.LeavesOut or Lie.Doubles or Lie.Swaps))
            {
                yield return item;
                continue;
            }

            switch (lie)
            {
                case Lie.LeavesOut when item.Offset == FirstLie:
                    break;
                case Lie.LeavesOut:
                    yield return At(item, item.Offset - 1);
                    break;
                case Lie.Doubles when item.Offset == FirstLie:
                    yield return item;
                    yield return At(item, item.Offset + 1);
                    break;
                case Lie.Doubles:
                    yield return At(item, item.Offset + 1);
                    break;
                default:
                    ChannelEvent other = events.FirstOrDefault(e => e.Channel == item.Channel && e.Publication is { } p && p.Offset == (item.Offset ^ 1));
                    yield return other.Publication is null ? item : At(other, item.Offset);
                    break;
            }
        }
    }

    private static ChannelEvent At(ChannelEvent item, long offset) =>
        item with { Offset = offset, Publication = new Publication { Data = item.Publication!.Data, Offset = offset } };
}
