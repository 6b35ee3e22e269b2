using System.Collections.Concurrent;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>The connections that are open, so that a drain finds them.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<long, (IConnectionLoop Loop, CloseStatus Farewell)> _loops = new();
    private long _lastId;
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>True from the end of the drain's notice: no connection is accepted any more.</summary>
    public bool IsClosed { get; private set; }

    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Takes a place below <paramref name="most"/>; false when there is none.</summary>
    public bool TryEnter(int most)
    {
        if (Interlocked.Increment(ref _count) <= most)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);

    /// <summary>A connection is open; <paramref name="farewell"/> is what it is told when the edge drains.</summary>
    public void Add(long id, IConnectionLoop loop, CloseStatus farewell)
    {
        _loops[id] = (loop, farewell);
        if (IsClosed)
        {
            loop.RequestClose(farewell); // it slipped in while the drain began
        }
    }

    public void Remove(long id) => _loops.TryRemove(id, out _);

    /// <summary>Closes every connection, spread evenly over at most <paramref name="pace"/>.</summary>
    public async Task CloseAllAsync(TimeSpan pace, TimeProvider time, CancellationToken cancellation)
    {
        IsClosed = true;
        (IConnectionLoop Loop, CloseStatus Farewell)[] open = [.. _loops.Values];
        Random.Shared.Shuffle(open);

        // A few hundred connections need no ten seconds: the pace is for crowds.
        TimeSpan step = TimeSpan.FromTicks(Math.Min(pace.Ticks / Math.Max(open.Length, 1), TimeSpan.TicksPerMillisecond));
        long start = time.GetTimestamp();
        for (int i = 0; i < open.Length; i++)
        {
            TimeSpan ahead = (step * i) - time.GetElapsedTime(start);
            if (ahead > TimeSpan.FromMilliseconds(15))
            {
                await Task.Delay(ahead, time, cancellation);
            }

            open[i].Loop.RequestClose(open[i].Farewell);
        }
    }
}
