namespace Stratus.Realtime.Channels;

// Everything that a network and a cluster do to calls and links, on purpose and repeatable: which faults there are is
// decided by one seeded generator, in the order in which calls come.

/// <summary>A gateway whose calls are late, lost and repeated, around one that works.</summary>
/// <param name="inner">The gateway that works.</param>
/// <param name="plan">How often what happens.</param>
/// <param name="seed">Decides when.</param>
/// <param name="time">The clock.</param>
public sealed class FaultyGateway(InProcessGateway inner, FaultPlan plan, int seed, TimeProvider time) : IChannelGateway, ILinkReceiver
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private ILinkReceiver? _receiver;
    private long _faults;

    /// <summary>How many faults there were.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>False to let everything through.</summary>
    public bool IsActive { get; set; } = true;

    /// <inheritdoc/>
    public void Start(string edge, ILinkReceiver receiver)
    {
        _receiver = receiver;
        inner.Start(edge, this);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch)
    {
        if (Happens(plan.MoveChannel))
        {
            inner.Move(channel);
        }

        if (Happens(plan.ForgetChannel))
        {
            inner.Forget(channel);
        }

        return await CallAsync(() => inner.PublishAsync(channel, batch));
    }

    /// <inheritdoc/>
    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) =>
        CallAsync(() => inner.AttachAsync(channel, request));

    /// <inheritdoc/>
    public async ValueTask DetachAsync(string channel, long generation) =>
        await CallAsync(() => Done(inner.DetachAsync(channel, generation)));

    /// <inheritdoc/>
    public async ValueTask ReportSubscribersAsync(string channel, int subscribers) =>
        await CallAsync(() => Done(inner.ReportSubscribersAsync(channel, subscribers)));

    /// <inheritdoc/>
    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) =>
        CallAsync(() => inner.ReadHistoryAsync(channel, request));

    /// <inheritdoc/>
    public async ValueTask RemoveHistoryAsync(string channel) => await CallAsync(() => Done(inner.RemoveHistoryAsync(channel)));

    /// <inheritdoc/>
    public async ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) =>
        await CallAsync(() => Done(inner.UpdateMembersAsync(channel, generation, records)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) => CallAsync(() => inner.ReadMembersAsync(channel));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) =>
        CallAsync(() => inner.ListChannelsAsync(pattern, limit));

    /// <summary>Between the inner gateway's links and the edge.</summary>
    async ValueTask ILinkReceiver.ReceiveAsync(LinkBatch batch)
    {
        if (Happens(plan.EndLease))
        {
            inner.EndLease();
        }

        await DelayAsync();
        if (Happens(plan.SwallowBatch))
        {
            return;
        }

        if (Happens(plan.LoseBatch))
        {
            throw new GatewayUnavailableException("A batch was lost.");
        }

        if (Happens(plan.RepeatBatch))
        {
            _ = RepeatAsync(batch with { Events = [.. batch.Events] });
        }

        await _receiver!.ReceiveAsync(batch);
        if (Happens(plan.LoseAcknowledgement))
        {
            throw new GatewayUnavailableException("An acknowledgement was lost.");
        }
    }

    private static async ValueTask<bool> Done(ValueTask task)
    {
        await task;
        return true;
    }

    private async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call)
    {
        await DelayAsync();
        if (Happens(plan.LoseCall))
        {
            throw new GatewayUnavailableException("A call was lost.");
        }

        if (Happens(plan.RepeatCall))
        {
            _ = RepeatAsync(call);
        }

        T result = await call();
        if (Happens(plan.LoseAnswer))
        {
            throw new GatewayUnavailableException("An answer was lost.");
        }

        await DelayAsync();
        return result;
    }

    private async Task RepeatAsync<T>(Func<ValueTask<T>> call)
    {
        await Task.Delay(plan.LongestDelay, time);
        await call();
    }

    private async Task RepeatAsync(LinkBatch batch)
    {
        await Task.Delay(plan.LongestDelay, time);
        await _receiver!.ReceiveAsync(batch);
    }

    private async ValueTask DelayAsync()
    {
        if (Happens(plan.Delay))
        {
            TimeSpan delay;
            lock (_lock)
            {
                delay = plan.LongestDelay * _random.NextDouble();
            }

            await Task.Delay(delay, time);
        }
    }

    private bool Happens(double share)
    {
        if (share <= 0 || !IsActive)
        {
            return false;
        }

        lock (_lock)
        {
            if (_random.NextDouble() >= share)
            {
                return false;
            }
        }

        Interlocked.Increment(ref _faults);
        return true;
    }
}
