namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>A cluster in one process, as one edge reaches it: what <c>src/Silo</c> does by way of Orleans, by plain calls.</summary>
internal sealed class NodeGateway(NodeCluster cluster) : IChannelGateway
{
    private string _edge = "";
    private ILinkReceiver _receiver = null!;

    /// <summary>Decides what becomes of a call; true when it, or then its answer, is to be lost.</summary>
    public Func<bool> Loses { get; set; } = static () => false;

    public void Start(string edge, ILinkReceiver receiver) => (_edge, _receiver) = (edge, receiver);

    public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch) =>
        CallAsync(channel, (hosted, _) => hosted.PublishAsync(batch));

    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) =>
        CallAsync(channel, (hosted, place) => hosted.AttachAsync(_edge, place.Wire(_receiver), request));

    public async ValueTask DetachAsync(string channel, long generation) =>
        await CallAsync(channel, (hosted, _) => Done(hosted.DetachAsync(_edge, generation)));

    public async ValueTask ReportSubscribersAsync(string channel, int subscribers) =>
        await CallAsync(channel, (hosted, _) => Done(hosted.ReportSubscribersAsync(_edge, subscribers)));

    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) =>
        CallAsync(channel, (hosted, _) => hosted.ReadHistoryAsync(request));

    public async ValueTask RemoveHistoryAsync(string channel) => await CallAsync(channel, (hosted, _) => Done(hosted.RemoveHistoryAsync()));

    public async ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) =>
        await CallAsync(channel, (hosted, _) => Done(hosted.UpdateMembersAsync(_edge, generation, records)));

    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) => CallAsync(channel, (hosted, _) => hosted.ReadMembersAsync());

    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) =>
        new([.. cluster.List(pattern).OrderBy(summary => summary.Channel, StringComparer.Ordinal).Take(limit)]);

    private async ValueTask<T> CallAsync<T>(string channel, Func<HostedChannel, NodePlace, ValueTask<T>> call)
    {
        if (Loses())
        {
            throw new GatewayUnavailableException("A call was lost.");
        }

        (HostedChannel hosted, NodePlace place) = await cluster.FindAsync(channel);
        T answer = await call(hosted, place);
        if (place.IsDead || Loses())
        {
            throw new GatewayUnavailableException("An answer was lost.");
        }

        return answer;
    }

    private static async ValueTask<bool> Done(ValueTask task)
    {
        await task;
        return true;
    }
}
