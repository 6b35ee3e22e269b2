using System.Diagnostics;

namespace Stratus.Realtime.Load.Measuring;

/// <summary>The monotonic clock of this machine, in nanoseconds: what markers carry.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;
    public const long Millisecond = 1_000_000;
    public const long Microsecond = 1_000;

    // Linux counts nanoseconds; elsewhere nothing of this runs.
    public static long Now => Stopwatch.GetTimestamp();

    public static long Nanoseconds(this TimeSpan duration) => duration.Ticks * TimeSpan.NanosecondsPerTick;
}
