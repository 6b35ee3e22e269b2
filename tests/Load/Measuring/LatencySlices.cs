namespace Stratus.Realtime.Load.Measuring;

/// <summary>
/// Latencies by when they were due, in slices of 50 ms. A machine that stops for some milliseconds every so often, whatever runs on
/// it, spoils the percentiles of all messages, but only the slices in which it stopped: the middle of them tells the server's own.
/// </summary>
internal sealed class LatencySlices
{
    /// <summary>How long a slice is, in nanoseconds.</summary>
    public const long Slice = 50 * (Clock.Second / 1000);

    /// <summary>How many there are at most: a minute's. A long run is told by its beginning.</summary>
    public const int MaxSlices = 1200;

    private readonly SortedDictionary<long, Histogram> _slices = [];
    private Histogram? _last;
    private long _lastSlice;

    /// <summary>Counts a latency.</summary>
    /// <param name="due">When the message was due, in nanoseconds after the first slice began.</param>
    /// <param name="nanoseconds">Its latency.</param>
    public void Record(long due, long nanoseconds)
    {
        long slice = due / Slice;
        if (slice < MaxSlices)
        {
            Of(slice).Record(nanoseconds);
        }
    }

    /// <summary>The percentile of the middle slice: those of half of the slices, rounded up, do not exceed it. In nanoseconds; 0 when nothing was counted.</summary>
    public long MiddlePercentile(double share)
    {
        long[] percentiles = [.. _slices.Values.Select(slice => slice.Percentile(share)).Order()];
        return percentiles.Length == 0 ? 0 : percentiles[(percentiles.Length - 1) / 2];
    }

    public void Add(LatencySlices other)
    {
        foreach ((long slice, Histogram latencies) in other._slices)
        {
            Of(slice).Add(latencies);
        }
    }

    private Histogram Of(long slice)
    {
        if (_last is null || slice != _lastSlice)
        {
            if (!_slices.TryGetValue(slice, out _last))
            {
                _slices.Add(slice, _last = new Histogram());
            }

            _lastSlice = slice;
        }

        return _last;
    }
}
