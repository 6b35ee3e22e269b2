using System.Globalization;

namespace Stratus.Realtime.Cluster.Faults.Running;

/// <summary>Times that were measured.</summary>
internal sealed class Samples
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _times = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _times.Count;
            }
        }
    }

    public TimeSpan Longest => Quantile(1);

    public void Add(TimeSpan time)
    {
        lock (_lock)
        {
            _times.Add(time);
        }
    }

    /// <summary>The time that a share of all does not exceed; zero when there is none.</summary>
    public TimeSpan Quantile(double share)
    {
        lock (_lock)
        {
            _times.Sort();
            return _times.Count == 0 ? TimeSpan.Zero : _times[Math.Clamp((int)Math.Ceiling(share * _times.Count) - 1, 0, _times.Count - 1)];
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {Quantile(0.5).TotalMilliseconds:F0} ms, p99 {Quantile(0.99).TotalMilliseconds:F0} ms, longest {Longest.TotalMilliseconds:F0} ms, of {Count}");
}
