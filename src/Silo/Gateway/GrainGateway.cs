using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;
using Stratus.Realtime.Silo.Messages;

namespace Stratus.Realtime.Silo.Gateway;

/// <summary>Channels that live in the silos of a cluster. Batches of links come through <see cref="EdgeObserver"/>.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="edge">This edge.</param>
internal sealed class GrainGateway(IGrainFactory grains, EdgePresence edge) : IChannelGateway
{
    private const string NoAnswer = "The channel gave no answer in time.";

    /// <inheritdoc/>
    public void Start(string edgeName, ILinkReceiver receiver)
    {
        edge.Name(edgeName);
        edge.Observer.Links = receiver;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch) =>
        await CallAsync(batch, channel, static (grain, batch, _) => grain.PublishAsync(batch));

    /// <inheritdoc/>
    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) =>
        CallAsync(request, channel, static (grain, request, edge) => grain.AttachAsync(edge.Edge, edge.Reference, request));

    /// <inheritdoc/>
    public async ValueTask DetachAsync(string channel, long generation) =>
        await CallAsync(generation, channel, static (grain, generation, edge) => ValueTasks.Done(grain.DetachAsync(edge.Edge, generation)));

    /// <inheritdoc/>
    public async ValueTask ReportSubscribersAsync(string channel, int subscribers) =>
        await CallAsync(
            subscribers, channel, static (grain, subscribers, edge) => ValueTasks.Done(grain.ReportSubscribersAsync(edge.Edge, subscribers)));

    /// <inheritdoc/>
    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) =>
        CallAsync(request, channel, static (grain, request, _) => grain.ReadHistoryAsync(request));

    /// <inheritdoc/>
    public async ValueTask RemoveHistoryAsync(string channel) =>
        await CallAsync(0, channel, static (grain, _, _) => ValueTasks.Done(grain.RemoveHistoryAsync()));

    /// <inheritdoc/>
    public async ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) =>
        await CallAsync(
            (generation, records),
            channel,
            static (grain, x, edge) => ValueTasks.Done(grain.UpdateMembersAsync(edge.Edge, x.generation, Arrays.Of(x.records))));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) =>
        await CallAsync(0, channel, static (grain, _, _) => grain.ReadMembersAsync());

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit)
    {
        try
        {
            Dictionary<SiloAddress, SiloStatus> silos = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            ChannelSummary[][] lists = await Task.WhenAll(silos.Keys.Select(silo =>
                grains.GetGrain<ISiloGrain>(silo.ToParsableString()).ListChannelsAsync(pattern, limit).AsTask()));
            return [.. lists.SelectMany(static list => list).OrderBy(static channel => channel.Channel, StringComparer.Ordinal).Take(limit)];
        }
        catch (Exception e)
        {
            throw new GatewayUnavailableException("The silos did not all answer in time.", e);
        }
    }

    private async ValueTask<TResult> CallAsync<T, TResult>(T argument, string channel, Func<IChannelGrain, T, EdgePresence, ValueTask<TResult>> call)
    {
        try
        {
            return await call(grains.GetGrain<IChannelGrain>(channel), argument, edge);
        }
        catch (ChannelRefusedException e) when (e.Refusal == ChannelRefusal.Limit)
        {
            throw new ChannelLimitException(e.Message);
        }
        catch (ChannelRefusedException e) when (e.Refusal == ChannelRefusal.Configuration)
        {
            throw new InvalidOperationException(e.Message);
        }
        catch (Exception e) // whatever a cluster can throw: whether something was done is not known
        {
            throw new GatewayUnavailableException(NoAnswer, e);
        }
    }
}
