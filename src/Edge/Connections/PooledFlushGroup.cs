namespace Stratus.Realtime.Edge.Connections;

// A few connections are drained by the thread that ends the turn, if it holds no lock: waking another costs more than
// sending. That may be a socket's thread, which serves other connections too, so it does no more than a few.

/// <summary>A group that is drained by the thread pool.</summary>
internal sealed class PooledFlushGroup : IFlushGroup, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private List<IConnectionLoop> _marked = [];
    private List<IConnectionLoop> _spare = [];
    private bool _isRunning;

    public void Mark(IConnectionLoop loop)
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

    public void Drain(int most)
    {
        lock (_lock)
        {
            if (_isRunning || _marked.Count == 0)
            {
                return;
            }

            _isRunning = true;
            if (_marked.Count > most)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }

        DrainOnce();
        lock (_lock)
        {
            if (_marked.Count == 0)
            {
                _isRunning = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // what came meanwhile
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
