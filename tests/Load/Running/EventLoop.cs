using System.Security.Cryptography;
using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Net;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>
/// One thread with its connections. Readiness comes from epoll, all reads go into one buffer, nothing is allocated for a message.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    private const int InputOctets = 256 * 1024;
    private const int InflatedOctets = 64 * 1024;
    private const int MaxOpening = 128;
    private const uint BellNumber = uint.MaxValue;
    private const int TimerSlack = 29;
    private const long LongestWait = 50 * Clock.Millisecond;
    private const long CloseTime = Clock.Second;
    private const long CloseTimePerConnection = 50_000;

    private readonly Course _course;
    private readonly Bell _bell = new();
    private readonly EventLoop[] _loops;
    private readonly int[] _indices;
    private readonly List<Connection> _connections;
    private readonly Target _target;
    private readonly int _sources;
    private int _opening;
    private long _keepAliveTurn;
    private long _deliveredBefore;

    /// <summary>Makes one of the loops, by its place among all; they are complete when the first one runs.</summary>
    public EventLoop(int number, EventLoop[] loops, Scenario scenario, Course course, Target target, int sources)
    {
        _loops = loops;
        _course = course;
        Scenario = scenario;
        _target = target;
        _sources = sources;
        _indices = [.. Enumerable.Range(0, scenario.Connections).Where(index => scenario.LoopOf(index, loops.Length) == number)];
        _connections = new List<Connection>(_indices.Length);
        Mask = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        Epoll.Watch(_bell.Descriptor, Epoll.Readable, BellNumber);
        Now = Clock.Now;
    }

    public Scenario Scenario { get; }

    public Epoll Epoll { get; } = new();

    /// <summary>Where every read goes, of any connection.</summary>
    public byte[] Input { get; } = new byte[InputOctets];

    /// <summary>Where compressed messages are inflated, of any connection.</summary>
    public byte[] Inflated { get; } = new byte[InflatedOctets];

    public LastFrame LastFrame { get; } = new();

    /// <summary>The masking key of all frames: unpredictable to those who choose payloads, and chosen once.</summary>
    public uint Mask { get; }

    public Tally Tally { get; } = new();

    /// <summary>When the last read was done, or the last wait.</summary>
    public long Now { get; private set; }

    public IReadOnlyList<Connection> Connections => _connections;

    public void ReadClock() => Now = Clock.Now;

    /// <summary>Counts octets that the last read has brought.</summary>
    public void CountReceived(int octets) => Tally.ReceivedOctetsInWindow += _course.Window.Contains(Now) ? octets : 0;

    /// <summary>The whole life of the loop, on the thread that calls.</summary>
    public void Run()
    {
        try
        {
            // Waits end when they should, not 50 microseconds later.
            _ = Native.ControlProcess(TimerSlack, 1, 0, 0, 0);
            Open();
            Pump? pump = Scenario.CreatePump(this, _loops);
            while (_course.Phase == Phase.Running)
            {
                Turn(pump?.Work() ?? LongestWait);
            }

            while (_course.Phase == Phase.Draining)
            {
                Turn(10 * Clock.Millisecond);
            }
        }
        catch (Exception e)
        {
            // Seen by the coordinator, which ends the run.
            _course.Fault = e;
        }

        CloseAll();
    }

    public void OnReady()
    {
        _opening--;
        _course.OnReady(Now);
    }

    public void OnFailed(ConnectionState state, string why)
    {
        Tally.Faults.Connection(why);
        if (state < ConnectionState.Ready)
        {
            _opening--;
            _course.OnFailed();
        }
    }

    public void Dispose()
    {
        Epoll.Dispose();
        _bell.Dispose();
    }

    private void Open()
    {
        while (_course.Phase == Phase.Opening)
        {
            while (_connections.Count < _indices.Length && _opening < MaxOpening && _indices[_connections.Count] < _course.OpenLimit)
            {
                int index = _indices[_connections.Count];
                Connection connection = new(this, (uint)_connections.Count, index);
                connection.Open(Scenario.TargetOf(index) ?? _target, _sources);
                _connections.Add(connection);
                _opening++;
            }

            Turn(_opening > 0 ? LongestWait : Clock.Millisecond);
        }
    }

    private void Turn(long wait)
    {
        int ready = Epoll.Wait(Math.Min(wait, LongestWait));
        ReadClock();
        for (int i = 0; i < ready; i++)
        {
            uint events = Epoll.Ready(i, out uint number);
            if (number == BellNumber)
            {
                _bell.Silence();
            }
            else
            {
                _connections[(int)number].OnEvent(events);
            }
        }

        KeepAlive();
        RingForPublisher();
    }

    // All connections get their turn within an interval, spread over it.
    private void KeepAlive()
    {
        if (Scenario.KeepAliveInterval is not { } interval || _connections.Count == 0 || _course.Phase == Phase.Opening)
        {
            return;
        }

        long turn = (long)((double)Now / interval.Nanoseconds() * _connections.Count);
        _keepAliveTurn = _keepAliveTurn == 0 ? turn : Math.Max(_keepAliveTurn, turn - _connections.Count);
        for (; _keepAliveTurn < turn; _keepAliveTurn++)
        {
            Connection connection = _connections[(int)(_keepAliveTurn % _connections.Count)];
            if (connection.State == ConnectionState.Ready)
            {
                connection.Role.OnKeepAlive();
                connection.Flush();
            }
        }
    }

    // Publishers are all on the first loop. It has said that it waits before it looked at the sums for the last time.
    private void RingForPublisher()
    {
        if (_loops.Length > 1 && Tally.Delivered != _deliveredBefore)
        {
            _deliveredBefore = Tally.Delivered;
            Interlocked.MemoryBarrier();
            if (_course.PublisherWaits)
            {
                _loops[0]._bell.Ring();
            }
        }
    }

    private void CloseAll()
    {
        List<Connection> closing = [];
        try
        {
            closing.AddRange(_connections.Where(connection => connection.BeginClose()));
            long until = Clock.Now + CloseTime + (closing.Count * CloseTimePerConnection);
            while (closing.RemoveAll(connection => connection.State == ConnectionState.Closed) >= 0 && closing.Count > 0 && Clock.Now < until)
            {
                Turn(10 * Clock.Millisecond);
            }
        }
        catch (NetworkException e)
        {
            _course.Fault ??= e;
        }

        _connections.ForEach(connection => connection.Close());
    }
}
