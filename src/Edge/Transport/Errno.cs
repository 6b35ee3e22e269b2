using System.Runtime.InteropServices;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>Why a call of Linux failed.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int TooManyOpenInSystem = 23;
    public const int TooManyOpen = 24;
    public const int NoBufferSpace = 105;
    public const int NoMemory = 12;

    /// <summary>That of the call before, on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>True for what ends once something else has been closed.</summary>
    public static bool IsExhaustion(int error) => error is TooManyOpen or TooManyOpenInSystem or NoBufferSpace or NoMemory;

    public static IOException Exception(string call) => new($"{call} failed: {Marshal.GetPInvokeErrorMessage(Last)}");
}
