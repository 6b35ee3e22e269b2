using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Transport;

// The request is looked at without being taken from the socket. As soon as it cannot be one for a route of the event loops,
// or nothing comes of it there, the socket goes to Kestrel untouched: other methods, other paths, every fault in a head and
// every refusal are answered in one place only.

/// <summary>A socket that was accepted and whose first request is awaited.</summary>
internal sealed unsafe class OpeningConnection : LoopEntry, IDeadline
{
    private readonly SocketTransport _transport;
    private readonly SocketListener _listener;
    private DeadlineEntry? _entry;
    private bool _hasBegun;
    private bool _isWatched;
    private bool _isHungUp;

    public OpeningConnection(EventLoop loop, int descriptor, SocketTransport transport, SocketListener listener)
        : base(loop, descriptor)
    {
        _transport = transport;
        _listener = listener;
        Deadline = transport.Clock.Now + transport.HandshakeTime;
    }

    public TimeSpan Deadline { get; }

    public override void OnReady(uint events)
    {
        _isHungUp |= (events & ~(Epoll.Writable | Epoll.Readable)) != 0;
        if ((events & ~Epoll.Writable) != 0)
        {
            Look();
        }
    }

    // The first time, it is to be watched.
    public override void OnPosted()
    {
        if (Descriptor < 0)
        {
            return;
        }

        if (!_isWatched)
        {
            Watch();
        }
        else if (_transport.Clock.Now >= Deadline)
        {
            TimeOut();
        }
    }

    public override void OnStopping() => Close();

    public override void OnDraining() => Close();

    public void DeadlineCame() => Post();

    private void Watch()
    {
        if (_transport.IsDraining || !Loop.TryAdd(this, Epoll.Readable | Epoll.Writable | Epoll.PeerHungUp | Epoll.EdgeTriggered))
        {
            SocketEnd.Close(Descriptor, isReset: true);
            Descriptor = -1;
            _transport.Left();
            return;
        }

        _isWatched = true;
        _entry = _transport.Deadlines.Add(this);
    }

    private void Look()
    {
        nint octets = LibC.Receive(Descriptor, Loop.Input, EventLoop.InputOctets, LibC.Peek | LibC.DoNotWait);
        if (octets <= 0)
        {
            if (octets == 0 || Errno.Last is not Errno.Again and not Errno.Interrupted)
            {
                Close();
            }

            return;
        }

        _hasBegun = true;
        ReadOnlySpan<byte> input = new(Loop.Input, (int)octets);
        if (!_transport.MayBeOurs(input, out SocketRoute? route))
        {
            HandOver();
            return;
        }

        if (route is null)
        {
            AwaitMore(); // its first line is not complete
            return;
        }

        HttpHeadRead head = HttpHead.ReadRequest(input, HttpHeadLimits.Default, out HandshakeRequest? request);
        switch (head.State)
        {
            case HttpHeadState.NeedMore:
                AwaitMore();
                return;
            case HttpHeadState.Done when PlainHost.Is(request!) && route.Endpoint.TryAdmit(request!, route.Path, route.Application.Route, out HandshakeResult.Accepted? accepted, out Admission admission):
                Open(route, accepted, admission, head.Consumed, isReadable: octets > head.Consumed);
                return;
            default:
                HandOver();
                return;
        }
    }

    private void Open(SocketRoute route, HandshakeResult.Accepted accepted, Admission admission, int headOctets, bool isReadable)
    {
        Forget();
        _ = LibC.Receive(Descriptor, Loop.Input, headOctets, LibC.DoNotWait); // now it is taken
        SocketConnection connection;
        try
        {
            WebSocketConnection engine = route.Endpoint.MakeEngine(route.Application.Route, accepted.Deflate);
            connection = route.Application.MakeConnection(new SocketSetup(Loop, Descriptor, route, admission, engine, new SocketSender(Descriptor)));
            route.Endpoint.Opened(admission, connection, route.Application.Route.Farewell);
        }
        catch
        {
            route.Endpoint.Abandoned(admission);
            Close();
            throw;
        }

        Descriptor = -1;
        connection.Start(HandshakeResponse.ToOctets(accepted), isReadable, _isHungUp);
    }

    private void HandOver()
    {
        Forget();
        int descriptor = Descriptor;
        Descriptor = -1;
        Loop.Remove(descriptor, isClosing: false);
        _transport.Left();
        _listener.HandOver(descriptor);
    }

    // What is only looked at hides the end behind it, which is not told again.
    private void AwaitMore()
    {
        if (_isHungUp)
        {
            Refuse("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8);
        }
    }

    // As Kestrel does it: a request that was begun is answered, silence is not.
    private void TimeOut()
    {
        if (_hasBegun)
        {
            Refuse("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8);
        }
        else
        {
            Close();
        }
    }

    private void Refuse(ReadOnlySpan<byte> answer)
    {
        fixed (byte* octets = answer)
        {
            _ = LibC.Send(Descriptor, octets, answer.Length, LibC.NoSignal | LibC.DoNotWait);
        }

        Forget();
        int descriptor = Descriptor;
        Descriptor = -1;
        LingeringSocket.Begin(Loop, descriptor, _transport, Loop.Now + _transport.LingerTime);
    }

    private void Forget()
    {
        if (_entry is not null)
        {
            DeadlineQueue.Remove(_entry);
        }
    }

    private void Close()
    {
        if (Descriptor < 0)
        {
            return;
        }

        Forget();
        if (_isWatched)
        {
            Loop.Remove(Descriptor, isClosing: true);
        }

        SocketEnd.Close(Descriptor, isReset: false);
        Descriptor = -1;
        _transport.Left();
    }
}
