using System.Runtime.InteropServices;

namespace Stratus.Realtime.Load.Net;

/// <summary>struct rlimit: what a process may use, and how far it may raise that itself.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    public ulong Soft;
    public ulong Hard;
}
