using System.Runtime.InteropServices;

namespace Stratus.Realtime.Load.Net;

/// <summary>Reasons why a call of <see cref="Native"/> failed.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int InProgress = 115;

    public static int Last => Marshal.GetLastPInvokeError();

    public static string Text(int error) => Marshal.GetPInvokeErrorMessage(error);
}
