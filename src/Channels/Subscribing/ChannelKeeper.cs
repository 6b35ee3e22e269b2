namespace Stratus.Realtime.Channels;

// What is wanted of a channel and what is, brought together one step at a time: attach, fill a hole, check, say who came and
// went, detach. Whoever changes something calls Kick; one worker then runs until nothing is left to do. A step that gets
// no answer is tried again, later and later; where it is the channel itself that gives none, the subscribers are told after
// a while that they lost their position. Steps can all be repeated without harm, so a late or lost answer needs no other care.
//
// A check is an attachment: it finds another epoch or offset, and mends an attachment or a member that the channel forgot.

/// <summary>Keeps this edge's side of one channel true.</summary>
internal sealed class ChannelKeeper(ChannelHub hub, ChannelSubscribers subscribers)
{
    private const int RepairPage = 1000;
    private const int RepairOctets = 4 << 20;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemberRecord> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemberRecord> _passed = new(StringComparer.Ordinal); // came and went, and the channel knows of neither
    private readonly List<TaskCompletionSource> _waiters = [];
    private readonly List<TaskCompletionSource> _waitersForMembers = [];
    private bool _working;
    private bool _wasAttached;
    private bool _checkWanted;
    private bool _reportWanted;
    private bool _detachWanted;
    private bool _isHeld; // known to the channel's host: attached, or an attempt at it may have succeeded
    private long _generation;
    private int _reported;
    private TimeSpan _checkedAt = hub.Now;
    private TimeSpan _idleSince = hub.Now;

    private enum Step
    {
        None,
        Attach,
        Repair,
        Check,
        Members,
        Report,
        Detach,
    }

    public ChannelSubscribers Subscribers => subscribers;

    /// <summary>The link that the channel's events come on.</summary>
    public LinkId Link { get; private set; }

    /// <summary>True when the channel was given up here; there may be another keeper for it by now.</summary>
    public bool IsRemoved { get; private set; }

    private bool IsWanted => subscribers.Count != 0 || _members.Count != 0;

    /// <summary>Adds a subscription; false when this keeper is removed.</summary>
    public bool TryAdd(Subscription subscription)
    {
        lock (_lock)
        {
            if (IsRemoved)
            {
                return false;
            }

            subscribers.Add(subscription);
            _detachWanted = false;
        }

        return true;
    }

    /// <summary>Sets what is known of one of this edge's sessions in the channel; false when this keeper is removed.</summary>
    public bool TrySetMember(MemberRecord record)
    {
        lock (_lock)
        {
            if (IsRemoved)
            {
                return false;
            }

            if (!_members.TryGetValue(record.Info.Client, out MemberRecord? before) || before.Version < record.Version)
            {
                if (before is { IsPresent: true } && !record.IsPresent && _dirty.Contains(record.Info.Client))
                {
                    _passed[record.Info.Client] = before;
                }

                _members[record.Info.Client] = record;
                _dirty.Add(record.Info.Client);
                _detachWanted = false;
            }
        }

        Kick();
        return true;
    }

    /// <summary>Completes when the channel is attached, or when nobody wants it any more.</summary>
    /// <exception cref="GatewayUnavailableException">It did not answer in time.</exception>
    public ValueTask AttachedAsync() => WaitAsync(isCheck: false);

    /// <summary>Completes when the channel was asked whether it is where this edge believes, or when nobody wants it any more.</summary>
    /// <exception cref="GatewayUnavailableException">It did not answer in time.</exception>
    public ValueTask CheckedAsync() => WaitAsync(isCheck: true);

    /// <summary>Completes when the channel has been told of the members that were set before, or gives no answer.</summary>
    public Task MembersToldAsync()
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_dirty.Count == 0 || IsRemoved)
            {
                return Task.CompletedTask;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waitersForMembers.Add(waiter);
        }

        Kick();
        return waiter.Task;
    }

    /// <summary>Looks for what time has made necessary: each time for what is cheap, in its turn for the rest.</summary>
    public void OnBeat(TimeSpan now, bool isItsTurn)
    {
        lock (_lock)
        {
            _reportWanted = _reported != subscribers.Count;
            if (isItsTurn && IsWanted)
            {
                _idleSince = now;
                _checkWanted |= now - _checkedAt >= hub.Limits.CheckInterval;
                subscribers.HearExpected();
            }
            else if (isItsTurn)
            {
                _detachWanted = now - _idleSince >= hub.Limits.Beat;
            }
        }

        Kick();
    }

    /// <summary>Starts the worker, unless it runs; what can be done at once is done when this returns.</summary>
    public void Kick()
    {
        lock (_lock)
        {
            if (_working || (_waiters.Count == 0 && _waitersForMembers.Count == 0 && Next() == Step.None))
            {
                return;
            }

            _working = true;
        }

        _ = WorkAsync();
    }

    private ValueTask WaitAsync(bool isCheck)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (subscribers.IsAttached && !isCheck)
            {
                return ValueTask.CompletedTask;
            }

            _checkWanted |= isCheck;
            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add(waiter);
        }

        Kick();
        return new ValueTask(waiter.Task);
    }

    private async Task WorkAsync()
    {
        TimeSpan delay = FirstDelay;
        TimeSpan? failingSince = null;
        while (TryGoOn(out Step step))
        {
            try
            {
                await TakeAsync(step);
                failingSince = null;
                delay = FirstDelay;
            }
            catch (Exception e) // whatever it is: a worker that ended here would leave the channel to itself
            {
                failingSince ??= hub.Now;
                if (hub.Now - failingSince >= hub.Limits.GiveUpAfter || e is ChannelLimitException)
                {
                    failingSince = null;
                    GiveUp(e, loses: step is Step.Attach or Step.Repair);
                }

                await Task.Delay(delay, hub.Time);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    // Whoever still waits when there is nothing to do finds out why: it has ended, or the channel is attached.
    private bool TryGoOn(out Step step)
    {
        TaskCompletionSource[] waiters;
        lock (_lock)
        {
            step = Next();
            if (step != Step.None)
            {
                return true;
            }

            _working = false;
            waiters = [.. TakeWaiters(), .. TakeWaitersForMembers()];
        }

        Array.ForEach(waiters, static waiter => waiter.SetResult());
        return false;
    }

    private Step Next()
    {
        if (IsRemoved)
        {
            return Step.None;
        }

        if (!IsWanted)
        {
            return _detachWanted ? Step.Detach : Step.None;
        }

        return !subscribers.IsAttached ? Step.Attach
            : subscribers.HasHole ? Step.Repair
            : _checkWanted ? Step.Check
            : _dirty.Count != 0 ? Step.Members
            : _reportWanted ? Step.Report
            : Step.None;
    }

    private ValueTask TakeAsync(Step step) => step switch
    {
        Step.Attach or Step.Check => AttachAsync(),
        Step.Repair => RepairAsync(),
        Step.Members => SendMembersAsync(),
        Step.Report => ReportAsync(),
        _ => DetachAsync(),
    };

    private async ValueTask AttachAsync()
    {
        Position? from;
        MemberRecord[] present;
        AttachRequest request;
        lock (_lock)
        {
            // Who came meanwhile follows as news: with those who were announced already it might pass for one of them.
            from = _wasAttached && subscribers.Rules.HasHistory ? subscribers.Delivered : null;
            present = [.. _members.Values.Where(member => member.IsPresent && !(_wasAttached && _dirty.Contains(member.Info.Client)))];
            request = new AttachRequest(_generation = hub.NextGeneration(), from, present) { IsAgain = _wasAttached };
            _isHeld = true;
        }

        long losses = hub.Counters.LinksLost;
        long detachments = subscribers.Detachments;
        AttachResult result = await hub.Gateway.AttachAsync(subscribers.Name, request);
        hub.Meet(result.Link);
        IReadOnlyList<Subscription> lost;
        TaskCompletionSource[] waiters;
        lock (_lock)
        {
            Link = result.Link;
            lost = subscribers.Attached(from, result);
            _wasAttached = true;
            _checkWanted = false;
            _checkedAt = hub.Now;
            _reported = 0;
            MarkSent(present);
            waiters = TakeWaiters();
        }

        if (hub.Counters.LinksLost != losses || subscribers.Detachments != detachments)
        {
            subscribers.LoseLink(); // it may be this one that lost something or ended meanwhile: once more
        }

        hub.Lose(lost);
        Array.ForEach(waiters, static waiter => waiter.SetResult());
    }

    private async ValueTask RepairAsync()
    {
        Position from = subscribers.Delivered;
        hub.Counters.Hole();
        HistoryResult history = await hub.Gateway.ReadHistoryAsync(
            subscribers.Name, new HistoryRequest(RepairPage, from) { MaxOctets = RepairOctets });
        hub.Lose(subscribers.Repair(from, history));
        hub.EndTurn();
        if (subscribers.HasHole && from == subscribers.Delivered)
        {
            throw new GatewayUnavailableException("The channel's history does not have yet what was heard of.");
        }
    }

    private async ValueTask SendMembersAsync()
    {
        MemberRecord[] records;
        TaskCompletionSource[] waiters;
        lock (_lock)
        {
            records = [.. _dirty.SelectMany(client => _passed.TryGetValue(client, out MemberRecord? passed) ? [passed, _members[client]] : new[] { _members[client] })];
            waiters = [.. _waitersForMembers]; // whoever comes from now on may wait for somebody else
        }

        await hub.Gateway.UpdateMembersAsync(subscribers.Name, _generation, records);
        lock (_lock)
        {
            MarkSent(records);
            _waitersForMembers.RemoveRange(0, Math.Min(waiters.Length, _waitersForMembers.Count));
        }

        Array.ForEach(waiters, static waiter => waiter.TrySetResult());
    }

    private async ValueTask ReportAsync()
    {
        int count = subscribers.Count;
        await hub.Gateway.ReportSubscribersAsync(subscribers.Name, count);
        lock (_lock)
        {
            _reported = count;
            _reportWanted = false;
        }
    }

    private async ValueTask DetachAsync()
    {
        bool isHeld;
        lock (_lock)
        {
            if (IsWanted)
            {
                return;
            }

            isHeld = _isHeld;
            _wasAttached = false;
            subscribers.LoseLink(); // whoever comes while this is under way attaches again first
        }

        if (isHeld)
        {
            await hub.Gateway.DetachAsync(subscribers.Name, _generation);
        }

        lock (_lock)
        {
            _isHeld = false;
            if (!IsWanted)
            {
                IsRemoved = true;
                hub.Remove(this);
            }
        }
    }

    private void GiveUp(Exception why, bool loses)
    {
        TaskCompletionSource[] waiters;
        TaskCompletionSource[] waitersForMembers;
        IReadOnlyList<Subscription> lost;
        lock (_lock)
        {
            waiters = TakeWaiters();
            waitersForMembers = TakeWaitersForMembers();
            lost = loses ? subscribers.GiveUp() : [];
        }

        Array.ForEach(waitersForMembers, static waiter => waiter.TrySetResult());

        hub.Lose(lost);
        Exception told = why is ChannelLimitException ? why : new GatewayUnavailableException("The channel gave no answer in time.", why);
        Array.ForEach(waiters, waiter => waiter.SetException(told));
    }

    private TaskCompletionSource[] TakeWaiters()
    {
        TaskCompletionSource[] waiters = [.. _waiters];
        _waiters.Clear();
        return waiters;
    }

    private TaskCompletionSource[] TakeWaitersForMembers()
    {
        TaskCompletionSource[] waiters = [.. _waitersForMembers];
        _waitersForMembers.Clear();
        return waiters;
    }

    private void MarkSent(MemberRecord[] records)
    {
        foreach (MemberRecord record in records)
        {
            if (!ReferenceEquals(_members.GetValueOrDefault(record.Info.Client), record))
            {
                continue; // changed meanwhile
            }

            _dirty.Remove(record.Info.Client);
            _passed.Remove(record.Info.Client);
            if (!record.IsPresent)
            {
                _members.Remove(record.Info.Client);
            }
        }
    }
}
