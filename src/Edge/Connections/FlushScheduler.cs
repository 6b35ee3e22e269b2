namespace Stratus.Realtime.Edge.Connections;

// Sending costs more than anything else in a fan-out, so each connection is sent to once for everything that was queued in
// a turn. Whoever queues something marks the connection; at the end of the turn the marked ones are drained, in as many
// groups at a time as there are processors. A connection always belongs to the same group: no two threads fight for it.
// Connections of an event loop are that loop's group; the others have groups here.

/// <summary>Drains connections that have something to send.</summary>
internal sealed class FlushScheduler
{
    private const int Few = 32;

    [ThreadStatic]
    private static bool _isLoop;

    private readonly PooledFlushGroup[] _pooled = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(static _ => new PooledFlushGroup())];
    private volatile IFlushGroup[] _groups;
    private int _next;

    public FlushScheduler() => _groups = [.. _pooled];

    /// <summary>The group of a new connection that no event loop has.</summary>
    public IFlushGroup NextGroup() => _pooled[(int)((uint)Interlocked.Increment(ref _next) % (uint)_pooled.Length)];

    /// <summary>Adds a group to those that are drained; before its first connection.</summary>
    public void Add(IFlushGroup group) => _groups = [.. _groups, group];

    /// <summary>The turn has ended: drains what is marked.</summary>
    public void Kick()
    {
        foreach (IFlushGroup group in _groups)
        {
            group.Kick();
        }
    }

    /// <summary>This thread is an event loop's: it waits for no connection of others, which a thread of the pool may hold for long.</summary>
    public static void BeLoop() => _isLoop = true;

    /// <summary>The turn has ended, and this thread holds no lock: drains here what is little work, and leaves the rest to others.</summary>
    public void Drain()
    {
        if (_isLoop)
        {
            Kick();
            return;
        }

        bool isPooled = Thread.CurrentThread.IsThreadPoolThread;
        int most = isPooled && _pooled.Length == 1 ? int.MaxValue : Few;
        foreach (IFlushGroup group in _groups)
        {
            group.Drain(most);
        }
    }
}
