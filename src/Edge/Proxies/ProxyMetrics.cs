using System.Diagnostics.Metrics;
using Stratus.Realtime.Edge.Telemetry;

namespace Stratus.Realtime.Edge.Proxies;

/// <summary>How often the application is asked, how it answers, and how long that takes, on the edge's meter.</summary>
internal sealed class ProxyMetrics
{
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;

    public ProxyMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(EdgeMetrics.MeterName);
        _requests = meter.CreateCounter<long>("stratus.proxy.requests", "{request}", "Requests to the application, by kind and outcome.");
        _duration = meter.CreateHistogram<double>("stratus.proxy.duration", "s", "How long requests to the application took.");
    }

    public void Asked(ProxyKind kind, string outcome, TimeSpan duration)
    {
        string name = kind.ToString();
        _requests.Add(1, new("kind", name), new("outcome", outcome));
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("kind", name));
    }
}
