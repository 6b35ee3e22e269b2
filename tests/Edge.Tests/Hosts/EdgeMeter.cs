using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Stratus.Realtime.Edge.Telemetry;

namespace Stratus.Realtime.Edge.Tests.Hosts;

/// <summary>Listens to the instruments of one edge: others may run in the same process.</summary>
internal sealed class EdgeMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, string Tags, double Value)> _measured = new();

    public EdgeMeter(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EdgeMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The tags of each ended connection, as "code=1000 end=PeerClosed route=/echo rule=None".</summary>
    public IReadOnlyList<string> Ended => Tags("stratus.connections.ended");

    public IReadOnlyList<string> Tags(string instrument) =>
        [.. _measured.Where(m => m.Instrument == instrument).Select(static m => m.Tags)];

    public double Sum(string instrument, string tags = "") =>
        _measured.Where(m => m.Instrument == instrument && m.Tags.Contains(tags, StringComparison.Ordinal)).Sum(static m => m.Value);

    /// <summary>What an observable gauge says now.</summary>
    public double Observe(string instrument)
    {
        _listener.RecordObservableInstruments();
        return _measured.Last(m => m.Instrument == instrument).Value;
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        List<string> pairs = [];
        foreach ((string key, object? tag) in tags)
        {
            pairs.Add($"{key}={tag}");
        }

        pairs.Sort(StringComparer.Ordinal);
        _measured.Enqueue((instrument.Name, string.Join(' ', pairs), value));
    }
}
