namespace Stratus.Realtime.Channels;

// What is wanted of a channel and what is, brought together one step at a time: attach, fill a hole, say who came and went,
// check, detach. Whoever changes something calls Kick; one worker then runs until nothing is left to do. A step that gets
// no answer is tried again, later and later, and after a while the subscribers are told that they lost their position.
// Steps can all be repeated without harm, so a late or lost answer needs no other care.

/// <summary>Keeps this edge's side of one channel true.</summary>
internal sealed class ChannelKeeper(ChannelHub hub, ChannelSubscribers subscribers)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);
    private const int RepairPage = 1000;
    private const int RepairOctets = 4 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemberRecord> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private List<TaskCompletionSource>? _waiters;
    private bool _working;
    private bool _wasAttached;
    private bool _checkWanted;
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
        Members,
        Check,
        Report,
        Detach,
    }

    public ChannelSubscribers Subscribers => subscribers;

    /// <summary>The link that the channel's events come on.</summary>
    public LinkId Link { get; private set; }

    /// <summary>True when the channel was given up here; there may be another keeper for it by now.</summary>
    public bool IsRemoved { get; private set; }

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
                _members[record.Info.Client] = record;
                _dirty.Add(record.Info.Client);
                _detachWanted = false;
            }
        }

        Kick();
        return true;
    }

    /// <summary>Completes when the channel is attached.</summary>
    /// <exception cref="GatewayUnavailableException">It did not answer in time.</exception>
    public ValueTask AttachedAsync()
    {
        Kick();
        lock (_lock)
        {
            if (subscribers.IsAttached)
            {
                return ValueTask.CompletedTask;
            }

            TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiters ??= []).Add(waiter);
            return new ValueTask(waiter.Task);
        }
    }

    /// <summary>Asks the channel whether it is where this edge believes.</summary>
    public void Check()
    {
        lock (_lock)
        {
            _checkWanted = true;
        }

        Kick();
    }

    /// <summary>Looks for what time has made necessary.</summary>
    public void OnBeat(TimeSpan now)
    {
        lock (_lock)
        {
            if (subscribers.Count != 0 || _members.Count != 0)
            {
                _idleSince = now;
                _checkWanted |= subscribers.Rules.HasHistory && now - _checkedAt >= hub.Limits.CheckInterval;
            }
            else
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
            if (_working || Next() == Step.None)
            {
                return;
            }

            _working = true;
        }

        _ = WorkAsync();
    }

    private async Task WorkAsync()
    {
        TimeSpan delay = FirstDelay;
        TimeSpan? failingSince = null;
        while (true)
        {
            Step step;
            lock (_lock)
            {
                step = Next();
                if (step == Step.None)
                {
                    _working = false;
                    return;
                }
            }

            try
            {
                await TakeAsync(step);
                failingSince = null;
                delay = FirstDelay;
            }
            catch (Exception e) when (e is GatewayUnavailableException or ChannelLimitException)
            {
                failingSince ??= hub.Now;
                if (hub.Now - failingSince >= hub.Limits.GiveUpAfter || e is ChannelLimitException)
                {
                    failingSince = null;
                    GiveUp(e);
                }

                await Task.Delay(delay, hub.Time);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private Step Next()
    {
        if (IsRemoved)
        {
            return Step.None;
        }

        if (subscribers.Count == 0 && _members.Count == 0)
        {
            return _detachWanted ? Step.Detach : Step.None;
        }

        return !subscribers.IsAttached ? Step.Attach
            : subscribers.HasHole ? Step.Repair
            : _dirty.Count != 0 ? Step.Members
            : _checkWanted ? Step.Check
            : _reported != subscribers.Count && hub.ReportsAtOnce ? Step.Report
            : Step.None;
    }

    private ValueTask TakeAsync(Step step) => step switch
    {
        Step.Attach => AttachAsync(),
        Step.Repair => RepairAsync(),
        Step.Members => SendMembersAsync(),
        Step.Check => CheckAsync(),
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
            from = _wasAttached && subscribers.Rules.HasHistory ? new Position(subscribers.Epoch, subscribers.Next - 1) : null;
            present = [.. _members.Values.Where(member => member.IsPresent)];
            request = new AttachRequest(_generation = hub.NextGeneration(), from, present);
            _isHeld = true;
        }

        AttachResult result = await hub.Gateway.AttachAsync(subscribers.Name, request);
        List<TaskCompletionSource>? waiters;
        IReadOnlyList<Subscription> lost;
        hub.Meet(result.Link);
        lock (_lock)
        {
            Link = result.Link;
            lost = subscribers.Attached(from, result);
            _wasAttached = true;
            _checkedAt = hub.Now;
            _reported = 0;
            MarkSent(present);
            waiters = _waiters;
            _waiters = null;
        }

        hub.Lose(lost);
        foreach (TaskCompletionSource waiter in waiters ?? [])
        {
            waiter.SetResult();
        }
    }

    private async ValueTask RepairAsync()
    {
        Position from = new(subscribers.Epoch, subscribers.Next - 1);
        hub.Counters.Hole();
        HistoryResult history = await hub.Gateway.ReadHistoryAsync(
            subscribers.Name, new HistoryRequest(RepairPage, from) { MaxOctets = RepairOctets });
        hub.Lose(subscribers.Repair(history));
        hub.EndTurn();
    }

    private async ValueTask SendMembersAsync()
    {
        MemberRecord[] records;
        lock (_lock)
        {
            records = [.. _dirty.Select(client => _members[client])];
        }

        await hub.Gateway.UpdateMembersAsync(subscribers.Name, records);
        lock (_lock)
        {
            MarkSent(records);
        }
    }

    private async ValueTask CheckAsync()
    {
        Position believed = new(subscribers.Epoch, subscribers.Next - 1);
        HistoryResult history = await hub.Gateway.ReadHistoryAsync(subscribers.Name, new HistoryRequest(0, believed));
        lock (_lock)
        {
            _checkWanted = false;
            _checkedAt = hub.Now;
        }

        hub.Lose(subscribers.Repair(history));
    }

    private async ValueTask ReportAsync()
    {
        int count = subscribers.Count;
        await hub.Gateway.ReportSubscribersAsync(subscribers.Name, count);
        lock (_lock)
        {
            _reported = count;
        }
    }

    private async ValueTask DetachAsync()
    {
        if (_isHeld)
        {
            await hub.Gateway.DetachAsync(subscribers.Name, _generation);
        }

        lock (_lock)
        {
            _isHeld = false;
            subscribers.LoseLink();
            _wasAttached = false;
            if (subscribers.Count == 0 && _members.Count == 0)
            {
                IsRemoved = true;
                hub.Remove(this);
            }
        }
    }

    private void GiveUp(Exception why)
    {
        List<TaskCompletionSource>? waiters;
        IReadOnlyList<Subscription> lost;
        lock (_lock)
        {
            waiters = _waiters;
            _waiters = null;
            lost = subscribers.GiveUp();
        }

        hub.Lose(lost);
        foreach (TaskCompletionSource waiter in waiters ?? [])
        {
            waiter.SetException(why);
        }
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
            if (!record.IsPresent)
            {
                _members.Remove(record.Info.Client);
            }
        }
    }
}
