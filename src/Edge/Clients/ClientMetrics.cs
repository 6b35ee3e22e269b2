using System.Diagnostics.Metrics;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Telemetry;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>The instruments of the messaging routes, on the edge's meter.</summary>
internal sealed class ClientMetrics
{
    /// <summary>The one limit of another section that clients meet.</summary>
    public const string MaxChannels = "Channels:MaxChannels";

    private readonly Counter<long> _commands;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _limits;
    private long _commandCount;

    public ClientMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(EdgeMetrics.MeterName);
        _commands = meter.CreateCounter<long>("stratus.clients.commands", "{command}", "Commands of clients, by method.");
        _refusals = meter.CreateCounter<long>("stratus.clients.refusals", "{command}", "Commands that were answered with an error, by code.");
        _disconnects = meter.CreateCounter<long>("stratus.clients.disconnects", "{session}", "Connections that the edge ended, by code.");
        _faults = meter.CreateCounter<long>("stratus.clients.faults", "{message}", "Messages that were not commands, by what was wrong.");
        _limits = meter.CreateCounter<long>("stratus.clients.limits", "{event}", "Times that a limit was reached, by its option.");
        meter.CreateObservableGauge("stratus.clients.queue.highwater", () => QueueHighWater.Value, "By", "The most octets that have waited for one client.");
    }

    /// <summary>The most that has waited for one client.</summary>
    public HighWaterMark QueueHighWater { get; } = new();

    /// <summary>Commands so far.</summary>
    public long CommandCount => Volatile.Read(ref _commandCount);

    public void Command(Command command)
    {
        Interlocked.Increment(ref _commandCount);
        if (_commands.Enabled)
        {
            _commands.Add(1, new KeyValuePair<string, object?>("method", command.GetType().Name));
        }
    }

    public void Refused(ReplyError error) => _refusals.Add(1, new KeyValuePair<string, object?>("code", error.Code));

    public void Disconnected(DisconnectCode code)
    {
        _disconnects.Add(1, new KeyValuePair<string, object?>("code", code.Code));
        if (code == DisconnectCode.Slow)
        {
            Limit("MaxQueueOctets");
        }
    }

    public void Fault(CommandFaultKind kind) => _faults.Add(1, new KeyValuePair<string, object?>("fault", kind.ToString()));

    /// <summary>A limit was reached.</summary>
    /// <param name="option">The option's name within Clients:Limits, or the whole key of another.</param>
    public void Limit(string option) => _limits.Add(1, new KeyValuePair<string, object?>("option", option));

    /// <summary>Shows what the hub and the publisher count.</summary>
    public static void Observe(IMeterFactory meters, ChannelHub hub, ChannelPublisher publisher, SessionRegistry sessions)
    {
        Meter meter = meters.Create(EdgeMetrics.MeterName);
        HubCounters counters = hub.Counters;
        meter.CreateObservableGauge("stratus.sessions.open", () => sessions.Count, "{session}", "Connected clients.");
        meter.CreateObservableGauge("stratus.channels.open", () => hub.ChannelCount, "{channel}", "Channels with subscribers or members on this edge.");
        meter.CreateObservableCounter("stratus.channels.publications", () => counters.Publications, "{publication}", "Publications that came from channels.");
        meter.CreateObservableCounter("stratus.channels.deliveries", () => counters.Deliveries, "{delivery}", "Deliveries to subscribers.");
        meter.CreateObservableCounter("stratus.channels.holes", () => counters.Holes, "{hole}", "Holes that were filled from history.");
        meter.CreateObservableCounter("stratus.channels.positions_lost", () => counters.PositionsLost, "{subscription}", "Subscriptions that lost their position.");
        meter.CreateObservableCounter("stratus.channels.fell_behind", () => counters.FellBehind, "{subscription}", "Slow readers that fell behind (Clients:Limits:MaxQueueOctets).");
        meter.CreateObservableCounter("stratus.channels.caught_up", () => counters.CaughtUp, "{subscription}", "Slow readers that caught up.");
        meter.CreateObservableCounter("stratus.channels.recovered", () => counters.Recovered, "{recovery}", "Recoveries that were complete.");
        meter.CreateObservableCounter("stratus.channels.not_recovered", () => counters.NotRecovered, "{recovery}", "Recoveries that were not.");
        meter.CreateObservableCounter("stratus.channels.recoveries_too_large", () => counters.RecoveriesTooLarge, "{recovery}", "Recoveries above Clients:Limits:MaxRecoveryPublications or MaxRecoveryOctets.");
        meter.CreateObservableCounter("stratus.channels.links_lost", () => counters.LinksLost, "{link}", "Links that fell silent or lost a batch.");
        meter.CreateObservableCounter("stratus.channels.publish_queue_full", () => publisher.FullCount, "{publication}", "Publications refused because too many waited for their channel.");
    }
}
