using Orleans.Concurrency;
using Orleans.Placement;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;
using Stratus.Realtime.Silo.Messages;

namespace Stratus.Realtime.Silo.Grains;

// A thin shell: what a channel does is in HostedChannel, which also keeps calls apart. The grain says where it lives, opens
// it there, and carries it along when it moves. It stays as long as the channel has something to remember, so Orleans does
// not collect it. A channel that cannot be opened says why to whoever asked, and is tried again with the next call.

/// <summary>One channel.</summary>
/// <param name="silo">The channels of this silo.</param>
[Reentrant, KeepAlive, RandomPlacement, NotOnStoppingSilos]
internal sealed class ChannelGrain(SiloChannels silo) : Grain, IChannelGrain, IGrainMigrationParticipant
{
    private const string SnapshotKey = "channel";

    private HostedChannel? _channel;
    private ChannelSnapshot? _snapshot;
    private ChannelRefusedException? _refusal;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        string name = this.GetPrimaryKeyString();
        ChannelSnapshot? notTaken = silo.Recall(name);
        ChannelSnapshot? moved = _snapshot ?? notTaken;
        _snapshot = null;
        try
        {
            _channel = await silo.Node.OpenAsync(name, moved);
            silo.Add(GrainContext);
            _ = EndWithChannelAsync(_channel);
        }
        catch (Exception e) // thrown from here it would reach nobody in a form that says what it was
        {
            _refusal = ChannelRefusedException.Of(e);
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        silo.Remove(GrainContext);
        _snapshot = _channel is null ? null : await _channel.CloseAsync();
    }

    /// <inheritdoc/>
    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_snapshot is not null)
        {
            dehydrationContext.TryAddValue(SnapshotKey, _snapshot);
            silo.Keep(this.GetPrimaryKeyString(), _snapshot);
        }
    }

    /// <inheritdoc/>
    public void OnRehydrate(IRehydrationContext rehydrationContext) => rehydrationContext.TryGetValue(SnapshotKey, out _snapshot);

    /// <inheritdoc/>
    public ValueTask<Position[]> PublishAsync(PublishBatch batch) =>
        CallAsync(batch, static async (channel, batch) => Arrays.Of(await channel.PublishAsync(batch)));

    /// <inheritdoc/>
    public ValueTask<AttachResult> AttachAsync(string edge, IEdgeObserver observer, AttachRequest request) =>
        CallAsync((edge, observer, request), static (channel, x) => channel.AttachAsync(x.edge, new EdgeReceiver(x.observer), x.request));

    /// <inheritdoc/>
    public async ValueTask DetachAsync(string edge, long generation) =>
        await CallAsync((edge, generation), static (channel, x) => ValueTasks.Done(channel.DetachAsync(x.edge, x.generation)));

    /// <inheritdoc/>
    public async ValueTask ReportSubscribersAsync(string edge, int subscribers) =>
        await CallAsync((edge, subscribers), static (channel, x) => ValueTasks.Done(channel.ReportSubscribersAsync(x.edge, x.subscribers)));

    /// <inheritdoc/>
    public ValueTask<HistoryResult> ReadHistoryAsync(HistoryRequest request) =>
        CallAsync(request, static (channel, request) => channel.ReadHistoryAsync(request));

    /// <inheritdoc/>
    public async ValueTask RemoveHistoryAsync() => await CallAsync(0, static (channel, _) => ValueTasks.Done(channel.RemoveHistoryAsync()));

    /// <inheritdoc/>
    public async ValueTask UpdateMembersAsync(string edge, long generation, MemberRecord[] records) =>
        await CallAsync((edge, generation, records), static (channel, x) => ValueTasks.Done(channel.UpdateMembersAsync(x.edge, x.generation, x.records)));

    /// <inheritdoc/>
    public ValueTask<ClientInfo[]> ReadMembersAsync() =>
        CallAsync(0, static async (channel, _) => Arrays.Of(await channel.ReadMembersAsync()));

    private async ValueTask<TResult> CallAsync<T, TResult>(T argument, Func<HostedChannel, T, ValueTask<TResult>> call)
    {
        if (_channel is null)
        {
            DeactivateOnIdle();
            throw _refusal ?? new ChannelRefusedException(ChannelRefusal.Unavailable, $"Channel '{this.GetPrimaryKeyString()}' is not open.");
        }

        try
        {
            return await call(_channel, argument);
        }
        catch (Exception e)
        {
            throw ChannelRefusedException.Of(e);
        }
    }

    private async Task EndWithChannelAsync(HostedChannel channel)
    {
        await channel.Closed;
        DeactivateOnIdle();
    }
}
