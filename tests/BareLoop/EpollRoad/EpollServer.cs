using System.Net.Sockets;

namespace Stratus.Realtime.BareLoop.EpollRoad;

/// <summary>One thread, one epoll, one receive buffer, and a table of connections by their descriptors.</summary>
internal sealed class EpollServer : IDisposable
{
    private const int BufferOctets = 256 * 1024;
    private const int NonBlockingCloseOnExec = 0x80800;
    private const int MaxAcceptedAtOnce = 64;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;

    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = new byte[BufferOctets];
    private readonly int _listener;
    private readonly int _bell;
    private EpollConnection?[] _connections = new EpollConnection?[64];

    public EpollServer(Socket listener)
    {
        listener.Blocking = false;
        _listener = (int)listener.Handle;
        _bell = Native.CreateEvent(0, NonBlockingCloseOnExec);
        _epoll.Watch(_listener, EpollEvent.Readable);
        _epoll.Watch(_bell, EpollEvent.Readable);
    }

    /// <summary>Serves until it is stopped.</summary>
    public void Run(CancellationToken stop)
    {
        using CancellationTokenRegistration ring = stop.Register(() => Native.Write(_bell, 1, sizeof(ulong)));
        while (!stop.IsCancellationRequested)
        {
            foreach (EpollEvent ready in _epoll.Wait())
            {
                if (ready.Descriptor == _listener)
                {
                    Accept();
                }
                else if (_connections[ready.Descriptor] is { } connection && !connection.OnReady(_buffer))
                {
                    _connections[ready.Descriptor] = null;
                    _ = Native.Close(ready.Descriptor);
                }
            }
        }
    }

    public void Dispose()
    {
        for (int descriptor = 0; descriptor < _connections.Length; descriptor++)
        {
            if (_connections[descriptor] is not null)
            {
                _ = Native.Close(descriptor);
            }
        }

        _ = Native.Close(_bell);
        _epoll.Dispose();
    }

    private void Accept()
    {
        for (int i = 0; i < MaxAcceptedAtOnce; i++)
        {
            int descriptor = Native.Accept(_listener, 0, 0, NonBlockingCloseOnExec);
            if (descriptor < 0)
            {
                return;
            }

            _ = Native.SetSocketOption(descriptor, TcpLevel, NoDelay, 1, sizeof(int));
            if (descriptor >= _connections.Length)
            {
                Array.Resize(ref _connections, 2 * descriptor);
            }

            _connections[descriptor] = new EpollConnection(descriptor, _epoll);
            _epoll.Watch(descriptor, EpollEvent.Readable);
        }
    }
}
