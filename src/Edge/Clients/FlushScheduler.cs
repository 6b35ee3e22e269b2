using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Clients;

// Sending costs more than anything else in a fan-out, so each connection is sent to once for everything that was queued in
// a turn. Whoever queues something marks the connection; at the end of the turn the marked ones are drained, in as many
// groups at a time as there are processors. A connection always belongs to the same group: no two threads fight for it.
//
// A few connections are drained by the thread that ends the turn, if it holds no lock: waking another costs more than
// sending. That may be a socket's thread, which serves other connections too, so it does no more than a few.

/// <summary>Drains connections that have something to send.</summary>
internal sealed class FlushScheduler
{
    private const int Few = 32;

    private readonly Group[] _groups = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(static _ => new Group())];
    private int _next;

    /// <summary>The group of a new connection.</summary>
    public int NextGroup() => (int)((uint)Interlocked.Increment(ref _next) % (uint)_groups.Length);

    /// <summary>Marks a connection; it is drained after the next <see cref="Kick"/>.</summary>
    public void Mark(int group, IConnectionLoop loop) => _groups[group].Add(loop);

    /// <summary>The turn has ended: drains what is marked.</summary>
    public void Kick()
    {
        foreach (Group group in _groups)
        {
            group.Kick();
        }
    }

    /// <summary>The turn has ended, and this thread holds no lock: drains here what is little work, and leaves the rest to the thread pool.</summary>
    public void Drain()
    {
        bool isPooled = Thread.CurrentThread.IsThreadPoolThread;
        int most = isPooled && _groups.Length == 1 ? int.MaxValue : Few;
        foreach (Group group in _groups)
        {
            if (!group.TryDrain(most))
            {
                group.Kick();
            }
        }
    }

    private sealed class Group : IThreadPoolWorkItem
    {
        private readonly Lock _lock = new();
        private List<IConnectionLoop> _marked = [];
        private List<IConnectionLoop> _spare = [];
        private bool _isRunning;

        public void Add(IConnectionLoop loop)
        {
            lock (_lock)
            {
                _marked.Add(loop);
            }
        }

        public void Kick()
        {
            lock (_lock)
            {
                if (_isRunning || _marked.Count == 0)
                {
                    return;
                }

                _isRunning = true;
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public bool TryDrain(int most)
        {
            lock (_lock)
            {
                if (_isRunning || _marked.Count == 0 || _marked.Count > most)
                {
                    return _isRunning || _marked.Count == 0;
                }

                _isRunning = true;
            }

            DrainOnce();
            lock (_lock)
            {
                if (_marked.Count == 0)
                {
                    _isRunning = false;
                    return true;
                }
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // what came meanwhile
            return true;
        }

        public void Execute()
        {
            while (DrainOnce())
            {
            }
        }

        // False, and no longer running, when nothing is marked.
        private bool DrainOnce()
        {
            List<IConnectionLoop> marked;
            lock (_lock)
            {
                if (_marked.Count == 0)
                {
                    _isRunning = false;
                    return false;
                }

                marked = _marked;
                _marked = _spare;
                _spare = [];
            }

            foreach (IConnectionLoop loop in marked)
            {
                loop.Drain();
            }

            marked.Clear();
            lock (_lock)
            {
                _spare = marked;
            }

            return true;
        }
    }
}
