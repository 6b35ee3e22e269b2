using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Clients;

// A session is what a connection is to channels: who it is, its subscriptions, its timers, and the commands that come in.
// All of it is guarded by the connection's lock, in which the engine calls it. Carrying a command out may have to wait for
// a channel or the application; what then goes on takes the lock again and looks whether the session still is.
//
// Commands are carried out one after the other, so that what a client does in a row happens in that order; remote procedure
// calls alone may overtake each other. While the queue is full of answers that the client does not read, its commands wait.
// Pongs never wait.
//
// What is sent goes through the queue, which has a lock of its own: channels deliver into it without the session's lock.

/// <summary>A connected client.</summary>
internal sealed class Session : IOutbound, IPublishCompletion
{
    [ThreadStatic]
    private static JsonLines? _scratch;

    private readonly SessionServices _services;
    private readonly Queue<Command> _pending = new();
    private readonly List<PublishLane> _lanes = [];
    private readonly SessionTimers _timers;
    private IConnectionLoop _loop = null!;
    private CommandRate _rate;
    private int _windowBits;
    private volatile bool _isProcessing;
    private bool _isBusy;
    private bool _isRefused; // connect was, and the client was told: what it sent behind it has no meaning
    private volatile bool _isBehind;
    private int _isMarked;
    private long _memberVersion;

    public Session(SessionServices services)
    {
        _services = services;
        _rate = new CommandRate(services.Limits.MaxCommandsPerSecond);
        _timers = new SessionTimers(services.Times, services.Clock.Now);
        Queue = new OutboundQueue(services.Limits.MaxQueueOctets, services.Metrics.QueueHighWater);
    }

    /// <summary>Lines of this thread, empty: for <see cref="Send"/>.</summary>
    public static JsonLines Scratch
    {
        get
        {
            JsonLines lines = _scratch ??= new JsonLines();
            lines.Clear(); // whoever failed while it wrote for another client left something
            return lines;
        }
    }

    /// <summary>Who it is, once it is connected.</summary>
    public ClientIdentity Identity { get; set; } = ClientIdentity.None;

    public SessionState State { get; private set; }

    /// <summary>By channel.</summary>
    public Dictionary<string, ClientSubscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    public OutboundQueue Queue { get; }

    /// <summary>The lock of the connection.</summary>
    public Lock Lock => _loop.Lock;

    /// <summary>Remote procedure calls under way.</summary>
    public int RpcsInFlight { get; set; }

    public SessionTimers Timers => _timers;

    /// <summary>How long an expired token may be replaced.</summary>
    public TimeSpan RefreshGrace => _services.Times.RefreshGrace;

    public bool IsEnded => State == SessionState.Ended;

    TimeSpan IOutbound.Deadline => _timers.Next;

    bool IOutbound.HasMore => !Queue.IsEmpty;

    /// <summary>The connection has opened.</summary>
    /// <param name="loop">Its loop.</param>
    /// <param name="windowBits">The window of shared compressed frames; 0 for none.</param>
    public void Open(IConnectionLoop loop, int windowBits)
    {
        _loop = loop;
        _windowBits = windowBits;
    }

    /// <summary>A message has come. Under the lock, as all that the sink calls.</summary>
    public void OnMessage(MessageKind kind, ReadOnlySpan<byte> message)
    {
        if (IsEnded)
        {
            return;
        }

        _isProcessing = true;
        if (kind == MessageKind.Binary)
        {
            Disconnect(DisconnectCode.InappropriateProtocol);
            return;
        }

        CommandReader reader = new(message);
        CommandFault fault = default;
        while (!IsEnded && reader.TryRead(out Command? command, out fault))
        {
            Take(command);
        }

        if (!IsEnded && fault.IsFault)
        {
            _services.Metrics.Fault(fault.Kind);
            Disconnect(DisconnectCode.BadRequest.Because(fault.Text));
        }

        FlushLanes(); // also when a later command was the end: what came before it is carried out
    }

    /// <summary>Says that the session now is connected; under the lock.</summary>
    public void BecomeConnected(ClientIdentity identity, TimeSpan? expiresAt)
    {
        Identity = identity;
        State = SessionState.Connected;
        _timers.Connected(_services.Clock.Now, expiresAt);
    }

    /// <summary>The connect command failed, and the client was told: it may try again.</summary>
    public void BecomeNew()
    {
        if (IsEnded)
        {
            return;
        }

        if (Identity != ClientIdentity.None)
        {
            Unmake(SessionEnding.Clean);
            Queue.Clear(); // deliveries that the reply to connect should have told of
            Queue.Release([]);
            Identity = ClientIdentity.None;
        }

        State = SessionState.New;
        _isRefused = true;
    }

    /// <summary>Sends lines, and empties them. From any thread.</summary>
    public void Send(JsonLines lines)
    {
        bool isQueued = Queue.TryAddLines(lines.Written.Span);
        lines.Clear();
        if (!isQueued)
        {
            DisconnectSoon(DisconnectCode.Slow);
        }
        else if (Mark())
        {
            _services.Scheduler.Kick();
        }
    }

    /// <summary>Sends lines before everything that was queued while the queue was held.</summary>
    public void Release(JsonLines lines)
    {
        Queue.Release(lines.Written.Span);
        lines.Clear();
        if (Mark())
        {
            _services.Scheduler.Kick();
        }
    }

    public void ReplyError(uint id, ReplyError error)
    {
        _services.Metrics.Refused(error);
        JsonLines lines = Scratch;
        lines.WriteError(id, error);
        Send(lines);
    }

    public void ReplyEmpty(uint id, CommandMethod method)
    {
        JsonLines lines = Scratch;
        lines.WriteEmpty(id, method);
        Send(lines);
    }

    /// <summary>Queues deliveries until there is no room, and says how many. Under the channel's lock.</summary>
    public int QueueAll(ClientSubscription owner, ReadOnlySpan<Delivery> deliveries)
    {
        int count = Queue.AddDeliveries(deliveries, _services.Frames, _windowBits, owner);
        if (count != 0)
        {
            Mark(); // drained at the end of the turn
        }

        return count;
    }

    /// <summary>A subscription waits for room in the queue. Under the channel's lock.</summary>
    public void FallBehind()
    {
        _isBehind = true;
        Mark(); // everything may have been sent since there was no room: then nothing else would look for it
    }

    /// <summary>A version for a record of this session, higher than all that it had before.</summary>
    public long NextMemberVersion() => Identity.FirstVersion + Interlocked.Increment(ref _memberVersion);

    /// <summary>Ends the session and closes the connection; under the lock.</summary>
    public void Disconnect(DisconnectCode code)
    {
        if (IsEnded)
        {
            return;
        }

        _services.Metrics.Disconnected(code);
        End(code.Reconnects ? SessionEnding.Lost : SessionEnding.Clean);
        _loop.NoteClose(code.ToCloseStatus());
        _loop.WakeSoon();
    }

    /// <summary>The same from a place where the lock must not be taken.</summary>
    public void DisconnectSoon(DisconnectCode code) => ThreadPool.UnsafeQueueUserWorkItem(
        static x =>
        {
            lock (x.Session.Lock)
            {
                x.Session.Disconnect(x.Code);
            }
        },
        (Session: this, Code: code),
        preferLocal: false);

    void IOutbound.OnEnded(in ConnectionEnd end)
    {
        lock (Lock)
        {
            // A browser that leaves the page, or an application that disconnects, says goodbye: nothing lingers.
            bool isGoodbye = end.Kind is ConnectionEndKind.PeerClosed && end.Code is CloseCode.Normal or CloseCode.GoingAway or CloseCode.NoStatus;
            End(isGoodbye ? SessionEnding.Clean : SessionEnding.Lost);
            Queue.Clear();
        }
    }

    /// <summary>A channel cannot say any more what a subscription missed. Called without locks.</summary>
    public void OnPositionLost(ClientSubscription subscription)
    {
        lock (Lock)
        {
            if (!IsEnded && Subscriptions.GetValueOrDefault(subscription.Subscription.Name) == subscription)
            {
                EndLost(subscription);
            }
        }
    }

    private void EndLost(ClientSubscription subscription)
    {
        if (subscription.IsServerSide)
        {
            Disconnect(DisconnectCode.InsufficientState); // the SDK would forget the channel
            return;
        }

        Remove(subscription, SessionEnding.Lost);
        JsonLines lines = Scratch;
        lines.PushUnsubscribe(subscription.Subscription.Name, UnsubscribeCode.InsufficientState);
        Send(lines);
    }

    /// <summary>Ends a subscription; under the lock.</summary>
    public void Remove(ClientSubscription subscription, SessionEnding ending)
    {
        if (Subscriptions.GetValueOrDefault(subscription.Subscription.Name) == subscription)
        {
            Subscriptions.Remove(subscription.Subscription.Name); // and not one that came after it
        }

        subscription.Subscription.End();
        _services.Members.Leave(this, subscription, ending);
    }

    /// <summary>Adds a lane that has something of this session to publish; it is flushed when the message has been read.</summary>
    public void Publish(PublishLane lane)
    {
        _lanes.Add(lane);
        if (!_isProcessing)
        {
            FlushLanes();
        }
    }

    /// <inheritdoc/>
    public void OnPublished(long tag, PublishOutcome outcome, Position position)
    {
        switch (outcome)
        {
            case PublishOutcome.Done:
                ReplyEmpty((uint)tag, CommandMethod.Publish);
                break;
            case PublishOutcome.LaneFull:
                ReplyError((uint)tag, ClientProtocol.ReplyError.TooManyRequests);
                break;
            case PublishOutcome.TooManyChannels:
                _services.Metrics.Limit(ClientMetrics.MaxChannels);
                ReplyError((uint)tag, ClientProtocol.ReplyError.LimitExceeded);
                break;
            default:
                ReplyError((uint)tag, ClientProtocol.ReplyError.Internal);
                break;
        }
    }

    /// <summary>A time of day as one of the session's clock.</summary>
    public TimeSpan? ToClock(DateTimeOffset? time) =>
        time is { } at ? _services.Clock.Now + (at - _services.Clock.Time.GetUtcNow()) : null;

    /// <summary>How long until then, in whole seconds, at least one; null for never.</summary>
    public int? Ttl(TimeSpan? at) =>
        at is { } time ? (int)Math.Clamp(Math.Ceiling((time - _services.Clock.Now).TotalSeconds), 1, int.MaxValue) : null;

    void IOutbound.OnTaking() => _services.Burst?.Begin();

    void IOutbound.OnTaken(bool isFree) => _services.Burst?.End(here: isFree);

    void IOutbound.OnDeadline(TimeSpan now) => SessionDeadlines.Act(this, now);

    void IOutbound.WriteTo<TOutput>(WebSocketConnection connection, TOutput output)
    {
        _isProcessing = false; // from here on, whoever queues something marks the connection
        Interlocked.Exchange(ref _isMarked, 0);
        Queue.WriteTo(connection, output);
    }

    void IOutbound.OnDrained()
    {
        if (!IsEnded && _isBehind)
        {
            CatchUp();
        }

        if (_pending.Count != 0)
        {
            RunPending();
        }
    }

    // One that still looks live may be about to fall behind: its channel holds its lock until it has, and the hub waits for that.
    private void CatchUp()
    {
        _isBehind = false;
        foreach (ClientSubscription subscription in Subscriptions.Values)
        {
            if (!subscription.MayFallBehind)
            {
                continue;
            }

            _services.Hub.CatchUp(subscription.Subscription);
            if (subscription.Subscription.State == SubscriptionState.CatchingUp)
            {
                _isBehind = true;
            }
        }
    }

    // True when the connection was not marked yet. While a message is being read, the loop drains by itself.
    private bool Mark()
    {
        if (_isProcessing || Interlocked.Exchange(ref _isMarked, 1) != 0)
        {
            return false;
        }

        _loop.Group.Mark(_loop);
        return true;
    }

    private void FlushLanes()
    {
        foreach (PublishLane lane in _lanes)
        {
            lane.Flush();
        }

        _lanes.Clear();
    }

    private void Take(Command command)
    {
        if (command is Command.Pong)
        {
            if (!_timers.TakePong())
            {
                Disconnect(DisconnectCode.BadRequest.Because("{} answers a ping, and there was none"));
            }

            return;
        }

        _services.Metrics.Command(command);
        switch (_rate.Count(_services.Clock.Now))
        {
            case 0:
                break;
            case 1:
                _services.Metrics.Limit("MaxCommandsPerSecond");
                if (command.Id != 0)
                {
                    ReplyError(command.Id, ClientProtocol.ReplyError.TooManyRequests);
                }

                return;
            default:
                _services.Metrics.Limit("MaxCommandsPerSecond");
                Disconnect(DisconnectCode.TooManyRequests);
                return;
        }

        if (_isRefused && State == SessionState.New && command is not Command.Connect)
        {
            return;
        }

        if (State != SessionState.Connected && !IsFirst(command))
        {
            Disconnect(DisconnectCode.BadRequest.Because(command is Command.Connect ? "connect comes once" : "the first command is connect"));
        }
        else if (_isBusy || _pending.Count != 0 || Queue.IsFull)
        {
            Wait(command);
        }
        else
        {
            Run(command);
        }
    }

    // While connect is being carried out others may follow; they wait.
    private bool IsFirst(Command command) => command is Command.Connect == (State == SessionState.New);

    private void Wait(Command command)
    {
        if (_pending.Count >= _services.Limits.MaxPendingCommands)
        {
            _services.Metrics.Limit("MaxPendingCommands");
            Disconnect(DisconnectCode.TooManyRequests);
            return;
        }

        _pending.Enqueue(command);
    }

    private void Run(Command command)
    {
        if (command is Command.Connect)
        {
            if (State != SessionState.New)
            {
                Disconnect(DisconnectCode.BadRequest.Because("connect comes once"));
                return;
            }

            State = SessionState.Connecting;
        }

        if (command is not Command.Publish)
        {
            FlushLanes(); // what was published before comes first
        }

        ValueTask running = _services.Commands.RunAsync(this, command);
        if (running.IsCompletedSuccessfully)
        {
            return;
        }

        _isBusy = true;
        _ = AwaitAsync(running, command);
    }

    private async Task AwaitAsync(ValueTask running, Command command)
    {
        try
        {
            await running;
        }
        catch (Exception e)
        {
            _services.Fail(this, command, e);
        }

        lock (Lock)
        {
            _isBusy = false;
            RunPending();
        }
    }

    private void RunPending()
    {
        while (!_isBusy && !IsEnded && !Queue.IsFull && _pending.TryDequeue(out Command? next))
        {
            if (_isRefused && State == SessionState.New && next is not Command.Connect)
            {
                continue;
            }

            Run(next);
        }

        FlushLanes();
    }

    private void End(SessionEnding ending)
    {
        if (IsEnded)
        {
            return;
        }

        State = SessionState.Ended;
        _timers.Stop();
        _pending.Clear();
        Unmake(ending);
    }

    private void Unmake(SessionEnding ending)
    {
        foreach (ClientSubscription subscription in Subscriptions.Values)
        {
            subscription.Subscription.End();
        }

        if (Identity != ClientIdentity.None)
        {
            _services.Registry.Remove(this);
            _services.Members.LeaveAll(this, [.. Subscriptions.Values], ending);
        }

        Subscriptions.Clear();
    }
}
