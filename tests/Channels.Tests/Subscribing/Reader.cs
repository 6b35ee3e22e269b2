using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>A session that writes down what it is told. What is queued is read when the test says so, or at once.</summary>
internal sealed class Reader : ISubscriber
{
    private readonly Lock _lock = new();
    private readonly List<string> _read = [];
    private readonly List<(Subscription Subscription, long Offset, string Text)> _queue = [];
    private readonly List<SubscribeOutcome> _outcomes = [];
    private int _lost;

    /// <summary>How many deliveries may be queued; what fits is read at once when this is the largest number.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Deliveries are refused although there seems to be room.</summary>
    public bool IsStubborn { get; set; }

    /// <summary>What was read: texts of publications, and <c>Joined x</c>, <c>Left x</c>.</summary>
    public IReadOnlyList<string> Read
    {
        get
        {
            lock (_lock)
            {
                return [.. _read];
            }
        }
    }

    public IReadOnlyList<SubscribeOutcome> Outcomes
    {
        get
        {
            lock (_lock)
            {
                return [.. _outcomes];
            }
        }
    }

    public int LostCount => Volatile.Read(ref _lost);

    public bool HasRoomToCatchUp
    {
        get
        {
            lock (_lock)
            {
                return IsStubborn || _queue.Count < Capacity;
            }
        }
    }

    /// <summary>Reads what is queued.</summary>
    public void ReadQueued()
    {
        lock (_lock)
        {
            _read.AddRange(_queue.Select(item => item.Text));
            _queue.Clear();
        }
    }

    public bool TryDeliver(Subscription subscription, Delivery delivery)
    {
        lock (_lock)
        {
            if (IsStubborn || _queue.Count >= Capacity)
            {
                return false;
            }

            _queue.Add((subscription, delivery.Offset, delivery.Publication is { } publication
                ? Text.Of(publication) : $"{delivery.Kind} {delivery.Member!.Client}"));
            if (Capacity == int.MaxValue)
            {
                ReadQueued();
            }

            return true;
        }
    }

    public long DropQueued(Subscription subscription)
    {
        lock (_lock)
        {
            long lowest = _queue.Where(item => item.Subscription == subscription && item.Offset != 0).Select(item => item.Offset).DefaultIfEmpty().Min();
            _queue.RemoveAll(item => item.Subscription == subscription);
            return lowest;
        }
    }

    public void OnSubscribed(Subscription subscription, SubscribeOutcome outcome)
    {
        lock (_lock)
        {
            _outcomes.Add(outcome);
            _read.AddRange(outcome.Recovered.Select(Text.Of));
        }
    }

    public void OnPositionLost(Subscription subscription) => Interlocked.Increment(ref _lost);
}
