using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>The event loops, started with the first listener.</summary>
internal sealed class EventLoops(int count, EdgeClock clock, IChannelGateway gateway, FlushScheduler scheduler, ILogger<EventLoop> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private EventLoop[] _loops = [];
    private int _next;

    /// <summary>The loops, as far as they have been started.</summary>
    public IReadOnlyList<EventLoop> All => _loops;

    /// <summary>The first loop, which accepts.</summary>
    public EventLoop First
    {
        get
        {
            lock (_lock)
            {
                if (_loops.Length == 0)
                {
                    EventLoop[] loops = [.. Enumerable.Range(0, count).Select(i => new EventLoop($"event loop {i}", clock, gateway as IDeliveryBurst, logger))];
                    foreach (EventLoop loop in loops)
                    {
                        scheduler.Add(loop);
                    }

                    _loops = loops;
                }

                return _loops[0];
            }
        }
    }

    /// <summary>The loop of the next connection: each in turn.</summary>
    public EventLoop Next() => _loops.Length == 1 ? _loops[0] : _loops[(int)((uint)Interlocked.Increment(ref _next) % (uint)_loops.Length)];

    public void Dispose()
    {
        foreach (EventLoop loop in _loops)
        {
            loop.Dispose();
        }
    }
}
