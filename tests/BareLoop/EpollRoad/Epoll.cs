using System.Net.Sockets;

namespace Stratus.Realtime.BareLoop.EpollRoad;

/// <summary>Readiness of many descriptors, told as long as it lasts.</summary>
internal sealed class Epoll : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Capacity = 512;
    private const int Forever = -1;
    private const int Add = 1;
    private const int Modify = 3;

    private readonly EpollEvent[] _events = new EpollEvent[Capacity];
    private readonly int _descriptor = Check(Native.CreateEpoll(CloseOnExec));

    public void Watch(int descriptor, uint events) => Control(Add, descriptor, events);

    public void Change(int descriptor, uint events) => Control(Modify, descriptor, events);

    /// <summary>Waits until a descriptor is ready, and says which ones are.</summary>
    public ReadOnlySpan<EpollEvent> Wait()
    {
        int ready = Native.WaitEpoll(_descriptor, ref _events[0], Capacity, Forever);
        return _events.AsSpan(0, ready < 0 && Errno.Last == Errno.Interrupted ? 0 : Check(ready));
    }

    public void Dispose() => _ = Native.Close(_descriptor);

    private static int Check(int result) => result >= 0 ? result : throw new SocketException(Errno.Last);

    private void Control(int operation, int descriptor, uint events)
    {
        EpollEvent change = new() { Events = events, Descriptor = descriptor };
        _ = Check(Native.ControlEpoll(_descriptor, operation, descriptor, in change));
    }
}
