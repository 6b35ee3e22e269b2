using System.Diagnostics;
using System.Runtime.InteropServices;

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
    private readonly ChannelCursor _cursor = new();
    private readonly DeliveryTail _tail = new();
    private readonly List<Delivery> _run = []; // what is gathered for all subscribers
    private int _deliveries; // of the events at hand
    private int _behind; // joining or catching up: the tail is kept for them

    public string Name => name;

    public ChannelRules Rules => rules;

    /// <summary>True when the channel is attached and the cursor therefore says something.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>How far the channel has been delivered; may be behind by the time that it is used.</summary>
    public Position Delivered => _cursor.Delivered;

    public bool HasHole => IsAttached && rules.HasHistory && _cursor.HasHole;

    public int Count => _subscriptions.Count;

    /// <summary>How often the channel said that it sends nothing on a link any more.</summary>
    public long Detachments { get; private set; }

    /// <summary>
    /// Something came from the channel. What came together goes to each subscriber at once: with many of them, getting at one
    /// costs more than giving it one more. True when there is now something to repair.
    /// </summary>
    public bool OnEvents(IReadOnlyList<ChannelEvent> events, int from, int to, out int deliveries)
    {
        lock (_lock)
        {
            bool isHurt = false;
            _deliveries = 0;
            for (int i = from; i < to; i++)
            {
                isHurt |= Take(events[i]);
            }

            DeliverRun();
            deliveries = _deliveries;
            return isHurt;
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

    /// <summary>The channel is attached, or still is.</summary>
    /// <returns>Subscriptions that lost their position by it.</returns>
    public IReadOnlyList<Subscription> Attached(Position? from, in AttachResult result)
    {
        lock (_lock)
        {
            bool wasAttached = IsAttached;
            IsAttached = true;
            if (from is null || !result.IsContinuous)
            {
                return Restart(result.Top);
            }

            if (wasAttached)
            {
                _cursor.Expect(result.Top.Offset);
            }
            else
            {
                _cursor.Hear(result.Top.Epoch, result.Top.Offset);
            }

            return [];
        }
    }

    /// <summary>Time has passed since the last check: what led to where it found the channel should have come.</summary>
    public void HearExpected()
    {
        lock (_lock)
        {
            _cursor.HearExpected();
        }
    }

    /// <summary>What is missing was read from history.</summary>
    /// <param name="from">From where.</param>
    /// <param name="history">What is there.</param>
    /// <returns>Subscriptions that lost their position, because history does not have it all.</returns>
    public IReadOnlyList<Subscription> Repair(Position from, HistoryResult history)
    {
        lock (_lock)
        {
            if (history.Top.Epoch != _cursor.Epoch)
            {
                IsAttached = false; // what forgot its epoch forgot this edge too
                return Restart(history.Top);
            }

            if (!history.IsContinuous)
            {
                return from == Delivered ? Restart(history.Top) : []; // what was missing came meanwhile: look again
            }

            _cursor.ForgetElsewhere();
            foreach (Publication publication in history.Publications)
            {
                if (publication.Offset == _cursor.Next)
                {
                    Append(new ChannelEvent(ChannelEventKind.Published, name, _cursor.Epoch, publication.Offset, publication));
                }
            }

            DeliverRun();
            _cursor.Hear(history.Top.Epoch, history.Top.Offset);
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

            long next = reached.Offset + 1;
            if (!IsAttached || reached.Epoch != _cursor.Epoch || (next < _cursor.Next && !_tail.Covers(next, _cursor.Next)))
            {
                return false;
            }

            if (missed is not null)
            {
                missed.AddRange(_tail.From(next).Select(delivery => delivery.Publication!));
            }

            Position begins = Delivered.Offset > reached.Offset ? Delivered : reached;
            Begin(subscription, new SubscribeOutcome(begins, wasRecovering, missed is not null, missed ?? []));
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

            Begin(subscription, new SubscribeOutcome(Delivered, wasRecovering, IsRecovered: false, []));
            return true;
        }
    }

    /// <summary>Delivers to one that is behind what the tail has.</summary>
    /// <param name="subscription">The one that is behind.</param>
    /// <param name="goesOn">True after a read; false when the subscriber has said that there is room.</param>
    /// <returns>The position to read history from; null when there is nothing to read now.</returns>
    public Position? CatchUpFromTail(Subscription subscription, bool goesOn)
    {
        lock (_lock)
        {
            if (subscription.State != SubscriptionState.CatchingUp || subscription.IsReading || (goesOn && subscription.IsFull))
            {
                return null;
            }

            subscription.IsFull = false;
            if (subscription.Epoch == _cursor.Epoch && _tail.Covers(subscription.Next, _cursor.Next))
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
    public bool CatchUpFromHistory(Subscription subscription, HistoryResult history)
    {
        lock (_lock)
        {
            subscription.IsReading = false;
            if (subscription.State != SubscriptionState.CatchingUp)
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

    private List<Subscription> Restart(Position top)
    {
        _tail.Clear();
        return _cursor.Restart(top) && rules.HasHistory ? TakeAll() : [];
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

    // True when there is now something to repair.
    private bool Take(in ChannelEvent item)
    {
        switch (item.Kind)
        {
            case ChannelEventKind.Published when !rules.HasHistory:
                counters.Published();
                _run.Add(new Delivery(item));
                return false;
            case ChannelEventKind.Published when item.Offset == 0:
                counters.Published();
                DeliverAlone(item);
                return false;
            case ChannelEventKind.Published when IsAttached && item.Epoch == _cursor.Epoch && item.Offset == _cursor.Next:
                Append(item);
                return HasHole;
            case ChannelEventKind.Published or ChannelEventKind.Skipped:
                _cursor.Hear(item.Epoch, item.Offset);
                return HasHole;
            case ChannelEventKind.Joined or ChannelEventKind.Left:
                DeliverAlone(item);
                return false;
            default:
                DeliverRun();
                Detachments++;
                IsAttached = false;
                return true;
        }
    }

    private void Append(in ChannelEvent item)
    {
        counters.Published();
        _cursor.Advance();
        _run.Add(new Delivery(item));
    }

    // Not everybody wants it, or it has no offset among those that have.
    private void DeliverAlone(in ChannelEvent item)
    {
        DeliverRun();
        _run.Add(new Delivery(item));
        DeliverRun();
    }

    // Delivers what was gathered: publications with offsets in a row, publications of a channel without history, or one delivery.
    private void DeliverRun()
    {
        if (_run.Count == 0)
        {
            return;
        }

        Deliver(CollectionsMarshal.AsSpan(_run));
        if (_behind != 0)
        {
            foreach (Delivery delivery in _run)
            {
                if (delivery.Offset != 0)
                {
                    _tail.Add(delivery);
                }
            }
        }

        _run.Clear();
    }

    private void Deliver(ReadOnlySpan<Delivery> run)
    {
        bool isMember = run[0].Publication is null;
        long first = rules.HasHistory ? run[0].Offset : 0;
        int delivered = 0;
        List<Subscription> subscriptions = _subscriptions;
        for (int i = 0; i < subscriptions.Count; i++)
        {
            Subscription subscription = subscriptions[i];
            if (subscription.State != SubscriptionState.Live || (isMember && !subscription.WantsMembers))
            {
                continue;
            }

            ReadOnlySpan<Delivery> wanted = run;
            if (first != 0 && first <= subscription.DeliveredThrough)
            {
                wanted = run[(int)Math.Min(run.Length, subscription.DeliveredThrough - first + 1)..]; // offsets in a run have no holes
            }

            int taken = subscription.Subscriber.DeliverAll(subscription, wanted);
            delivered += taken;
            if (taken < wanted.Length)
            {
                FallBehind(subscription, wanted[taken].Offset);
            }
        }

        _deliveries += delivered;
        counters.Delivered(delivered);
    }

    private void FallBehind(Subscription subscription, long offset)
    {
        Debug.Assert(rules.HasHistory, "Only a channel with history lets its readers catch up.");
        subscription.State = SubscriptionState.CatchingUp;
        subscription.Epoch = _cursor.Epoch;
        long dropped = subscription.Subscriber.DropQueued(subscription);
        subscription.Next = dropped != 0 ? dropped : offset != 0 ? offset : Math.Max(_cursor.Next, subscription.DeliveredThrough + 1);
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
                subscription.IsFull = true; // until the subscriber says that there is room
                break;
            }

            delivered++;
            subscription.Next = delivery.Offset + 1;
        }

        counters.Delivered(delivered);
        if (subscription.Next >= _cursor.Next && subscription.Epoch == _cursor.Epoch)
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
