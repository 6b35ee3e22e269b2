using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Stratus.Realtime.Jitter.Tests.Hosts;

/// <summary>What the instruments of one edge say, as an operator sees them.</summary>
internal sealed class EdgeGauges : IDisposable
{
    private const string MeterName = "Stratus.Realtime.Edge";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _last = new(StringComparer.Ordinal);

    public EdgeGauges(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.IsObservable && instrument.Meter.Name == MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _last[instrument.Name] = value);
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _last[instrument.Name] = value);
        _listener.Start();
    }

    /// <summary>What an observable instrument says now.</summary>
    public long this[string instrument]
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _last[instrument];
        }
    }

    public void Dispose() => _listener.Dispose();
}
