using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Load.Net;

/// <summary>
/// Readiness of many descriptors, each known by a number of the caller's. It is told once, when it begins (EPOLLET): whoever is told
/// reads or writes until the descriptor has no more, and no call changes what is watched meanwhile.
/// </summary>
internal sealed class Epoll : IDisposable
{
    public const uint Readable = 0x1;
    public const uint Writable = 0x4;

    /// <summary>The peer sends nothing more. That a connection is gone altogether is told whatever is watched.</summary>
    public const uint PeerHungUp = 0x2000;

    private const uint EdgeTriggered = 1u << 31;

    private const int CloseOnExec = 0x80000;
    private const int Capacity = 512;
    private const long ShortestSleep = 50_000;
    private const int Add = 1;
    private const int Modify = 3;

    // struct epoll_event is packed on x86-64 alone: 32 bits of events, then 64 of data.
    private static readonly bool s_packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int s_dataAt = s_packed ? 4 : 8;
    private static readonly int s_stride = s_packed ? 12 : 16;

    private readonly byte[] _events = new byte[Capacity * s_stride];
    private readonly int _descriptor;

    public Epoll()
    {
        _descriptor = Native.CreateEpoll(CloseOnExec);
        if (_descriptor < 0)
        {
            throw new NetworkException("epoll_create1", Errno.Last);
        }
    }

    public void Watch(int descriptor, uint events, uint number) => Control(Add, descriptor, events, number);

    public void Change(int descriptor, uint events, uint number) => Control(Modify, descriptor, events, number);

    /// <summary>
    /// Waits for readiness, and says how many descriptors have some. Looks only, where the time is short: sleeping would take longer.
    /// </summary>
    public int Wait(long nanoseconds)
    {
        nanoseconds = nanoseconds < ShortestSleep ? 0 : nanoseconds;
        int ready = Native.WaitEpoll(_descriptor, ref _events[0], Capacity, new TimeSpec(nanoseconds), 0);
        if (ready >= 0)
        {
            return ready;
        }

        return Errno.Last == Errno.Interrupted ? 0 : throw new NetworkException("epoll_pwait2", Errno.Last);
    }

    /// <summary>What the last wait found.</summary>
    public uint Ready(int i, out uint number)
    {
        ReadOnlySpan<byte> ready = _events.AsSpan(i * s_stride, s_stride);
        number = (uint)BinaryPrimitives.ReadUInt64LittleEndian(ready[s_dataAt..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(ready);
    }

    public void Dispose() => _ = Native.Close(_descriptor);

    private void Control(int operation, int descriptor, uint events, uint number)
    {
        Span<byte> change = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(change, events | EdgeTriggered);
        BinaryPrimitives.WriteUInt64LittleEndian(change[s_dataAt..], number);
        if (Native.ControlEpoll(_descriptor, operation, descriptor, in change[0]) < 0)
        {
            throw new NetworkException("epoll_ctl", Errno.Last);
        }
    }
}
