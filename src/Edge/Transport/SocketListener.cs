using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// A listening socket that an event loop accepts from. WebSockets of its routes stay on the loops; Kestrel accepts what is
/// handed over.
/// </summary>
internal sealed class SocketListener : LoopEntry, IDeadline, IConnectionListener
{
    private const int AcceptsPerRun = 64;
    private const int MaxHandedOver = 1024;

    // While there are no descriptors, the listener looks again so soon.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly SocketTransport _transport;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly Channel<Socket> _handedOver = Channel.CreateBounded<Socket>(MaxHandedOver);
    private readonly TaskCompletionSource _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DeadlineEntry? _entry;
    private TimeSpan _resumeAt = TimeSpan.MaxValue;
    private bool _isWatched;
    private bool _isPaused;
    private bool _isExhausted;
    private volatile bool _isUnbinding;

    public SocketListener(EventLoop loop, Socket socket, SocketTransport transport, SocketConnectionContextFactory contexts)
        : base(loop, (int)socket.Handle)
    {
        _socket = socket;
        _transport = transport;
        _contexts = contexts;
        EndPoint = socket.LocalEndPoint!;
        _entry = transport.Deadlines.Add(this);
        Post();
    }

    public EndPoint EndPoint { get; }

    public TimeSpan Deadline => _resumeAt;

    /// <summary>A socket for Kestrel, from any loop; closed when Kestrel does not come to accept it.</summary>
    public void HandOver(int descriptor)
    {
        Socket socket = new(new SafeSocketHandle(descriptor, ownsHandle: true));
        if (!_handedOver.Writer.TryWrite(socket))
        {
            socket.Dispose();
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _handedOver.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_handedOver.Reader.TryRead(out Socket? socket))
            {
                try
                {
                    socket.NoDelay = true;
                    return _contexts.Create(socket);
                }
                catch (SocketException)
                {
                    socket.Dispose(); // it has been reset meanwhile
                }
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (!_isUnbinding)
        {
            _isUnbinding = true;
            Post();
        }

        await _unbound.Task; // soon, whatever the token says: what is left undone here would hide why the host stops
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_handedOver.Reader.TryRead(out Socket? socket))
        {
            socket.Dispose();
        }

        _contexts.Dispose();
    }

    public override void OnReady(uint events)
    {
        long reserved = DescriptorReserve.First;
        for (int accepted = 0; accepted < AcceptsPerRun; accepted++)
        {
            int descriptor = LibC.Accept(Descriptor, 0, 0, LibC.NonBlocking | LibC.CloseOnExec);
            if (descriptor < 0)
            {
                if (Errno.IsExhaustion(Errno.Last))
                {
                    PauseAccepting(Errno.Last);
                }
                else if (Errno.Last == Errno.Again)
                {
                    _isExhausted = false;
                }

                return; // Again, or a connection that is gone already: the next one is told
            }

            Take(descriptor);
            if (descriptor >= reserved)
            {
                PauseAccepting(Errno.TooManyOpen);
                return;
            }
        }
    }

    public override void OnPosted()
    {
        if (_isUnbinding)
        {
            Unbind();
        }
        else if (!_isWatched)
        {
            _isWatched = Loop.TryAdd(this, Epoll.Readable | Epoll.LevelTriggered);
            if (!_isWatched)
            {
                LogExhausted(Errno.Last);
            }

            ResumeAt(_isWatched ? TimeSpan.MaxValue : _transport.Clock.Now + Pause);
        }
        else if (_isPaused && _transport.Clock.Now >= _resumeAt)
        {
            _isPaused = !DescriptorReserve.IsWhole || !Loop.TryResume(this, Epoll.Readable | Epoll.LevelTriggered);
            ResumeAt(_isPaused ? _transport.Clock.Now + Pause : TimeSpan.MaxValue);
        }
    }

    public override void OnStopping() => Unbind();

    public void DeadlineCame() => Post();

    private void Take(int descriptor)
    {
        if (!_transport.TryEnter())
        {
            SocketEnd.Close(descriptor, isReset: true);
            return;
        }

        EventLoop loop = _transport.Loops.Next();
        OpeningConnection opening = new(loop, descriptor, _transport, this);
        if (loop == Loop)
        {
            opening.OnPosted();
        }
        else
        {
            opening.Post();
        }
    }

    // Level-triggered, it would be told for ever.
    private void PauseAccepting(int error)
    {
        LogExhausted(error);
        Loop.Pause(this);
        _isPaused = true;
        ResumeAt(_transport.Clock.Now + Pause);
    }

    // Said once, until nobody waits any more.
    private void LogExhausted(int error)
    {
        if (!_isExhausted)
        {
            _isExhausted = true;
            _transport.LogPaused(EndPoint, error);
        }
    }

    private void ResumeAt(TimeSpan at)
    {
        _resumeAt = at;
        _transport.Deadlines.Advance(_entry!);
    }

    private void Unbind()
    {
        if (Descriptor < 0)
        {
            return;
        }

        if (_isWatched)
        {
            Loop.Remove(Descriptor, isClosing: false);
        }

        Descriptor = -1;
        if (_entry is not null)
        {
            DeadlineQueue.Remove(_entry);
            _entry = null;
        }

        _socket.Dispose();
        _handedOver.Writer.TryComplete();
        _unbound.TrySetResult();
    }
}
