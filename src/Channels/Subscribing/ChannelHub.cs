using System.Collections.Concurrent;
using System.Diagnostics;

namespace Stratus.Realtime.Channels;

// The edge's side of channels, the same above every gateway: what it does about holes, lost links, late answers and slow
// readers is here, and not in a gateway.
//
// Locks, from the outside in: a session's own, a keeper's, a channel's (ChannelSubscribers), a subscriber's queue. Nothing
// waits while it holds one.

/// <summary>Subscribes sessions of this edge to channels, and delivers.</summary>
public sealed class ChannelHub : ILinkReceiver, IDisposable
{
    private const int SweepShare = 8;
    private const int CatchUpPage = 256;
    private const int CatchUpOctets = 256 << 10;
    private const int RecoveryAttempts = 10;
    private const int LosePace = 256;
    private static readonly TimeSpan LosePause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, ChannelKeeper> _channels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<LinkId, LinkCursor> _links = new();
    private readonly ConcurrentDictionary<string, bool> _strays = new(StringComparer.Ordinal);
    private readonly NamespaceTable _namespaces;
    private readonly Action _turnEnded;
    private readonly SemaphoreSlim _reads;
    private readonly long _start;
    private readonly ITimer _beat;
    private int _beats;
    private long _generation;

    /// <summary>Makes the edge's side of channels and starts the gateway.</summary>
    /// <param name="gateway">Where channels are.</param>
    /// <param name="namespaces">Their rules.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="turnEnded">Called after deliveries, once for many: what was queued may be sent now.</param>
    public ChannelHub(IChannelGateway gateway, NamespaceTable namespaces, TimeProvider time, HubLimits limits, Action turnEnded)
    {
        Gateway = gateway;
        Time = time;
        Limits = limits;
        _namespaces = namespaces;
        _turnEnded = turnEnded;
        _reads = new SemaphoreSlim(limits.MaxHistoryReads);
        _start = time.GetTimestamp();
        Edge = Guid.NewGuid().ToString("N")[..12];
        gateway.Start(Edge, this);
        _beat = time.CreateTimer(static hub => ((ChannelHub)hub!).OnBeat(), this, limits.Beat, limits.Beat);
    }

    /// <summary>The incarnation of this edge.</summary>
    public string Edge { get; }

    /// <summary>What happened so far.</summary>
    public HubCounters Counters { get; } = new();

    /// <summary>
    /// Called after the deliveries of a batch instead of the general one, on a thread that holds no lock: what was queued may
    /// be sent by it.
    /// </summary>
    public Action? BatchEnded { get; init; }

    /// <summary>How many channels have subscribers or members here.</summary>
    public int ChannelCount => _channels.Count;

    internal IChannelGateway Gateway { get; }

    internal TimeProvider Time { get; }

    internal HubLimits Limits { get; }

    internal TimeSpan Now => Time.GetElapsedTime(_start);

    /// <summary>Puts a session into a channel; it gets nothing before <see cref="BeginAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">The channel's namespace is not known.</exception>
    public Subscription Join(string channel, ISubscriber subscriber, bool wantsMembers)
    {
        while (true)
        {
            ChannelKeeper keeper = Find(channel);
            Subscription subscription = new(keeper, subscriber) { WantsMembers = wantsMembers };
            if (keeper.TryAdd(subscription))
            {
                return subscription;
            }
        }
    }

    /// <summary>
    /// Begins a subscription at the channel's top, or where the client stopped. The answer is given to
    /// <see cref="ISubscriber.OnSubscribed"/> before the first delivery.
    /// </summary>
    /// <param name="subscription">A new one.</param>
    /// <param name="since">What the client has seen, to recover what came after.</param>
    /// <exception cref="GatewayUnavailableException">The channel gave no answer in time; the subscription has ended.</exception>
    /// <exception cref="ChannelLimitException">There are as many channels as there may be; the subscription has ended.</exception>
    public async ValueTask BeginAsync(Subscription subscription, Position? since)
    {
        try
        {
            await subscription.Keeper.AttachedAsync();
            if (since is { } position && subscription.Rules.HasHistory && await TryRecoverAsync(subscription, position))
            {
                Counters.Recovery(isRecovered: true, isTooLarge: false);
                return;
            }

            while (!subscription.Channel.TryBeginAtTop(subscription, wasRecovering: since is not null))
            {
                await subscription.Keeper.AttachedAsync();
            }
        }
        catch (Exception)
        {
            subscription.End();
            throw;
        }
    }

    /// <summary>The subscriber has room again: a subscription that is behind reads on.</summary>
    public void CatchUp(Subscription subscription)
    {
        if (subscription.Channel.CatchUpFromTail(subscription, goesOn: false) is { } from)
        {
            _ = CatchUpAsync(subscription, from);
        }
        else
        {
            EndTurn();
        }
    }

    /// <summary>Sets what is known of a session in a channel: present or gone.</summary>
    public void SetMember(string channel, MemberRecord record)
    {
        while (!Find(channel).TrySetMember(record))
        {
            // Removed in this moment: the next one is new.
        }
    }

    /// <summary>Who is in a channel, over all edges: at least those of this edge that have entered it before the call.</summary>
    /// <exception cref="GatewayUnavailableException">The channel gave no answer in time.</exception>
    public async ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel)
    {
        if (_channels.TryGetValue(channel, out ChannelKeeper? keeper))
        {
            await keeper.MembersToldAsync().WaitAsync(Limits.GiveUpAfter, Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await Gateway.ReadMembersAsync(channel);
    }

    /// <inheritdoc/>
    public ValueTask ReceiveAsync(LinkBatch batch)
    {
        LinkCursor cursor = _links.GetOrAdd(batch.Link, static (_, now) => new LinkCursor(now), Now);
        LinkArrival arrival;
        lock (cursor)
        {
            arrival = cursor.Arrive(batch.Number, Now);
        }

        if (arrival == LinkArrival.Repeated)
        {
            return ValueTask.CompletedTask;
        }

        using Activity? span = ChannelTraces.StartBelow("fan out", ActivityKind.Consumer);
        long deliveries = 0;
        long generation = Volatile.Read(ref _generation); // before looking: whatever is attached from now on has a higher one
        for (int from = 0, to; from < batch.Events.Count; from = to)
        {
            string channel = batch.Events[from].Channel;
            to = EndOfRun(batch.Events, from);
            if (!_channels.TryGetValue(channel, out ChannelKeeper? keeper))
            {
                _ = DetachStrayAsync(channel, generation);
            }
            else
            {
                if (keeper.Subscribers.OnEvents(batch.Events, from, to, out int delivered))
                {
                    keeper.Kick();
                }

                deliveries += delivered;
            }
        }

        if (arrival == LinkArrival.AfterLoss)
        {
            AttachAgain(batch.Link);
        }

        if (batch.Events.Count != 0)
        {
            (BatchEnded ?? _turnEnded)();
        }

        span?.SetTag("stratus.edge", Edge).SetTag("stratus.batch.size", batch.Events.Count).SetTag("stratus.deliveries", deliveries);
        return ValueTask.CompletedTask;
    }

    // Where the events of one channel that stand together end.
    private static int EndOfRun(IReadOnlyList<ChannelEvent> events, int from)
    {
        int to = from + 1;
        while (to < events.Count && events[to].Channel == events[from].Channel)
        {
            to++;
        }

        return to;
    }

    /// <summary>Stops the beat.</summary>
    public void Dispose()
    {
        _beat.Dispose();
        _reads.Dispose();
    }

    /// <summary>A generation for an attachment: higher than all before, of any channel.</summary>
    internal long NextGeneration() => Interlocked.Increment(ref _generation);

    internal void EndTurn() => _turnEnded();

    /// <summary>A channel was attached on this link.</summary>
    internal void Meet(LinkId link) => _links.GetOrAdd(link, static (_, now) => new LinkCursor(now), Now);

    internal void Remove(ChannelKeeper keeper) =>
        _channels.TryRemove(new KeyValuePair<string, ChannelKeeper>(keeper.Subscribers.Name, keeper));

    /// <summary>Tells subscribers that they lost their position: all of a few at once, a crowd at a pace, since they come back.</summary>
    internal void Lose(IReadOnlyList<Subscription> lost)
    {
        if (lost.Count != 0)
        {
            _ = LoseAsync(lost);
        }
    }

    private async Task LoseAsync(IReadOnlyList<Subscription> lost)
    {
        for (int i = 0; i < lost.Count; i++)
        {
            if (i != 0 && i % LosePace == 0)
            {
                await Task.Delay(LosePause, Time);
            }
            else if (i == 0)
            {
                await Task.Yield(); // the caller may hold a session's lock
            }

            lost[i].Subscriber.OnPositionLost(lost[i]);
        }
    }

    private ChannelKeeper Find(string channel)
    {
        if (_channels.TryGetValue(channel, out ChannelKeeper? keeper))
        {
            return keeper;
        }

        ChannelRules rules = _namespaces.Find(channel)
            ?? throw new InvalidOperationException($"The namespace of channel '{channel}' is not known.");
        return _channels.GetOrAdd(
            channel,
            static (name, x) => new ChannelKeeper(x.Hub, new ChannelSubscribers(name, x.Rules, x.Hub.Counters)),
            (Hub: this, Rules: rules));
    }

    private async ValueTask<bool> TryRecoverAsync(Subscription subscription, Position since)
    {
        Position reached = since;
        List<Publication> missed = [];
        long octets = 0;
        for (int attempt = 0; attempt < RecoveryAttempts; attempt++)
        {
            HistoryResult history = await ReadAsync(subscription.Name, new HistoryRequest(Limits.MaxRecoveryPublications + 1 - missed.Count, reached)
            {
                MaxOctets = (int)Math.Max(1, Limits.MaxRecoveryOctets - octets),
            });
            if (!history.IsContinuous)
            {
                Counters.Recovery(isRecovered: false, isTooLarge: false);
                if (history.Top.Epoch != subscription.Channel.Delivered.Epoch)
                {
                    await subscription.Keeper.CheckedAsync(); // so that it begins in the right one
                }

                return false;
            }

            missed.AddRange(history.Publications);
            octets += history.Publications.Sum(publication => (long)publication.Octets);
            if (missed.Count > Limits.MaxRecoveryPublications || octets > Limits.MaxRecoveryOctets)
            {
                Counters.Recovery(isRecovered: false, isTooLarge: true);
                return false;
            }

            reached = missed.Count == 0 ? since : new Position(since.Epoch, missed[^1].Offset);
            if (reached.Offset < history.Top.Offset)
            {
                continue; // a page
            }

            if (subscription.Channel.TryBegin(subscription, reached, missed, wasRecovering: true))
            {
                return true;
            }

            await subscription.Keeper.CheckedAsync(); // the edge is elsewhere than the history just read: it has to look itself
        }

        Counters.Recovery(isRecovered: false, isTooLarge: false);
        return false;
    }

    private async Task CatchUpAsync(Subscription subscription, Position? from)
    {
        while (from is { } position)
        {
            HistoryResult history;
            try
            {
                history = await ReadAsync(subscription.Name, new HistoryRequest(CatchUpPage, position) { MaxOctets = CatchUpOctets });
            }
            catch (Exception)
            {
                history = new HistoryResult(position, [], IsContinuous: false); // nobody can say what is missing
            }

            if (!subscription.Channel.CatchUpFromHistory(subscription, history))
            {
                Counters.LostPositions(1);
                EndTurn();
                await LoseAsync([subscription]);
                return;
            }

            from = subscription.Channel.CatchUpFromTail(subscription, goesOn: true);
        }

        EndTurn();
    }

    // Not too many at a time; asked again for as long as a channel is waited for.
    private async ValueTask<HistoryResult> ReadAsync(string channel, HistoryRequest request)
    {
        TimeSpan began = Now;
        while (true)
        {
            await _reads.WaitAsync();
            try
            {
                return await Gateway.ReadHistoryAsync(channel, request);
            }
            catch (GatewayUnavailableException) when (Now - began < Limits.GiveUpAfter)
            {
                // Again.
            }
            finally
            {
                _reads.Release();
            }

            await Task.Delay(ReadPause, Time);
        }
    }

    // An attachment that arrived late, after its end, would stay for ever. One that begins now has a higher generation.
    private async Task DetachStrayAsync(string channel, long generation)
    {
        if (!_strays.TryAdd(channel, true))
        {
            return; // one call for many events
        }

        try
        {
            await Gateway.DetachAsync(channel, generation);
        }
        catch (Exception)
        {
            // The channel's next event reminds us.
        }

        _strays.TryRemove(channel, out _);
    }

    private void AttachAgain(LinkId link)
    {
        Counters.LinkLost();
        foreach (ChannelKeeper keeper in _channels.Values)
        {
            if (keeper.Link == link)
            {
                keeper.Subscribers.LoseLink();
                keeper.Kick();
            }
        }
    }

    private void OnBeat()
    {
        TimeSpan now = Now;
        foreach ((LinkId link, LinkCursor cursor) in _links)
        {
            if (now - cursor.HeardAt >= Limits.Lease)
            {
                _links.TryRemove(link, out _);
                AttachAgain(link);
            }
        }

        int share = _beats++ % SweepShare;
        foreach ((string name, ChannelKeeper keeper) in _channels)
        {
            keeper.OnBeat(now, isItsTurn: (name.GetHashCode(StringComparison.Ordinal) & (SweepShare - 1)) == share);
        }
    }
}
