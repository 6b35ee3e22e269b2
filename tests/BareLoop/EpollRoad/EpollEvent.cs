using System.Runtime.InteropServices;

namespace Stratus.Realtime.BareLoop.EpollRoad;

/// <summary>struct epoll_event, packed as on x86-64; of its 64 bits of data the lower half is the descriptor.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct EpollEvent
{
    public const uint Readable = 0x1;
    public const uint Writable = 0x4;

    public uint Events;
    public int Descriptor;
    public uint Unused;
}
