using System.Diagnostics;

namespace Stratus.Realtime.Channels;

// One channel as this edge knows it: the cursor (epoch, next) of what came from the channel, and the local subscribers.
//
// A publication below the cursor is dropped, one at it is delivered, one above it is a hole. Nothing that comes out of turn
// is kept: it is in the channel's history, and the keeper (ChannelKeeper) reads it from there. So there is one way to fill
// a hole, whether it comes from a lost batch, a link that overflowed, or an attachment that was under way.
//
// A live subscription has no cursor of its own: it is where the channel is. Only those that read from history do.

/// <summary>The edge-local fan-out of one channel.</summary>
internal sealed class ChannelSubscribers(string name, ChannelRules rules, HubCounters counters)
{
    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly DeliveryTail _tail = new();
    private int _behind; // joining or catching up: the tail is kept for them

    public string Name => name;

    public ChannelRules Rules => rules;

    /// <summary>The channel's lock: short, and never held while something waits.</summary>
    public Lock Lock => _lock;

    /// <summary>True when the channel is attached and the cursor therefore says something.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>The epoch of the cursor.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>The offset that is to come next.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>The highest offset that was heard of; above <see cref="Next"/> - 1 there is a hole.</summary>
    public long Heard { get; private set; }

    /// <summary>True when something was heard of another epoch.</summary>
    public bool HeardOtherEpoch { get; private set; }

    public bool HasHole => IsAttached && rules.HasHistory && (Heard >= Next || HeardOtherEpoch);

    public int Count => _subscriptions.Count;

    /// <summary>Something came from the channel. True when there is now something to repair.</summary>
    public bool OnEvent(in ChannelEvent item)
    {
        lock (_lock)
        {
            switch (item.Kind)
            {
                case ChannelEventKind.Published when item.Offset == 0 || !rules.HasHistory:
                    counters.Published();
                    Deliver(new Delivery(item));
                    return false;
                case ChannelEventKind.Published when IsAttached && item.Epoch == Epoch && item.Offset == Next:
                    counters.Published();
                    Append(item);
                    return HasHole;
                case ChannelEventKind.Published or ChannelEventKind.Skipped:
                    Hear(item.Epoch, item.Offset);
                    return HasHole;
                case ChannelEventKind.Joined or ChannelEventKind.Left:
                    Deliver(new Delivery(item));
                    return false;
                default:
                    IsAttached = false;
                    return true;
            }
        }
    }

    /// <summary>The link is lost: what comes is not to be trusted until the channel is attached again.</summary>
    public void LoseLink()
    {
        lock (_lock)
        {
            IsAttached = false;
        }
    }

    /// <summary>The channel is attached.</summary>
    /// <returns>Subscriptions that lost their position by it.</returns>
    public IReadOnlyList<Subscription> Attached(Position? from, in AttachResult result)
    {
        lock (_lock)
        {
            IsAttached = true;
            if (from is null || !result.IsContinuous)
            {
                return Restart(result.Top);
            }

            Hear(result.Top.Epoch, result.Top.Offset);
            return [];
        }
    }

    /// <summary>What is missing was read from history.</summary>
    /// <returns>Subscriptions that lost their position, because history does not have it all.</returns>
    public IReadOnlyList<Subscription> Repair(HistoryResult history)
    {
        lock (_lock)
        {
            if (history.Top.Epoch != Epoch || !history.IsContinuous)
            {
                return Restart(history.Top);
            }

            HeardOtherEpoch = false;
            foreach (Publication publication in history.Publications)
            {
                if (publication.Offset == Next)
                {
                    counters.Published();
                    Append(new ChannelEvent(ChannelEventKind.Published, name, Epoch, publication.Offset, publication));
                }
            }

            Hear(Epoch, history.Top.Offset);
            return [];
        }
    }

    /// <summary>Nobody can say what is missing: all subscribers lose their position.</summary>
    public IReadOnlyList<Subscription> GiveUp()
    {
        lock (_lock)
        {
            IsAttached = false;
            return TakeAll();
        }
    }

    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            subscription.Index = _subscriptions.Count;
            _subscriptions.Add(subscription);
            subscription.State = SubscriptionState.Joining;
            _behind++;
        }
    }

    public bool Remove(Subscription subscription)
    {
        lock (_lock)
        {
            return Take(subscription);
        }
    }

    /// <summary>
    /// Begins a subscription that has what it missed up to an offset; what this edge has delivered since is added from the
    /// tail. False when the tail does not reach back so far, or the channel is elsewhere: read history again.
    /// </summary>
    public bool TryBegin(Subscription subscription, Position reached, List<Publication>? missed, bool wasRecovering)
    {
        lock (_lock)
        {
            if (subscription.State != SubscriptionState.Joining)
            {
                return true; // ended meanwhile
            }

            if (!IsAttached || reached.Epoch != Epoch || (reached.Offset + 1 < Next && !_tail.Covers(reached.Offset + 1, Next)))
            {
                return false;
            }

            if (missed is not null)
            {
                missed.AddRange(_tail.From(reached.Offset + 1).Select(delivery => delivery.Publication!));
            }

            long through = Math.Max(reached.Offset, Next - 1);
            Begin(subscription, new SubscribeOutcome(new Position(Epoch, through), wasRecovering, missed is not null, missed ?? []));
            return true;
        }
    }

    /// <summary>Begins a subscription where the channel is. False when it is not attached.</summary>
    public bool TryBeginAtTop(Subscription subscription, bool wasRecovering)
    {
        lock (_lock)
        {
            if (subscription.State != SubscriptionState.Joining)
            {
                return true;
            }

            if (!IsAttached)
            {
                return false;
            }

            Begin(subscription, new SubscribeOutcome(new Position(Epoch, Next - 1), wasRecovering, IsRecovered: false, []));
            return true;
        }
    }

    /// <summary>Delivers to one that is behind what the tail has.</summary>
    /// <returns>The position to read history from; null when there is nothing to read now.</returns>
    public Position? CatchUpFromTail(Subscription subscription)
    {
        lock (_lock)
        {
            if (subscription.State != SubscriptionState.CatchingUp || subscription.IsReading)
            {
                return null;
            }

            if (subscription.Epoch == Epoch && _tail.Covers(subscription.Next, Next))
            {
                CatchUp(subscription, _tail.From(subscription.Next));
                return null;
            }

            if (!subscription.Subscriber.HasRoomToCatchUp)
            {
                return null;
            }

            subscription.IsReading = true;
            return new Position(subscription.Epoch, subscription.Next - 1);
        }
    }

    /// <summary>Delivers to one that is behind what was read from history.</summary>
    /// <returns>False when history does not have what it needs: it has ended.</returns>
    public bool CatchUpFromHistory(Subscription subscription, HistoryResult? history)
    {
        lock (_lock)
        {
            subscription.IsReading = false;
            if (subscription.State != SubscriptionState.CatchingUp || history is null)
            {
                return true;
            }

            if (!history.IsContinuous || history.Top.Epoch != subscription.Epoch)
            {
                Take(subscription);
                return false;
            }

            CatchUp(subscription, history.Publications.Select(publication =>
                new Delivery(new ChannelEvent(ChannelEventKind.Published, name, subscription.Epoch, publication.Offset, publication))));
            return true;
        }
    }

    private void Hear(string epoch, long offset)
    {
        if (epoch != Epoch)
        {
            HeardOtherEpoch = true;
        }
        else if (offset > Heard)
        {
            Heard = offset;
        }
    }

    private List<Subscription> Restart(Position top)
    {
        bool moves = rules.HasHistory && Epoch.Length != 0 && (Epoch != top.Epoch || Next - 1 != top.Offset);
        Epoch = top.Epoch;
        Next = top.Offset + 1;
        Heard = top.Offset;
        HeardOtherEpoch = false;
        _tail.Clear();
        return moves ? TakeAll() : [];
    }

    // All that had a position; those who are joining get theirs from what is true then.
    private List<Subscription> TakeAll()
    {
        List<Subscription> lost = [.. _subscriptions.Where(s => s.State is SubscriptionState.Live or SubscriptionState.CatchingUp)];
        foreach (Subscription subscription in lost)
        {
            Take(subscription);
        }

        counters.LostPositions(lost.Count);
        return lost;
    }

    private bool Take(Subscription subscription)
    {
        if (subscription.State == SubscriptionState.Ended)
        {
            return false;
        }

        if (subscription.State != SubscriptionState.Live)
        {
            BehindLess();
        }

        Subscription last = _subscriptions[^1];
        _subscriptions[subscription.Index] = last;
        last.Index = subscription.Index;
        _subscriptions.RemoveAt(_subscriptions.Count - 1);
        subscription.State = SubscriptionState.Ended;
        return true;
    }

    private void Append(in ChannelEvent item)
    {
        Delivery delivery = new(item);
        Next = item.Offset + 1;
        Deliver(delivery);
        if (_behind != 0)
        {
            _tail.Add(delivery);
        }
    }

    private void Deliver(Delivery delivery)
    {
        bool isMember = delivery.Publication is null;
        long offset = delivery.Offset;
        int delivered = 0;
        List<Subscription> subscriptions = _subscriptions;
        for (int i = 0; i < subscriptions.Count; i++)
        {
            Subscription subscription = subscriptions[i];
            if (subscription.State != SubscriptionState.Live || (isMember && !subscription.WantsMembers)
                || (offset != 0 && offset <= subscription.DeliveredThrough))
            {
                continue;
            }

            delivered++;
            if (!subscription.Subscriber.TryDeliver(subscription, delivery))
            {
                delivered--;
                FallBehind(subscription, offset);
            }
        }

        counters.Delivered(delivered);
    }

    private void FallBehind(Subscription subscription, long offset)
    {
        Debug.Assert(rules.HasHistory, "Only a channel with history lets its readers catch up.");
        long dropped = subscription.Subscriber.DropQueued(subscription);
        subscription.State = SubscriptionState.CatchingUp;
        subscription.Epoch = Epoch;
        subscription.Next = dropped != 0 ? dropped : offset != 0 ? offset : Next;
        _behind++;
        counters.Behind();
    }

    private void CatchUp(Subscription subscription, IEnumerable<Delivery> deliveries)
    {
        int delivered = 0;
        foreach (Delivery delivery in deliveries)
        {
            if (delivery.Offset < subscription.Next)
            {
                continue;
            }

            if (!subscription.Subscriber.HasRoomToCatchUp || !subscription.Subscriber.TryDeliver(subscription, delivery))
            {
                break;
            }

            delivered++;
            subscription.Next = delivery.Offset + 1;
        }

        counters.Delivered(delivered);
        if (subscription.Next >= Next && subscription.Epoch == Epoch)
        {
            subscription.DeliveredThrough = subscription.Next - 1;
            subscription.State = SubscriptionState.Live;
            BehindLess();
            counters.Caught();
        }
    }

    private void Begin(Subscription subscription, SubscribeOutcome outcome)
    {
        subscription.DeliveredThrough = outcome.Position.Offset;
        subscription.State = SubscriptionState.Live;
        BehindLess();
        subscription.Subscriber.OnSubscribed(subscription, outcome);
    }

    private void BehindLess()
    {
        if (--_behind == 0)
        {
            _tail.Clear();
        }
    }
}
