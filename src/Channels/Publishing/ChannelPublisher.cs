using System.Collections.Concurrent;
using System.Diagnostics;

namespace Stratus.Realtime.Channels;

// Publications of an edge to a channel go one batch in flight, so that a retry after a timeout neither reorders nor doubles:
// the channel remembers the number of the last batch. What comes meanwhile is the next batch: under load a channel is asked
// once for many publications.

/// <summary>How an edge publishes, whatever the gateway.</summary>
/// <param name="gateway">Where channels are.</param>
/// <param name="edge">The incarnation of the edge.</param>
/// <param name="time">The clock.</param>
public sealed class ChannelPublisher(IChannelGateway gateway, string edge, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, PublishLane> _lanes = new(StringComparer.Ordinal);
    private long _number;
    private long _full;

    /// <summary>The most publications that wait for one channel.</summary>
    public int MaxQueued { get; init; } = 10_000;

    /// <summary>The most octets of payload that wait for one channel.</summary>
    public long MaxQueuedOctets { get; init; } = 16 << 20;

    /// <summary>How long a batch is tried again before it is given up.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many channels are being published to.</summary>
    public int LaneCount => _lanes.Count;

    /// <summary>How many publications were refused because too much waited.</summary>
    public long FullCount => Volatile.Read(ref _full);

    /// <summary>Queues a publication; it goes out with the next <see cref="PublishLane.Flush"/> of the lane that is returned.</summary>
    public PublishLane Enqueue(string channel, PublishRequest request, IPublishCompletion completion, long tag)
    {
        if (ChannelTraces.IsListenedTo)
        {
            TracedPublication.Begin(channel, ref request, ref completion);
        }

        while (true)
        {
            PublishLane lane = _lanes.GetOrAdd(channel, static (name, publisher) => new PublishLane(publisher, name), this);
            if (lane.TryEnqueue(request, completion, tag))
            {
                return lane;
            }
        }
    }

    /// <summary>Publishes one publication.</summary>
    /// <exception cref="GatewayUnavailableException">No answer in time, or too much waits for this channel.</exception>
    /// <exception cref="ChannelLimitException">There are as many channels as there may be.</exception>
    public async ValueTask<Position> PublishAsync(string channel, PublishRequest request)
    {
        Waiter waiter = new();
        Enqueue(channel, request, waiter, 0).Flush();
        return await waiter.Task;
    }

    internal void Remove(PublishLane lane) => _lanes.TryRemove(new KeyValuePair<string, PublishLane>(lane.Channel, lane));

    internal void CountFull() => Interlocked.Increment(ref _full);

    internal async ValueTask<(PublishOutcome Outcome, IReadOnlyList<Position> Positions)> SendAsync(string channel, PublishRequest[] requests)
    {
        using Activity? span = ChannelTraces.IsListenedTo ? StartSpan(channel, requests) : null;
        PublishBatch batch = new(edge, Interlocked.Increment(ref _number), requests);
        long began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return (PublishOutcome.Done, await gateway.PublishAsync(channel, batch));
            }
            catch (GatewayUnavailableException)
            {
                if (time.GetElapsedTime(began) >= GiveUpAfter)
                {
                    span.SetFailed("no answer");
                    return (PublishOutcome.Unavailable, []);
                }
            }
            catch (ChannelLimitException)
            {
                span.SetFailed("too many channels");
                return (PublishOutcome.TooManyChannels, []);
            }
            catch (Exception e) // not what the port promises: nothing that waits for this lane may wait for ever
            {
                span.SetFailed(e.GetType().Name);
                return (PublishOutcome.Unavailable, []);
            }

            await Task.Delay(RetryDelay, time);
        }
    }

    private static Activity? StartSpan(string channel, PublishRequest[] requests) =>
        ChannelTraces.StartBatch("send", ActivityKind.Client, requests, static request => request.TraceParent)?.SetChannel(channel);

    private sealed class Waiter : TaskCompletionSource<Position>, IPublishCompletion
    {
        public Waiter()
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
        }

        public void OnPublished(long tag, PublishOutcome outcome, Position position)
        {
            switch (outcome)
            {
                case PublishOutcome.Done:
                    SetResult(position);
                    break;
                case PublishOutcome.TooManyChannels:
                    SetException(new ChannelLimitException());
                    break;
                case PublishOutcome.LaneFull:
                    SetException(new GatewayUnavailableException("Too much waits to be published to this channel."));
                    break;
                default:
                    SetException(new GatewayUnavailableException());
                    break;
            }
        }
    }
}
