namespace Stratus.Realtime.Load.Net;

/// <summary>Wakes one loop from the threads of others (an eventfd).</summary>
internal sealed class Bell : IDisposable
{
    private const int NonBlockingCloseOnExec = 0x80800;

    public Bell()
    {
        Descriptor = Native.CreateEvent(0, NonBlockingCloseOnExec);
        if (Descriptor < 0)
        {
            throw new NetworkException("eventfd", Errno.Last);
        }
    }

    public int Descriptor { get; }

    public void Ring() => _ = Native.Write(Descriptor, 1, sizeof(ulong));

    public void Silence()
    {
        ulong rung = 0;
        _ = Native.Read(Descriptor, ref rung, sizeof(ulong));
    }

    public void Dispose() => _ = Native.Close(Descriptor);
}
