using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Stratus.Realtime.Cluster.Storage;

/// <summary>How many writes each commit had, as the log's metrics tell.</summary>
internal sealed class GroupSizes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<int> _sizes = new();

    public GroupSizes(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "stratus.log.group.size" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, size, _, _) => _sizes.Enqueue(size));
        _listener.Start();
    }

    public int[] All => [.. _sizes];

    public void Dispose() => _listener.Dispose();
}
