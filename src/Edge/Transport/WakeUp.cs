namespace Stratus.Realtime.Edge.Transport;

/// <summary>Wakes a loop from another thread: an eventfd.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    public WakeUp()
    {
        Descriptor = LibC.CreateEvent(0, NonBlocking | CloseOnExec);
        if (Descriptor < 0)
        {
            throw Errno.Exception("eventfd");
        }
    }

    public int Descriptor { get; }

    /// <summary>Makes the descriptor readable anew.</summary>
    public void Ring()
    {
        ulong one = 1;
        _ = LibC.Write(Descriptor, &one, sizeof(ulong));
    }

    public void Dispose() => _ = LibC.Close(Descriptor);
}
