using System.IO.Pipelines;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Tests.Clients.Sending;

/// <summary>A session between its channels and its loop, step by step: whoever leaves work behind says so to somebody.</summary>
public sealed class SessionWakeTests : IAsyncLifetime
{
    private const string Channel = "catch:a";

    private readonly RecordingLoop _loop = new();
    private MessagingEdge _edge = null!;
    private Session _session = null!;
    private IOutbound _outbound = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await MessagingEdge.StartAsync(
            ["--Clients:Limits:MaxQueueOctets=1024", .. MessagingEdge.Open("catch", "HistorySize=100", "SlowReaders=CatchUp")]);
        _loop.Group = _edge.Get<FlushScheduler>().NextGroup();
        _session = new Session(_edge.Get<SessionServices>());
        _session.Open(_loop, windowBits: 0);
        _session.BecomeConnected(new ClientIdentity("", "client", default, 0), expiresAt: null);
        _outbound = _session;
    }

    public async ValueTask DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task Delivery_ToAQuietSession_DrainsItsConnectionOnce()
    {
        await JoinAsync(static subscriber => subscriber);

        await _edge.PublishTogetherAsync(Channel, [100, 100, 100]);

        await _loop.DrainedAsync(1);
        Assert.InRange(_session.Queue.Octets, 300, 1024);
    }

    // Between two writes nobody need be told; after them, again.
    [Fact]
    public async Task Delivery_AfterAWrite_DrainsAgain()
    {
        await JoinAsync(static subscriber => subscriber);
        await _edge.PublishManyAsync(Channel, 1, 100);
        await _loop.DrainedAsync(1);
        await _edge.PublishManyAsync(Channel, 2, 100, first: 2);
        await Bounded.UntilAsync(() => _edge.Hub.Counters.Deliveries == 2, "both are delivered");
        Assert.Equal(1, _loop.Drains);

        Write(new Output());
        await _edge.PublishManyAsync(Channel, 3, 100, first: 3);

        await _loop.DrainedAsync(2);
    }

    // There was no room, but what took it may have been sent since: nobody else would look for the subscription that waits.
    [Fact]
    public async Task FallingBehind_AfterAWrite_DrainsAgain()
    {
        ClientSubscription subscription = await JoinAsync(static subscriber => subscriber);
        await _edge.PublishTogetherAsync(Channel, [300, 300]);
        await _loop.DrainedAsync(1);
        Write(Output.Full());
        Assert.NotEqual(0, _session.Queue.Octets);

        await _edge.PublishManyAsync(Channel, 3, 600, first: 3);
        await Bounded.UntilAsync(() => subscription.Subscription.State == SubscriptionState.CatchingUp, "it falls behind");

        await _loop.DrainedAsync(2);
        DrainedByTheLoop();
        Assert.NotEqual(0, _session.Queue.Octets); // it catches up
    }

    // The loop may look in the moment between "no room" and "behind". It has to wait for what the channel says.
    [Fact]
    public async Task Drained_WhileASubscriptionIsAboutToFallBehind_LetsItCatchUp()
    {
        Thread loop = new(DrainedByTheLoop);
        ClientSubscription subscription = await JoinAsync(inner => new Interrupted(inner, () =>
        {
            loop.Start();
            Assert.True(SpinWait.SpinUntil(() => (loop.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0, Bounded.Limit));
        }));
        await _edge.PublishTogetherAsync(Channel, [300, 300]);
        await _loop.DrainedAsync(1);

        await _edge.PublishManyAsync(Channel, 3, 600, first: 3);
        await Bounded.UntilAsync(() => _edge.Hub.Counters.FellBehind == 1, "it falls behind");
        Assert.True(loop.Join(Bounded.Limit));

        Assert.NotEqual(0, _session.Queue.Octets);
        Assert.InRange(_edge.Hub.Counters.Deliveries, 3, 4);
        for (int i = 0; subscription.Subscription.State != SubscriptionState.Live; i++)
        {
            Assert.InRange(i, 0, 10);
            Write(new Output());
            DrainedByTheLoop();
        }
    }

    // A session that was connecting holds what its channels deliver; let go, it is sent.
    [Fact]
    public async Task Release_OfWhatWasHeld_DrainsTheConnection()
    {
        await JoinAsync(static subscriber => subscriber);
        _session.Queue.Hold();
        await _edge.PublishManyAsync(Channel, 1, 100);
        await _loop.DrainedAsync(1);
        Write(new Output());
        Assert.False(_outbound.HasMore);

        using JsonLines lines = new();
        lines.Add("{}"u8);
        _session.Release(lines);

        await _loop.DrainedAsync(2);
        Assert.True(_outbound.HasMore);
    }

    private async Task<ClientSubscription> JoinAsync(Func<ISubscriber, ISubscriber> wrap)
    {
        ChannelRules rules = _edge.Get<NamespaceTable>().Find(Channel)!;
        ClientSubscription subscription = new(_session, rules, default, isServerSide: true) { IsOfConnect = true };
        subscription.Subscription = _edge.Hub.Join(Channel, wrap(subscription), wantsMembers: false);
        lock (_session.Lock)
        {
            _session.Subscriptions.Add(Channel, subscription);
        }

        await _edge.Hub.BeginAsync(subscription.Subscription, since: null);
        return subscription;
    }

    private void Write(Output output)
    {
        lock (_session.Lock)
        {
            _outbound.WriteTo(output.Connection, new PipeOutput(output.Buffer));
        }
    }

    private void DrainedByTheLoop()
    {
        lock (_session.Lock)
        {
            _outbound.OnDrained();
        }
    }

    private sealed class Output
    {
        public WebSocketConnection Connection { get; } = new(new WebSocketConnectionOptions { Role = WebSocketRole.Server }, TimeSpan.Zero);

        public PipeOutputBuffer Buffer { get; } = new(new Pipe(new PipeOptions(pauseWriterThreshold: 0)).Writer);

        public static Output Full()
        {
            Output output = new();
            while (!output.Buffer.IsFull)
            {
                output.Buffer.Advance(output.Buffer.GetSpan(4096)[..4096].Length);
            }

            return output;
        }
    }

    /// <summary>Does something in the moment in which a subscription falls behind.</summary>
    private sealed class Interrupted(ISubscriber inner, Action action) : ISubscriber
    {
        public bool HasRoomToCatchUp => inner.HasRoomToCatchUp;

        public bool TryDeliver(Subscription subscription, Delivery delivery) => inner.TryDeliver(subscription, delivery);

        public long DropQueued(Subscription subscription)
        {
            action();
            return inner.DropQueued(subscription);
        }

        public void OnSubscribed(Subscription subscription, SubscribeOutcome outcome) => inner.OnSubscribed(subscription, outcome);

        public void OnPositionLost(Subscription subscription) => inner.OnPositionLost(subscription);
    }

    private sealed class RecordingLoop : IConnectionLoop
    {
        private int _drains;

        public int Drains => Volatile.Read(ref _drains);

        public TimeSpan Deadline => TimeSpan.MaxValue;

        public IFlushGroup Group { get; set; } = null!;

        public Lock Lock { get; } = new();

        public long InputOctets => 0;

        public long OutputOctets => 0;

        public Exception? Fault => null;

        public Task DrainedAsync(int times) => Bounded.UntilAsync(() => Drains >= times, $"{times} drains");

        public void Drain() => Interlocked.Increment(ref _drains);

        public void DeadlineCame()
        {
        }

        public void RequestClose(CloseStatus status)
        {
        }

        public void NoteClose(CloseStatus status)
        {
        }

        public void WakeSoon()
        {
        }
    }
}
