using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Routes;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>The edge's own transport: its loops, its routes, and how many sockets it has.</summary>
internal sealed partial class SocketTransport(
    EventLoops loops, WebSocketEndpoint endpoint, DeadlineQueue deadlines, EdgeClock clock, IOptions<LimitOptions> limits, IOptions<TimeOptions> times,
    ILogger<SocketTransport> logger)
{
    // Sockets whose handshake is not over yet come on top of the connections.
    private const int MaxOpening = 10_000;

    private readonly int _most = limits.Value.MaxConnections + MaxOpening;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketRoute[] _routes = [];
    private int _count;
    private volatile bool _isDraining;

    public EventLoops Loops => loops;

    public DeadlineQueue Deadlines => deadlines;

    public EdgeClock Clock => clock;

    /// <summary>How long a client has for its first request.</summary>
    public TimeSpan HandshakeTime { get; } = times.Value.Handshake;

    /// <summary>How long a socket lingers.</summary>
    public TimeSpan LingerTime { get; } = times.Value.CloseLinger;

    /// <summary>True once no new socket is waited for.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>How many sockets it has.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>WebSockets that are asked for at exactly this path stay on the loops.</summary>
    public void Add(string path, IWebSocketApplication application) => _routes = [.. _routes, new SocketRoute(path, application, endpoint, this)];

    /// <summary>False when the octets do not begin a GET of one of the routes; without a route, more is needed to know.</summary>
    public bool MayBeOurs(ReadOnlySpan<byte> octets, out SocketRoute? route)
    {
        const int LongestPath = 1024;
        route = null;
        ReadOnlySpan<byte> method = "GET "u8;
        if (!octets[..Math.Min(octets.Length, method.Length)].SequenceEqual(method[..Math.Min(octets.Length, method.Length)]))
        {
            return false;
        }

        if (octets.Length <= method.Length)
        {
            return true;
        }

        ReadOnlySpan<byte> target = octets[method.Length..];
        int end = target.IndexOfAny((byte)' ', (byte)'?', (byte)'\r');
        if (end < 0)
        {
            return target.Length < LongestPath;
        }

        foreach (SocketRoute candidate in _routes)
        {
            if (Ascii.Equals(target[..end], candidate.Path))
            {
                route = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>A socket was accepted; false when there are too many.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= _most)
        {
            return true;
        }

        Left();
        return false;
    }

    /// <summary>A socket is closed, or Kestrel's.</summary>
    public void Left()
    {
        if (Interlocked.Decrement(ref _count) == 0 && _isDraining)
        {
            _emptied.TrySetResult();
        }
    }

    /// <summary>Drops sockets that have asked for nothing yet, and waits for the last of the others.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        _isDraining = true;
        foreach (EventLoop loop in loops.All)
        {
            new DrainRequest(loop).Post();
        }

        if (Count == 0)
        {
            _emptied.TrySetResult();
        }

        await _emptied.Task.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(21, LogLevel.Warning, "Accepting on {EndPoint} pauses: no descriptor or memory is left (errno {Errno})")]
    public partial void LogPaused(EndPoint endPoint, int errno);

    /// <summary>Tells a loop's entries that the edge drains.</summary>
    private sealed class DrainRequest(EventLoop loop) : LoopEntry(loop, -1)
    {
        public override void OnReady(uint events)
        {
        }

        public override void OnPosted() => Loop.TellDraining();

        public override void OnStopping()
        {
        }
    }
}
