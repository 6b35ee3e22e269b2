using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Admin;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Pages;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Says how this node is. Rates are of the last second or so: a sample each second, and what came since.</summary>
internal sealed class NodeMeter : INodeFacts, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ChannelHub _hub;
    private readonly ConnectionRegistry _connections;
    private readonly SessionRegistry _sessions;
    private readonly ClientMetrics _metrics;
    private readonly EdgeClock _clock;
    private readonly ITimer _timer;
    private Sample _last;
    private NodeRates _rates;

    public NodeMeter(ChannelHub hub, ConnectionRegistry connections, SessionRegistry sessions, ClientMetrics metrics, EdgeClock clock)
    {
        (_hub, _connections, _sessions, _metrics, _clock) = (hub, connections, sessions, metrics, clock);
        _timer = clock.Time.CreateTimer(static meter => ((NodeMeter)meter!).TakeSample(), this, Interval, Interval);
    }

    public NodeFacts Read() => new()
    {
        Node = new NodeSummary(
            _hub.Edge, Environment.MachineName, PageFacts.Version, _clock.Now, _sessions.Count, _sessions.UserCount, _hub.ChannelCount),
        Connections = _connections.Count,
        Rates = _rates,
        MemoryOctets = Environment.WorkingSet,
        Cpu = Environment.CpuUsage.TotalTime,
        QueueOctetsHighWater = _metrics.QueueHighWater.Value,
    };

    public void Dispose() => _timer.Dispose();

    private void TakeSample()
    {
        Sample now = new(_clock.Now, _hub.Counters.Publications, _hub.Counters.Deliveries, _metrics.CommandCount);
        double seconds = Math.Max((now.At - _last.At).TotalSeconds, 0.001);
        _rates = new NodeRates(
            (now.Publications - _last.Publications) / seconds,
            (now.Deliveries - _last.Deliveries) / seconds,
            (now.Commands - _last.Commands) / seconds);
        _last = now;
    }

    private readonly record struct Sample(TimeSpan At, long Publications, long Deliveries, long Commands);
}
