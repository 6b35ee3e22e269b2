using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>
/// A client and its session: subscribes, reads sometimes slowly, loses its connection and comes back with the last position
/// that it has seen. It checks all that it is told.
/// </summary>
internal sealed class SimulatedClient(int number, SimulationWorld world) : ISubscriber
{
    private const int RoomyQueue = 1000;

    private readonly Lock _queueLock = new();
    private readonly Random _random = new(unchecked((world.Plan.Seed * 397) + number));
    private readonly Queue<Delivery> _queue = new();
    private readonly Dictionary<string, ChannelEventKind> _moves = [];
    private Subscription? _subscription;
    private Position? _position;
    private long _version;
    private int _capacity = RoomyQueue;
    private bool _isLost;
    private bool _isAnswered;

    /// <summary>The channel that it is in.</summary>
    public string Channel { get; private set; } = "";

    public string Name { get; } = $"client-{number}";

    public bool IsPresent { get; private set; }

    public bool HasRoomToCatchUp
    {
        get
        {
            lock (_queueLock)
            {
                return _queue.Count <= _capacity / 2;
            }
        }
    }

    /// <summary>Lives until the world stops.</summary>
    public async Task RunAsync()
    {
        Channel = world.Channel(_random);
        while (!world.IsStopping)
        {
            if (_subscription is null)
            {
                await ConnectAsync();
            }

            for (int looks = _random.Next(1, 20); looks > 0 && !_isLost && !world.IsStopping; looks--)
            {
                Read(_random.Next(1, 50));
                await Task.Delay(_random.Next(4));
            }

            await ActAsync();
        }
    }

    /// <summary>Nothing goes wrong any more: reads until it has seen everything.</summary>
    public async Task FinishAsync(Func<string, Position> top)
    {
        _capacity = RoomyQueue;
        await Wait.UntilAsync(
            () =>
            {
                Read(int.MaxValue);
                if (_isLost)
                {
                    Disconnect();
                }

                return _subscription is not null && _position == top(Channel);
            },
            () => $"{Name} in {Channel} to come to {top(Channel)}; it is at {_position}, {_subscription?.State}",
            world.Plan.Bound,
            () =>
            {
                if (_subscription is null && !world.IsConnecting(this))
                {
                    world.Connect(this);
                }
            });
        if (number % 2 == 0)
        {
            SetMember(isPresent: false);
        }
    }

    /// <summary>Ends for good.</summary>
    public void Leave()
    {
        Disconnect();
        if (IsPresent)
        {
            SetMember(isPresent: false);
        }
    }

    public async Task ConnectAsync()
    {
        if (!IsPresent || _random.Next(2) == 0)
        {
            SetMember(isPresent: true); // new, or the client's next session: no join then
        }

        Subscription subscription = world.Hub.Join(Channel, this, wantsMembers: true);
        Position? since = _position;
        (_isAnswered, _isLost) = (false, false);
        _subscription = subscription;
        try
        {
            await world.Hub.BeginAsync(subscription, since);
            if (!_isAnswered)
            {
                world.Ledger.Breach($"{Name}: no answer to the subscription.");
            }

            world.CountRecovery(since is not null);
        }
        catch (GatewayUnavailableException)
        {
            _subscription = null;
        }
    }

    public bool TryDeliver(Subscription subscription, Delivery delivery)
    {
        lock (_queueLock)
        {
            if (subscription != _subscription || !_isAnswered)
            {
                world.Ledger.Breach($"{Name}: {delivery.Offset} was delivered to a subscription that has ended or not begun.");
            }

            if (_queue.Count >= _capacity)
            {
                return false;
            }

            _queue.Enqueue(delivery);
            return true;
        }
    }

    public long DropQueued(Subscription subscription)
    {
        lock (_queueLock)
        {
            long lowest = _queue.Where(delivery => delivery.Offset != 0).Select(delivery => delivery.Offset).FirstOrDefault();
            _queue.Clear();
            _moves.Clear(); // some may have been among them
            return lowest;
        }
    }

    public void OnSubscribed(Subscription subscription, SubscribeOutcome outcome)
    {
        lock (_queueLock)
        {
            _isAnswered = true;
            if (outcome.WasRecovering != _position is not null || outcome.Recovered.Count != 0 && !outcome.IsRecovered)
            {
                world.Ledger.Breach($"{Name}: the answer does not fit what was asked: {outcome}.");
            }

            if (outcome.IsRecovered)
            {
                foreach (Publication publication in outcome.Recovered)
                {
                    See(publication);
                }

                if (_position != outcome.Position)
                {
                    world.Ledger.Breach($"{Name}: recovered up to {_position}, told {outcome.Position}.");
                }
            }
            else if (outcome.WasRecovering)
            {
                world.CountLoss($"{Name} was not recovered from {_position} in {Channel}, which is at {outcome.Position}");
            }

            _position = outcome.Position;
        }
    }

    public void OnPositionLost(Subscription subscription)
    {
        if (subscription == _subscription)
        {
            world.CountLoss($"{Name} lost its position in {Channel} at {_position}");
            _isLost = true;
        }
    }

    // Reads what is queued, and says that there is room.
    private void Read(int most)
    {
        if (_subscription is not { } subscription)
        {
            return;
        }

        lock (_queueLock)
        {
            for (int i = 0; i < most && _queue.TryDequeue(out Delivery? delivery); i++)
            {
                See(delivery);
            }
        }

        if (subscription.State == SubscriptionState.CatchingUp)
        {
            world.Hub.CatchUp(subscription);
        }
    }

    private async Task ActAsync()
    {
        switch (_random.Next(10))
        {
            case < 4: // the connection is lost, or the position is; the client comes back, soon or later
                Disconnect();
                await Task.Delay(_random.Next(10));
                break;
            case < 6: // leaves for another channel
                Disconnect();
                SetMember(isPresent: false);
                Channel = world.Channel(_random);
                _position = null;
                break;
            case < 8: // reads slowly for a while
                _capacity = _random.Next(2, 30);
                await Task.Delay(_random.Next(30));
                break;
            default:
                _capacity = RoomyQueue;
                break;
        }

        if (_isLost)
        {
            Read(int.MaxValue);
            Disconnect();
        }
    }

    private void Disconnect()
    {
        _subscription?.End();
        lock (_queueLock)
        {
            _subscription = null;
            _queue.Clear();
            _moves.Clear();
        }
    }

    private void SetMember(bool isPresent)
    {
        IsPresent = isPresent;
        world.Hub.SetMember(Channel, new MemberRecord(new ClientInfo("user", Name), ++_version, isPresent));
    }

    private void See(Delivery delivery)
    {
        if (delivery.Publication is { } publication)
        {
            See(publication);
            return;
        }

        string member = delivery.Member!.Client;
        if (_moves.TryGetValue(member, out ChannelEventKind before) && before == delivery.Kind && !world.Plan.MayLoseMoves)
        {
            world.Ledger.Breach($"{Name}: {member} {delivery.Kind} twice in {Channel}.");
        }

        _moves[member] = delivery.Kind;
    }

    private void See(Publication publication)
    {
        world.CountSeen();
        if (publication.Offset == 0)
        {
            return;
        }

        Position position = _position!.Value;
        if (publication.Offset != position.Offset + 1)
        {
            world.Ledger.Breach($"{Name}: {publication.Offset} in {Channel} after {position}.");
        }

        _position = position with { Offset = publication.Offset };
        world.Ledger.Say(Channel, _position.Value, Text.Of(publication), Name);
    }
}
