using System.Diagnostics;
using System.Globalization;

namespace Stratus.Realtime.Cluster.Faults.Running;

/// <summary>What was done to a cluster, and when.</summary>
internal sealed class Timeline
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public void Add(string what)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds,6:F1} s  {TimeProvider.System.GetUtcNow():HH:mm:ss.fff}  {what}");
        lock (_lock)
        {
            _lines.Add(line);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return string.Join('\n', _lines);
        }
    }
}
