using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Running;

/// <summary>Starts the connections of one loop, or hands them their messages when these are due.</summary>
internal sealed class EchoPump : Pump
{
    // Answers are read in between, however much is due.
    private const int MaxAtOnce = 256;

    private readonly EventLoop _loop;
    private readonly TimeWindow _window;
    private readonly Schedule? _schedule;
    private long _turn;

    public EchoPump(EchoScenario scenario, EventLoop loop)
    {
        _loop = loop;
        _window = scenario.Course.Window;
        if (scenario.Rate is { } rate && loop.Connections.Count > 0)
        {
            _schedule = new Schedule(scenario.Course.Start, rate * loop.Connections.Count / scenario.Connections);
            return;
        }

        foreach (Connection connection in loop.Connections)
        {
            ((EchoRole)connection.Role).Refill();
            connection.Flush();
        }
    }

    public override long Work()
    {
        if (_schedule is null)
        {
            return long.MaxValue;
        }

        long now = Clock.Now;
        for (int i = 0; i < MaxAtOnce && _schedule.TryTake(now, out long due); i++)
        {
            if (_window.Contains(due))
            {
                _loop.Tally.Lag.Record(now - due);
            }

            Connection connection = _loop.Connections[(int)(_turn++ % _loop.Connections.Count)];
            if (connection.State == ConnectionState.Ready)
            {
                ((EchoRole)connection.Role).Send(due, isAlone: true);
                connection.Flush();
            }

            now = Clock.Now;
        }

        return _schedule.Next - now;
    }
}
