using System.Runtime.InteropServices;

namespace Stratus.Realtime.BareLoop.EpollRoad;

/// <summary>Reasons why a call of <see cref="Native"/> failed.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;

    public static int Last => Marshal.GetLastPInvokeError();
}
