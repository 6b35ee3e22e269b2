using System.Diagnostics;
using System.Diagnostics.Metrics;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Telemetry;

/// <summary>The edge's instruments, on the meter <see cref="MeterName"/>.</summary>
internal sealed class EdgeMetrics
{
    public const string MeterName = "Stratus.Realtime.Edge";

    private readonly Counter<long> _opened;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _declined;
    private readonly Counter<long> _octets;
    private readonly Histogram<double> _duration;

    public EdgeMetrics(IMeterFactory meters, ConnectionRegistry connections, DeflateBudget budget)
    {
        Meter meter = meters.Create(MeterName);
        _opened = meter.CreateCounter<long>("stratus.connections.opened", "{connection}", "WebSocket connections opened.");
        _ended = meter.CreateCounter<long>("stratus.connections.ended", "{connection}", "WebSocket connections ended, by what ended them.");
        _refused = meter.CreateCounter<long>("stratus.handshakes.refused", "{request}", "Opening handshakes refused, by rule.");
        _declined = meter.CreateCounter<long>("stratus.compression.declined", "{request}", "Handshakes without permessage-deflate because its memory budget is spent.");
        _octets = meter.CreateCounter<long>("stratus.connections.octets", "By", "Octets of ended connections, by direction.");
        _duration = meter.CreateHistogram<double>("stratus.connections.duration", "s", "How long ended connections were open.");
        meter.CreateObservableGauge("stratus.connections.open", () => connections.Count, "{connection}", "WebSocket connections open now.");
        meter.CreateObservableGauge("stratus.compression.memory", () => budget.TakenOctets, "By", "Octets booked by compression contexts.");
    }

    public void Opened(string route) => _opened.Add(1, new KeyValuePair<string, object?>("route", route));

    public void Refused(string route, HandshakeRule rule) =>
        _refused.Add(1, new("route", route), new("rule", rule.ToString()));

    /// <summary>The client asked only for subprotocols that are not served.</summary>
    public void RefusedSubprotocol(string route) => _refused.Add(1, new("route", route), new("rule", "Subprotocol"));

    /// <summary>The edge has as many connections as it may have, or drains.</summary>
    public void RefusedFull(string route) => _refused.Add(1, new("route", route), new("rule", "Full"));

    public void CompressionDeclined(string route) => _declined.Add(1, new KeyValuePair<string, object?>("route", route));

    public void Ended(string route, in ConnectionEnd end, long inputOctets, long outputOctets, TimeSpan duration)
    {
        TagList tags = new() { { "route", route }, { "end", end.Kind.ToString() }, { "code", (int)end.Code }, { "rule", end.Rule.ToString() } };
        _ended.Add(1, tags);
        _octets.Add(inputOctets, new("route", route), new("direction", "in"));
        _octets.Add(outputOctets, new("route", route), new("direction", "out"));
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("route", route));
    }
}
