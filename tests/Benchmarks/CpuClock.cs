using Perfolizer.Horology;

namespace Stratus.Realtime.Benchmarks;

/// <summary>The CPU time of this process as BenchmarkDotNet's clock: what others do on the machine is not counted.</summary>
internal sealed class CpuClock : IClock
{
    public string Title => "CPU time";

    public bool IsAvailable => true;

    public Frequency Frequency => new(TimeSpan.TicksPerSecond);

    public long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
