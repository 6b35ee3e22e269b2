namespace Stratus.Realtime.Edge.Transport;

/// <summary>Wakes a loop from another thread: an eventfd.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    public WakeUp()
    {
        Descriptor = LibC.CreateEvent(0, LibC.NonBlocking | LibC.CloseOnExec);
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
