namespace Stratus.Realtime.Channels;

/// <summary>What one edge publishes to one channel: a batch in flight, and a bounded queue of what comes after it.</summary>
public sealed class PublishLane
{
    private readonly Lock _lock = new();
    private readonly ChannelPublisher _publisher;
    private List<Entry> _queue = [];
    private long _queuedOctets;
    private bool _inFlight;

    internal PublishLane(ChannelPublisher publisher, string channel)
    {
        _publisher = publisher;
        Channel = channel;
    }

    /// <summary>The channel.</summary>
    public string Channel { get; }

    internal bool IsRemoved { get; private set; }

    /// <summary>Adds to the queue; false when the lane is not used any more.</summary>
    internal bool TryEnqueue(PublishRequest request, IPublishCompletion completion, long tag)
    {
        lock (_lock)
        {
            if (IsRemoved)
            {
                return false;
            }

            if (_queue.Count < _publisher.MaxQueued && _queuedOctets + request.Data.Length <= _publisher.MaxQueuedOctets)
            {
                _queue.Add(new Entry(request, completion, tag));
                _queuedOctets += request.Data.Length;
                return true;
            }
        }

        _publisher.CountFull();
        completion.OnPublished(tag, PublishOutcome.LaneFull, default);
        return true;
    }

    /// <summary>Publishes what is queued, now or when the batch in flight is done.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_inFlight || IsRemoved)
            {
                return;
            }

            _inFlight = true;
        }

        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            List<Entry> batch;
            lock (_lock)
            {
                if (_queue.Count == 0)
                {
                    _inFlight = false;
                    IsRemoved = true;
                    _publisher.Remove(this);
                    return;
                }

                batch = _queue;
                _queue = [];
                _queuedOctets = 0;
            }

            (PublishOutcome outcome, IReadOnlyList<Position> positions) = await _publisher.SendAsync(Channel, Requests(batch));
            for (int i = 0; i < batch.Count; i++)
            {
                Complete(batch[i], outcome, outcome == PublishOutcome.Done ? positions[i] : default);
            }
        }
    }

    private static void Complete(in Entry entry, PublishOutcome outcome, Position position)
    {
        try
        {
            entry.Completion.OnPublished(entry.Tag, outcome, position);
        }
        catch (Exception)
        {
            // A fault of who published: it must not stop the lane for all others on this edge.
        }
    }

    private static PublishRequest[] Requests(List<Entry> batch)
    {
        PublishRequest[] requests = new PublishRequest[batch.Count];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = batch[i].Request;
        }

        return requests;
    }

    private readonly record struct Entry(PublishRequest Request, IPublishCompletion Completion, long Tag);
}
