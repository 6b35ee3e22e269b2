using System.Net.Security;
using System.Net.Sockets;

namespace Stratus.Realtime.Testee;

/// <summary>
/// One TCP connection, perhaps under TLS, with what it has received. A read that takes too long is not cancelled (that
/// would break TLS) but left pending, and the next call waits for the same one.
/// </summary>
internal sealed class Link(Socket socket, Stream stream) : IAsyncDisposable
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LingerTime = TimeSpan.FromMilliseconds(500);

    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private Task<int>? _read;
    private bool _sendingEnded;

    /// <summary>Received, and not yet taken.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(_start.._end);

    public bool IsEmpty => _start == _end;

    public void Take(int octets) => _start += octets;

    /// <summary>Adds to <see cref="Received"/>. A reset is an end like another.</summary>
    public async ValueTask<LinkRead> ReadAsync(TimeSpan timeout)
    {
        try
        {
            _read ??= BeginRead();
            int octets = _read.IsCompleted ? await _read : await _read.WaitAsync(timeout);
            _read = null;
            _end += octets;
            return octets == 0 ? LinkRead.End : LinkRead.Octets;
        }
        catch (TimeoutException)
        {
            return LinkRead.TimedOut;
        }
        catch (IOException)
        {
            return LinkRead.End;
        }
    }

    /// <exception cref="IOException">The peer is gone, or has not read for a minute.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets)
    {
        ValueTask write = stream.WriteAsync(octets);
        if (write.IsCompletedSuccessfully)
        {
            return;
        }

        try
        {
            await write.AsTask().WaitAsync(WriteTimeout);
        }
        catch (TimeoutException e)
        {
            throw new IOException("The peer does not read.", e);
        }
    }

    /// <summary>Sends TLS's goodbye and TCP's FIN; receiving goes on.</summary>
    public async ValueTask EndSendingAsync()
    {
        if (_sendingEnded)
        {
            return;
        }

        _sendingEnded = true;
        try
        {
            if (stream is SslStream tls)
            {
                await tls.ShutdownAsync().WaitAsync(LingerTime);
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            // The peer is gone already.
        }
    }

    /// <summary>
    /// Drops the connection without a reset, which would destroy what the peer has not read yet: says that nothing more
    /// comes, then reads until the peer says so too, for a short time.
    /// </summary>
    public async ValueTask DropAsync()
    {
        await EndSendingAsync();
        using CancellationTokenSource linger = new(LingerTime);
        while (!linger.IsCancellationRequested && await ReadAsync(LingerTime) == LinkRead.Octets)
        {
            Take(Received.Length);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        socket.Dispose();
        _ = _read?.ContinueWith(static read => read.Exception, TaskScheduler.Default); // a read left pending ends in an exception now
    }

    private Task<int> BeginRead()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }

        return stream.ReadAsync(_buffer.AsMemory(_end)).AsTask();
    }
}
