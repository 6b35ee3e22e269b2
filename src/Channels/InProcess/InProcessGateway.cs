using System.Collections.Concurrent;

namespace Stratus.Realtime.Channels;

// Channels that live in the edge's own process. Each has a lock of its own; what a call leaves behind goes to the link
// (LinkPump) under that lock, so that the link has each channel's events in order.

/// <summary>The channels of a node that needs no other.</summary>
public sealed class InProcessGateway : IChannelGateway, IDeliveryBurst, IDisposable
{
    private const int SweepShare = 16; // each beat looks at a sixteenth of the channels

    private readonly ConcurrentDictionary<string, Slot> _channels = new(StringComparer.Ordinal);
    private readonly NamespaceTable _namespaces;
    private readonly TimeProvider _time;
    private readonly LinkLimits _limits;
    private readonly int _maxChannels;
    private readonly long _start;
    private readonly ITimer _beat;
    private readonly LinkPump _pump;
    private string _edge = "";
    private int _beats;

    /// <summary>Makes a place for channels.</summary>
    /// <param name="namespaces">The rules of channels.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Of the link to the edge.</param>
    /// <param name="maxChannels">The most channels at a time.</param>
    public InProcessGateway(NamespaceTable namespaces, TimeProvider time, LinkLimits? limits = null, int maxChannels = 1_000_000)
    {
        _namespaces = namespaces;
        _time = time;
        _limits = limits ?? new LinkLimits();
        _maxChannels = maxChannels;
        _start = time.GetTimestamp();
        _pump = new LinkPump(time, _limits, EndLease);
        _beat = time.CreateTimer(static gateway => ((InProcessGateway)gateway!).OnBeat(), this, _limits.Heartbeat, _limits.Heartbeat);
    }

    /// <summary>How many channels there are.</summary>
    public int ChannelCount => _channels.Count;

    /// <summary>How many deliveries of batches were not acknowledged.</summary>
    public long FailedBatches => _pump.FailedBatches;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <inheritdoc/>
    public void Start(string edge, ILinkReceiver receiver)
    {
        _edge = edge;
        _pump.Start(edge, receiver);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch) =>
        new(With(channel, (Batch: batch, Unix: _time.GetUtcNow().ToUnixTimeMilliseconds()), static (state, now, x, events) =>
            state.Publish(x.Batch, now, x.Unix, events)));

    /// <inheritdoc/>
    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) =>
        new(With(channel, (Gateway: this, Request: request), static (state, now, x, events) =>
        {
            bool isContinuous = state.Attach(x.Gateway._edge, x.Request, now, events);
            return new AttachResult(x.Gateway._pump.Link, state.Top, isContinuous);
        }));

    /// <inheritdoc/>
    public ValueTask DetachAsync(string channel, long generation)
    {
        WithExisting(channel, (Edge: _edge, Generation: generation), static (state, now, x, events) =>
            state.Detach(x.Edge, x.Generation, now, events));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ReportSubscribersAsync(string channel, int subscribers)
    {
        WithExisting(channel, (Edge: _edge, Subscribers: subscribers), static (state, _, x, _) =>
            state.ReportSubscribers(x.Edge, x.Subscribers));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) =>
        new(With(channel, request, static (state, now, request, _) => state.Read(request, now)));

    /// <inheritdoc/>
    public ValueTask RemoveHistoryAsync(string channel)
    {
        WithExisting(channel, 0, static (state, _, _, _) => state.RemoveHistory());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records)
    {
        With(channel, (Edge: _edge, Generation: generation, Records: records), static (state, now, x, events) =>
        {
            state.UpdateMembers(x.Edge, x.Generation, x.Records, now, events);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) =>
        _channels.ContainsKey(channel) ? new(With(channel, 0, static (state, _, _, _) => state.Members)) : new([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit)
    {
        List<ChannelSummary> found = [];
        foreach ((string name, Slot slot) in _channels)
        {
            if (!ChannelPattern.Matches(pattern, name))
            {
                continue;
            }

            lock (slot)
            {
                if (slot.State is { Edges.Count: > 0 } state)
                {
                    found.Add(new ChannelSummary(name, state.Subscribers));
                }
            }
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.Channel, b.Channel));
        return new(found.Count <= limit ? found : found.GetRange(0, limit));
    }

    /// <inheritdoc/>
    public void Begin() => _pump.BeginBurst();

    /// <inheritdoc/>
    public void End(bool here) => _pump.EndBurst(here);

    /// <summary>Stops the beat. Channels are forgotten with the object.</summary>
    public void Dispose() => _beat.Dispose();

    /// <summary>For tests: a channel loses all that it knows, as one whose host has died.</summary>
    internal void Forget(string channel)
    {
        if (_channels.TryGetValue(channel, out Slot? slot))
        {
            lock (slot)
            {
                slot.State = new ChannelState(channel, slot.Rules, NewId(), Now, settlesAt: Now + _limits.Lease);
            }
        }
    }

    /// <summary>For tests: a channel moves: its state goes along, the link to the edge does not.</summary>
    internal void Move(string channel) => WithExisting(channel, _edge, static (state, _, edge, events) =>
    {
        if (state.Edges.Contains(edge))
        {
            events.Add(new ChannelEvent(ChannelEventKind.Detached, state.Name, state.Epoch));
        }
    });

    /// <summary>For tests, and for an edge that does not answer: its attachments and members end, and a new link begins.</summary>
    internal void EndLease()
    {
        // In this order: who attaches meanwhile does so on the link that ends, and notices. The other way round an attachment
        // on the new link could be ended, and nobody would know.
        foreach (string name in _channels.Keys)
        {
            WithExisting(name, _edge, static (state, now, edge, events) => state.Detach(edge, null, now, events));
        }

        _pump.BeginLink();
    }

    internal static string NewId() => Guid.NewGuid().ToString("N")[..8];

    private TResult With<T, TResult>(string channel, T argument, Func<ChannelState, TimeSpan, T, List<ChannelEvent>, TResult> action)
    {
        while (true)
        {
            Slot slot = Find(channel);
            lock (slot)
            {
                if (slot.IsRemoved)
                {
                    continue; // swept in this moment
                }

                ChannelState state = slot.State ??= new ChannelState(channel, slot.Rules, NewId(), Now);
                TResult result = action(state, Now, argument, slot.Events);
                Send(slot, state);
                return result;
            }
        }
    }

    // For what ends something: no channel is made only to end something in it.
    private void WithExisting<T>(string channel, T argument, Action<ChannelState, TimeSpan, T, List<ChannelEvent>> action)
    {
        if (!_channels.TryGetValue(channel, out Slot? slot))
        {
            return;
        }

        lock (slot)
        {
            if (slot is { IsRemoved: false, State: { } state })
            {
                action(state, Now, argument, slot.Events);
                Send(slot, state);
            }
        }
    }

    private Slot Find(string channel)
    {
        if (_channels.TryGetValue(channel, out Slot? slot))
        {
            return slot;
        }

        ChannelRules rules = _namespaces.Find(channel)
            ?? throw new InvalidOperationException($"The namespace of channel '{channel}' is not known.");
        if (_channels.Count >= _maxChannels)
        {
            throw new ChannelLimitException($"There are {_maxChannels} channels already: no new one can be made.");
        }

        return _channels.GetOrAdd(channel, static (_, rules) => new Slot(rules), rules);
    }

    private void Send(Slot slot, ChannelState state)
    {
        if (slot.Events.Count != 0)
        {
            if (state.Edges.Count != 0)
            {
                _pump.Send(slot.Events);
            }

            slot.Events.Clear();
        }
    }

    private void OnBeat()
    {
        _pump.Beat();
        Sweep();
    }

    private void Sweep()
    {
        int share = _beats++ % SweepShare;
        foreach ((string name, Slot slot) in _channels)
        {
            if ((name.GetHashCode(StringComparison.Ordinal) & (SweepShare - 1)) != share)
            {
                continue;
            }

            lock (slot)
            {
                if (slot.State?.Trim(Now) ?? true)
                {
                    slot.IsRemoved = true;
                    _channels.TryRemove(new KeyValuePair<string, Slot>(name, slot));
                }
            }
        }
    }

    private sealed class Slot(ChannelRules rules)
    {
        public ChannelRules Rules => rules;

        public List<ChannelEvent> Events { get; } = new(1);

        public ChannelState? State { get; set; }

        public bool IsRemoved { get; set; }
    }
}
