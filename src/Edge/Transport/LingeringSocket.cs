using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// A socket whose connection has ended and has said so. Closed while there is something unread, it would be reset, and the
/// peer could lose what it was told: it is read, and what comes is dropped, until the peer ends too or the time is over.
/// </summary>
internal sealed unsafe class LingeringSocket : LoopEntry, IDeadline
{
    private const int ReadsPerRun = 8;

    private readonly SocketTransport _transport;
    private DeadlineEntry? _entry;

    private LingeringSocket(EventLoop loop, int descriptor, SocketTransport transport, TimeSpan deadline)
        : base(loop, descriptor)
    {
        _transport = transport;
        Deadline = deadline;
    }

    public TimeSpan Deadline { get; }

    /// <summary>Ends sending, and closes as soon as that is safe.</summary>
    public static void Begin(EventLoop loop, int descriptor, SocketTransport transport, TimeSpan deadline)
    {
        SocketEnd.EndSending(descriptor);
        LingeringSocket socket = new(loop, descriptor, transport, deadline);
        loop.Replace(socket);
        socket.Read();
        if (socket.Descriptor >= 0)
        {
            socket._entry = transport.Deadlines.Add(socket);
        }
    }

    public override void OnReady(uint events) => Read();

    public override void OnPosted()
    {
        if (_transport.Clock.Now >= Deadline)
        {
            Close();
        }
        else
        {
            Read();
        }
    }

    public override void OnStopping() => Close();

    public override void OnDraining() => Close();

    public void DeadlineCame() => Post();

    private void Read()
    {
        for (int reads = 0; reads < ReadsPerRun; reads++)
        {
            if (Descriptor < 0)
            {
                return;
            }

            nint octets = LibC.Receive(Descriptor, Loop.Input, EventLoop.InputOctets, LibC.DoNotWait);
            if (octets < 0 && Errno.Last is Errno.Again or Errno.Interrupted)
            {
                return;
            }

            // The end may have been told before this began: a short read does not show that there is none.
            if (octets <= 0)
            {
                Close();
                return;
            }
        }

        Post();
    }

    private void Close()
    {
        if (Descriptor < 0)
        {
            return;
        }

        if (_entry is not null)
        {
            DeadlineQueue.Remove(_entry);
        }

        Loop.Remove(Descriptor, isClosing: true);
        SocketEnd.Close(Descriptor, isReset: false);
        Descriptor = -1;
        _transport.Left();
    }
}
