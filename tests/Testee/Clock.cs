using System.Diagnostics;

namespace Stratus.Realtime.Testee;

/// <summary>The time since the process began to look: what the engine is told.</summary>
internal static class Clock
{
    private static readonly long Origin = Stopwatch.GetTimestamp();

    public static TimeSpan Now() => Stopwatch.GetElapsedTime(Origin);
}
