using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// Readiness of many descriptors. Edge-triggered: told once, when it begins; whoever is told reads or writes until there is
/// no more, and what is watched never has to be changed.
/// </summary>
internal sealed unsafe class Epoll : IDisposable
{
    public const uint Readable = 0x1;
    public const uint Writable = 0x4;

    /// <summary>The peer sends nothing more. That a connection is gone altogether is told whatever is watched.</summary>
    public const uint PeerHungUp = 0x2000;

    /// <summary>Told again and again, while it lasts.</summary>
    public const uint LevelTriggered = 0;

    public const uint EdgeTriggered = 1u << 31;

    private const int Capacity = 256;
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;

    // struct epoll_event is packed on x86-64 alone: 32 bits of events, then 64 of data.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int DataAt = IsPacked ? 4 : 8;
    private static readonly int Stride = IsPacked ? 12 : 16;

    private readonly byte[] _events = GC.AllocateArray<byte>(Capacity * 16, pinned: true);
    private readonly byte* _first;
    private readonly int _descriptor;

    public Epoll()
    {
        _first = (byte*)Unsafe.AsPointer(ref _events[0]);
        _descriptor = LibC.CreateEpoll(LibC.CloseOnExec);
        if (_descriptor < 0)
        {
            throw Errno.Exception("epoll_create1");
        }
    }

    /// <summary>False when the kernel has no more room for it.</summary>
    public bool TryAdd(int descriptor, uint events) => Control(AddOperation, descriptor, events) == 0;

    public void Remove(int descriptor) => _ = Control(RemoveOperation, descriptor, 0);

    /// <summary>Waits for readiness and says how many descriptors have some; -1: until there is some.</summary>
    public int Wait(int milliseconds)
    {
        int ready = LibC.WaitEpoll(_descriptor, _first, Capacity, milliseconds);
        if (ready >= 0)
        {
            return ready;
        }

        return Errno.Last == Errno.Interrupted ? 0 : throw Errno.Exception("epoll_wait");
    }

    /// <summary>What the last wait found.</summary>
    public uint Ready(int i, out int descriptor)
    {
        byte* at = _first + (i * Stride);
        descriptor = Unsafe.ReadUnaligned<int>(at + DataAt);
        return Unsafe.ReadUnaligned<uint>(at);
    }

    public void Dispose() => _ = LibC.Close(_descriptor);

    private int Control(int operation, int descriptor, uint events)
    {
        byte* change = stackalloc byte[16];
        Unsafe.WriteUnaligned(change, events);
        Unsafe.WriteUnaligned(change + DataAt, (long)descriptor);
        return LibC.ControlEpoll(_descriptor, operation, descriptor, change);
    }
}
