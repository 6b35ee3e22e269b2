using System.Diagnostics;

namespace Stratus.Realtime.Channels;

// One call at a time, behind a gate. What is kept in the log is told to nobody before it is there: until then the next call
// waits, and with a batch from every edge that is no loss, as each holds what was published meanwhile. Where the log fails,
// nobody knows what it has: the channel closes, and whoever asks next opens it again, from the log.

/// <summary>A channel that is open on this host.</summary>
public sealed class HostedChannel
{
    private const int NotListed = -1;

    private readonly Gate _gate = new();
    private readonly List<ChannelEvent> _events = [];
    private readonly Dictionary<string, LinkPump> _links = new(StringComparer.Ordinal); // of the edges that are attached
    private readonly ChannelNode _node;
    private readonly ChannelRules _rules;
    private readonly ChannelState _state;
    private readonly IChannelLog? _log;
    private readonly string _owner;
    private readonly TimeSpan _settlesAt;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _trimmedTo;
    private TimeSpan _keptAt;
    private int _listed = NotListed;

    private HostedChannel(ChannelNode node, ChannelRules rules, IChannelLog? log, string owner, ChannelState state, TimeSpan settlesAt)
    {
        _node = node;
        _rules = rules;
        _log = log;
        _owner = owner;
        _state = state;
        _settlesAt = settlesAt;
        _trimmedTo = state.FirstOffset;
        _keptAt = node.Now;
    }

    /// <summary>The channel's name.</summary>
    public string Name => _state.Name;

    /// <summary>Completes when the channel is closed here: it has moved, nobody needs it, or its log failed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>How many sessions are subscribed; null when no edge wants anything.</summary>
    public ChannelSummary? Summary => Volatile.Read(ref _listed) is var subscribers and not NotListed ? new ChannelSummary(Name, subscribers) : null;

    /// <summary>True while members may still be of edges that are not there any more.</summary>
    internal bool IsUnsettled { get; private set; } = true;

    private TimeSpan Now => _node.Now;

    private long UnixMilliseconds => _node.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens it.</summary>
    internal static async ValueTask<HostedChannel> OpenAsync(ChannelNode node, string name, ChannelRules rules, ChannelSnapshot? moved)
    {
        IChannelLog? log = rules.Durability == ChannelDurability.Stored
            ? node.Log ?? throw new InvalidOperationException($"Channel '{name}' is to be stored, and there is no database to store it in.")
            : null;
        string owner = Guid.NewGuid().ToString("N");
        string epoch = InProcessGateway.NewId();
        ChannelSnapshot? snapshot = log is null ? moved : Join(await OpenAsync(log, name, rules, owner, epoch), moved);
        TimeSpan settlesAt = node.Now + node.Lease;
        ChannelState state = snapshot is null
            ? new ChannelState(name, rules, epoch, node.Now, settlesAt)
            : new ChannelState(name, rules, snapshot, node.Now, settlesAt);
        return new HostedChannel(node, rules, log, owner, state, settlesAt);
    }

    /// <inheritdoc cref="IChannelGateway.PublishAsync"/>
    public async ValueTask<IReadOnlyList<Position>> PublishAsync(PublishBatch batch)
    {
        using Activity? span = ChannelTraces.StartBelow("append", ActivityKind.Internal)?.SetChannel(Name);
        await EnterAsync();
        try
        {
            long before = _state.Top.Offset;
            IReadOnlyList<Position> answer = _state.Publish(batch, Now, UnixMilliseconds, _events);
            if (_log is not null && _state.Top.Offset != before)
            {
                await AppendAsync(_log, batch, answer, before);
            }

            _node.Counters.Published(_events.Count);
            return answer;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Puts the channel's events on the link to an edge.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="receiver">Gets the batches, if this is the edge's first attachment on this host.</param>
    /// <param name="request">From where, and who is there already.</param>
    public ValueTask<AttachResult> AttachAsync(string edge, ILinkReceiver receiver, AttachRequest request) =>
        WithAsync((Channel: this, Edge: edge, Receiver: receiver, Request: request), static (state, now, x, events) =>
        {
            LinkPump link = x.Channel._node.LinkTo(x.Edge, x.Receiver);
            bool isContinuous = state.Attach(x.Edge, x.Request, now, events);
            if (state.Edges.Contains(x.Edge))
            {
                x.Channel._links[x.Edge] = link;
            }

            return new AttachResult(link.Link, state.Top, isContinuous);
        });

    /// <inheritdoc cref="IChannelGateway.DetachAsync"/>
    public async ValueTask DetachAsync(string edge, long generation) =>
        await WithAsync((Channel: this, Edge: edge, Generation: generation), static (state, now, x, events) =>
        {
            state.Detach(x.Edge, x.Generation, now, events);
            if (!state.Edges.Contains(x.Edge))
            {
                x.Channel._links.Remove(x.Edge);
            }

            return true;
        });

    /// <inheritdoc cref="IChannelGateway.ReportSubscribersAsync"/>
    public async ValueTask ReportSubscribersAsync(string edge, int subscribers) =>
        await WithAsync((edge, subscribers), static (state, _, x, _) =>
        {
            state.ReportSubscribers(x.edge, x.subscribers);
            return true;
        });

    /// <inheritdoc cref="IChannelGateway.ReadHistoryAsync"/>
    public ValueTask<HistoryResult> ReadHistoryAsync(HistoryRequest request) =>
        WithAsync(request, static (state, now, request, _) => state.Read(request, now));

    /// <inheritdoc cref="IChannelGateway.RemoveHistoryAsync"/>
    public async ValueTask RemoveHistoryAsync()
    {
        long first = await WithAsync(0, static (state, _, _, _) =>
        {
            state.RemoveHistory();
            return state.FirstOffset;
        });
        try
        {
            await (_log is null ? ValueTask.CompletedTask : TrimLogAsync(_log, first));
        }
        catch (Exception e)
        {
            throw new GatewayUnavailableException($"The history of channel '{Name}' could not be removed from where it is stored.", e);
        }
    }

    /// <inheritdoc cref="IChannelGateway.UpdateMembersAsync"/>
    public async ValueTask UpdateMembersAsync(string edge, long generation, IReadOnlyList<MemberRecord> records) =>
        await WithAsync((edge, generation, records), static (state, now, x, events) =>
        {
            state.UpdateMembers(x.edge, x.generation, x.records, now, events);
            return true;
        });

    /// <inheritdoc cref="IChannelGateway.ReadMembersAsync"/>
    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync() => WithAsync(0, static (state, _, _, _) => state.Members);

    /// <summary>Closes it here, to be opened elsewhere: its edges are told to attach again.</summary>
    /// <returns>What it takes along; null when it was closed already.</returns>
    public async ValueTask<ChannelSnapshot?> CloseAsync()
    {
        await _gate.EnterAsync();
        try
        {
            return _closed.Task.IsCompleted ? null : End();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>The lease of an edge has ended: so has its attachment, unless it attached on another link meanwhile.</summary>
    /// <returns>True when there was one.</returns>
    internal async ValueTask<bool> EndEdgeAsync(string edge, LinkPump link)
    {
        await _gate.EnterAsync();
        try
        {
            bool wasAttached = !_closed.Task.IsCompleted && _links.GetValueOrDefault(edge) == link;
            if (wasAttached)
            {
                _links.Remove(edge);
                _state.Detach(edge, null, Now, _events);
            }

            return wasAttached;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Forgets what is too old, and closes the channel when nothing is left.</summary>
    internal async Task SweepAsync()
    {
        try
        {
            bool isOver;
            long first;
            await EnterAsync();
            try
            {
                TimeSpan now = Now;
                _state.Settle(now, _events);
                IsUnsettled = now < _settlesAt;
                isOver = _state.Trim(now);
                first = _state.FirstOffset;
                if (isOver)
                {
                    End();
                }
            }
            finally
            {
                Leave();
            }

            if (_log is not null && isOver)
            {
                await _log.ForgetAsync(Name, _owner);
            }
            else if (_log is not null && (first != _trimmedTo || Now - _keptAt >= _rules.PositionAge / 2))
            {
                await TrimLogAsync(_log, first);
            }
        }
        catch (Exception)
        {
            // Closed, or a log that does not answer: the next beat, or whoever opens the channel again, does what is left.
        }
    }

    private static async ValueTask<ChannelSnapshot> OpenAsync(IChannelLog log, string name, ChannelRules rules, string owner, string epoch)
    {
        try
        {
            return await log.OpenAsync(name, rules, owner, epoch);
        }
        catch (Exception e)
        {
            throw new GatewayUnavailableException($"Channel '{name}' could not be read from where it is stored.", e);
        }
    }

    // The log has what was published with an offset, and nothing else.
    private static ChannelSnapshot Join(ChannelSnapshot stored, ChannelSnapshot? moved) => moved is null ? stored : stored with
    {
        Members = moved.Members,
        Ended = moved.Ended,
        UseAge = stored.UseAge < moved.UseAge ? stored.UseAge : moved.UseAge ?? stored.UseAge,
        Batches = moved.Epoch != stored.Epoch
            ? stored.Batches
            : [.. stored.Batches.Concat(moved.Batches).GroupBy(static batch => batch.Publisher).Select(static of => of.MaxBy(static batch => batch.Number)!)],
    };

    private async ValueTask<TResult> WithAsync<T, TResult>(T argument, Func<ChannelState, TimeSpan, T, List<ChannelEvent>, TResult> action)
    {
        await EnterAsync();
        try
        {
            return action(_state, Now, argument, _events);
        }
        finally
        {
            Leave();
        }
    }

    private async ValueTask EnterAsync()
    {
        await _gate.EnterAsync();
        if (_closed.Task.IsCompleted)
        {
            _gate.Leave();
            throw new GatewayUnavailableException($"Channel '{Name}' is moving.");
        }
    }

    private void Leave()
    {
        if (_events.Count != 0)
        {
            foreach (LinkPump link in _links.Values)
            {
                link.Send(_events);
            }

            _events.Clear();
        }

        Volatile.Write(ref _listed, _links.Count == 0 || _closed.Task.IsCompleted ? NotListed : _state.Subscribers);
        _gate.Leave();
    }

    private async ValueTask AppendAsync(IChannelLog log, PublishBatch batch, IReadOnlyList<Position> answer, long before)
    {
        Dictionary<long, string?> keys = [];
        for (int i = 0; i < batch.Requests.Count; i++)
        {
            if (!batch.Requests[i].SkipHistory)
            {
                keys.TryAdd(answer[i].Offset, batch.Requests[i].IdempotencyKey);
            }
        }

        KeptPublication[] kept =
        [
            .. from item in _events
               where item.Publication is { Offset: not 0 }
               select new KeptPublication(item.Publication!, keys.GetValueOrDefault(item.Offset), TimeSpan.Zero),
        ];
        using Activity? span = ChannelTraces.StartBelow("store", ActivityKind.Client)?.SetChannel(Name);
        try
        {
            await log.AppendAsync(new LogAppend(Name, _rules, _owner, before, kept, _state.TakeBatches(Now)));
            _keptAt = Now;
        }
        catch (Exception e)
        {
            span.SetFailed(e.GetType().Name);
            _events.Clear(); // nobody hears of what may not be there
            End();
            throw new GatewayUnavailableException($"What was published to channel '{Name}' could not be stored.", e);
        }
    }

    // Not within the gate.
    private async ValueTask TrimLogAsync(IChannelLog log, long first)
    {
        try
        {
            await log.TrimAsync(Name, _rules, _owner, first);
            (_trimmedTo, _keptAt) = (first, Now);
        }
        catch (ChannelFencedException)
        {
            await CloseAsync();
            throw;
        }
    }

    // Within the gate.
    private ChannelSnapshot End()
    {
        ChannelSnapshot snapshot = _state.TakeSnapshot(Now);
        ChannelEvent moved = new(ChannelEventKind.Detached, Name, _state.Epoch);
        foreach (LinkPump link in _links.Values)
        {
            link.Send([moved]);
        }

        Volatile.Write(ref _listed, NotListed);
        _node.Remove(this);
        _closed.TrySetResult();
        return snapshot;
    }
}
