using System.Runtime.CompilerServices;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Transport;

// One thread, one epoll, and the connections that it owns:
//
//   wait -> what is ready -> what was posted by other threads -> what has more to read -> what is marked for sending -> wait ...
//
// All of a turn's publications are delivered at its end, and a marked connection is sent to once for everything that has come
// for it until then. Sending is what costs most, so a turn sends to some of those that are marked and goes on with the others
// after it has read what came meanwhile: the more there is to do, the more goes in one send. The thread never blocks: what
// waits for a channel or the application leaves the loop and comes back as a post; what takes long (inflating large messages)
// is done by the pool.
//
// A connection is read into the loop's one buffer. Between turns nothing of it is in there.

/// <summary>An event loop.</summary>
internal sealed unsafe partial class EventLoop : IFlushGroup, IDisposable
{
    /// <summary>How much is read at a time.</summary>
    public const int InputOctets = 128 << 10;

    private const int FirstEntries = 1024;
    private const int DrainsPerTurn = 64;
    private const int WaitForEver = -1;

    private readonly Epoll _epoll = new();
    private readonly WakeUp _wakeUp = new();
    private readonly byte[] _input = GC.AllocateUninitializedArray<byte>(InputOctets, pinned: true);
    private readonly EdgeClock _clock;
    private readonly IDeliveryBurst? _burst;
    private readonly ILogger<EventLoop> _logger;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private LoopEntry?[] _entries = new LoopEntry?[FirstEntries];
    private List<LoopEntry> _posted = [];
    private List<LoopEntry> _taken = [];
    private readonly MarkedDescriptors _marked = new(); // drained before the thread sleeps
    private List<IConnectionLoop> _markedElsewhere = [];
    private List<IConnectionLoop> _takenMarks = [];
    private int _count;
    private bool _isAsleep;
    private volatile bool _isStopping;
    private bool _isStopped;

    /// <summary>Starts the loop.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="clock">The engine's time.</param>
    /// <param name="burst">Where publications of a turn are gathered; null where the gateway cannot.</param>
    /// <param name="logger">Learns of faults of ours.</param>
    public EventLoop(string name, EdgeClock clock, IDeliveryBurst? burst, ILogger<EventLoop> logger)
    {
        _clock = clock;
        _burst = burst;
        _logger = logger;
        Input = (byte*)Unsafe.AsPointer(ref _input[0]);
        Now = clock.Now;
        if (!_epoll.TryAdd(_wakeUp.Descriptor, Epoll.Readable | Epoll.EdgeTriggered))
        {
            throw Errno.Exception("epoll_ctl");
        }

        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>The loop's buffer for what is received, <see cref="InputOctets"/> long.</summary>
    public byte* Input { get; }

    /// <summary>Where the connections of this thread write their frames.</summary>
    public FrameBuffer Frames { get; } = new();

    /// <summary>The time at the beginning of the turn.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many descriptors it watches. From any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    private bool IsCurrent => Environment.CurrentManagedThreadId == _thread.ManagedThreadId;

    /// <summary>Watches an entry's descriptor; false when the kernel has no room for it.</summary>
    public bool TryAdd(LoopEntry entry, uint events)
    {
        int descriptor = entry.Descriptor;
        if (!_epoll.TryAdd(descriptor, events))
        {
            return false;
        }

        Volatile.Write(ref _count, _count + 1);
        if (descriptor >= _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(descriptor + 1, _entries.Length * 2));
        }

        _entries[descriptor] = entry;
        return true;
    }

    /// <summary>The descriptor is another entry's from here on.</summary>
    public void Replace(LoopEntry entry) => _entries[entry.Descriptor] = entry;

    /// <summary>Watches a descriptor no longer.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="isClosing">True when it is closed next, which is enough for the kernel.</param>
    public void Remove(int descriptor, bool isClosing)
    {
        _entries[descriptor] = null;
        Volatile.Write(ref _count, _count - 1);
        if (!isClosing)
        {
            _epoll.Remove(descriptor);
        }
    }

    /// <summary>Is told nothing of an entry's descriptor until <see cref="TryResume"/>.</summary>
    public void Pause(LoopEntry entry) => _epoll.Remove(entry.Descriptor);

    /// <summary>Is told again; false when the kernel has no room for it.</summary>
    public bool TryResume(LoopEntry entry, uint events) => _epoll.TryAdd(entry.Descriptor, events);

    /// <summary>Tells all entries that the edge drains.</summary>
    public void TellDraining()
    {
        foreach (LoopEntry? entry in _entries)
        {
            entry?.OnDraining();
        }
    }

    /// <summary>See <see cref="LoopEntry.Post"/>.</summary>
    public void Post(LoopEntry entry)
    {
        lock (_lock)
        {
            _posted.Add(entry);
            Wake();
        }
    }

    /// <inheritdoc/>
    public void Mark(IConnectionLoop loop)
    {
        if (IsCurrent)
        {
            MarkHere(loop);
            return;
        }

        lock (_lock)
        {
            _markedElsewhere.Add(loop);
        }
    }

    /// <inheritdoc/>
    public void Kick()
    {
        lock (_lock)
        {
            if (_markedElsewhere.Count != 0)
            {
                Wake();
            }
        }
    }

    /// <inheritdoc/>
    public void Drain(int most) => Kick(); // a turn ends with it

    /// <summary>Closes everything, and ends the thread.</summary>
    public void Dispose()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        _isStopping = true;
        _wakeUp.Ring();
        _thread.Join();
        lock (_lock)
        {
            _isAsleep = false;
            _wakeUp.Dispose();
        }

        _epoll.Dispose();
    }

    // Under the lock. A loop that is not asleep looks at everything before it sleeps.
    private void Wake()
    {
        if (_isAsleep)
        {
            _isAsleep = false;
            _wakeUp.Ring();
        }
    }

    private void Run()
    {
        FlushScheduler.BeLoop();
        while (!_isStopping)
        {
            int ready = _epoll.Wait(Prepare());
            Volatile.Write(ref _isAsleep, false);
            Now = _clock.Now;
            Turn(ready);
        }

        LoopEntry?[] left;
        lock (_lock)
        {
            left = [.. _entries, .. _posted];
        }

        foreach (LoopEntry? entry in left)
        {
            try
            {
                entry?.OnStopping();
            }
            catch (Exception e)
            {
                LogFault(e);
            }
        }
    }

    // Connections report their own faults. This is the last net: a fault of one entry is no other's.
    private void Guarded(LoopEntry entry, uint? events)
    {
        try
        {
            if (events is { } readiness)
            {
                entry.OnReady(readiness);
            }
            else
            {
                entry.OnPosted();
            }
        }
        catch (Exception e)
        {
            LogFault(e);
        }
    }

    // How long to wait: not at all when there is something to do.
    private int Prepare()
    {
        lock (_lock)
        {
            _isAsleep = _posted.Count == 0 && _markedElsewhere.Count == 0 && _marked.Count == 0 && !_isStopping;
            return _isAsleep ? WaitForEver : 0;
        }
    }

    private void Turn(int ready)
    {
        _burst?.Begin();
        for (int i = 0; i < ready; i++)
        {
            uint events = _epoll.Ready(i, out int descriptor);
            if (descriptor == _wakeUp.Descriptor)
            {
                continue; // edge-triggered: it need not even be read
            }

            if (descriptor < _entries.Length && _entries[descriptor] is { } entry)
            {
                Guarded(entry, events);
            }
        }

        CallPosted();
        _burst?.End(here: true);
        TakeMarks();
        DrainMarked();
    }

    private void CallPosted()
    {
        lock (_lock)
        {
            if (_posted.Count == 0)
            {
                return;
            }

            (_posted, _taken) = (_taken, _posted);
        }

        foreach (LoopEntry entry in _taken)
        {
            entry.TakePost();
            Guarded(entry, events: null);
        }

        _taken.Clear();
    }

    private void TakeMarks()
    {
        lock (_lock)
        {
            if (_markedElsewhere.Count == 0)
            {
                return;
            }

            (_markedElsewhere, _takenMarks) = (_takenMarks, _markedElsewhere);
        }

        _takenMarks.ForEach(MarkHere);
        _takenMarks.Clear();
    }

    // All that have a queue and belong to a loop are SocketConnection.
    private void MarkHere(IConnectionLoop loop)
    {
        int descriptor = ((SocketConnection)loop).Descriptor;
        if (descriptor >= 0)
        {
            _marked.Add(descriptor);
        }
    }

    // One that is marked again by its own drain has its turn after the sockets have had theirs.
    private void DrainMarked()
    {
        int most = Math.Min(_marked.Count, DrainsPerTurn);
        for (int i = 0; i < most && _marked.TryTake(out int descriptor); i++)
        {
            try
            {
                (_entries[descriptor] as SocketConnection)?.Drain();
            }
            catch (Exception e)
            {
                LogFault(e);
            }
        }
    }

    [LoggerMessage(20, LogLevel.Error, "An event loop met a fault of the edge")]
    private partial void LogFault(Exception fault);
}
