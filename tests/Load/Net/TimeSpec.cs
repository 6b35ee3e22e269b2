using System.Runtime.InteropServices;

namespace Stratus.Realtime.Load.Net;

/// <summary>struct timespec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec(long nanoseconds)
{
    public readonly long Seconds = nanoseconds / 1_000_000_000;
    public readonly long Nanoseconds = nanoseconds % 1_000_000_000;
}
