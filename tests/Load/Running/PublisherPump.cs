using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Running;

/// <summary>Lets the publishers publish, in turn: when it is due, or as long as the window has room.</summary>
internal sealed class PublisherPump : Pump
{
    // What arrives is read in between, however much is due.
    private const int MaxAtOnce = 256;

    private const long StallTime = Clock.Second;

    private readonly FanoutScenario _scenario;
    private readonly EventLoop _loop;
    private readonly EventLoop[] _loops;
    private readonly Publisher[] _publishers;
    private readonly List<Connection> _written = [];
    private readonly Schedule? _schedule;
    private readonly long _deliveriesInWindow;
    private long _turn;
    private long _forgiven;
    private long _deliveredBefore;
    private long _progressAt;

    public PublisherPump(FanoutScenario scenario, EventLoop loop, EventLoop[] loops)
    {
        _scenario = scenario;
        _loop = loop;
        _loops = loops;
        _publishers = [.. loop.Connections.Where(connection => connection.Index < scenario.Options.Publishers)
            .Select(connection => new Publisher(connection, scenario))];
        _schedule = scenario.Options.Rate is { } rate ? new Schedule(scenario.Course.Start, rate) : null;
        _deliveriesInWindow = scenario.DeliveriesInWindow;
        _progressAt = Clock.Now;
    }

    public override long Work()
    {
        long wait = _schedule is null ? FillWindow() : PublishDue(_schedule);
        foreach (Connection connection in _written)
        {
            connection.Flush();
        }

        _written.Clear();
        return wait;
    }

    private long PublishDue(Schedule schedule)
    {
        long now = Clock.Now;
        for (int i = 0; i < MaxAtOnce && schedule.TryTake(now, out long due); i++)
        {
            if (_scenario.Course.Window.Contains(due))
            {
                _loop.Tally.Lag.Record(now - due);
            }

            Publish(due);
            now = Clock.Now;
        }

        return schedule.Next - now;
    }

    private long FillWindow()
    {
        _scenario.Course.PublisherWaits = false;
        ForgiveStall();
        bool isFull = FillOnce();
        if (!isFull || _loops.Length == 1)
        {
            return isFull ? long.MaxValue : 0;
        }

        // Others ring when they deliver after this; what they delivered before is seen by looking again.
        _scenario.Course.PublisherWaits = true;
        Interlocked.MemoryBarrier();
        return UnderWay() < _deliveriesInWindow ? 0 : long.MaxValue;
    }

    private bool FillOnce()
    {
        for (int i = 0; i < MaxAtOnce; i++)
        {
            if (UnderWay() >= _deliveriesInWindow || !Publish(Clock.Now))
            {
                return true;
            }
        }

        return false;
    }

    // False when no publisher is left.
    private bool Publish(long due)
    {
        for (int i = 0; i < _publishers.Length; i++)
        {
            Publisher publisher = _publishers[_turn++ % _publishers.Length];
            if (publisher.CanPublish)
            {
                if (publisher.Connection.Output.IsEmpty)
                {
                    _written.Add(publisher.Connection);
                }

                publisher.Publish(due);
                _loop.Tally.Published++;
                _loop.Tally.PublishedInWindow += _scenario.Course.Window.Contains(due) ? 1 : 0;
                return true;
            }
        }

        return false;
    }

    private long UnderWay() => _loop.Tally.Expected - _forgiven - Delivered();

    private long Delivered()
    {
        long delivered = 0;
        foreach (EventLoop loop in _loops)
        {
            delivered += loop.Tally.Delivered;
        }

        return delivered;
    }

    // What a server has lost must not close the window for good.
    private void ForgiveStall()
    {
        long delivered = Delivered();
        if (delivered != _deliveredBefore || UnderWay() <= 0)
        {
            _deliveredBefore = delivered;
            _progressAt = _loop.Now;
        }
        else if (_loop.Now - _progressAt > StallTime)
        {
            _forgiven += UnderWay();
            _loop.Tally.Faults.Stalls++;
            _progressAt = _loop.Now;
        }
    }
}
