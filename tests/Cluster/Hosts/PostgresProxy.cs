using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>Stands between a client and the server, and cuts connections when a test says so.</summary>
internal sealed class PostgresProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpClient> _connections = [];
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _answersToSwallow;

    public PostgresProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database, through here.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.ToString();

    /// <summary>The server's next answer gets lost, and its connection with it: what was asked for has been done.</summary>
    public void SwallowAnswer() => Interlocked.Increment(ref _answersToSwallow);

    /// <summary>Cuts all connections and takes no new ones.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        lock (_connections)
        {
            _connections.ForEach(static connection => connection.Dispose());
        }

        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                TcpClient server = new();
                lock (_connections)
                {
                    _connections.AddRange([client, server]);
                }

                _ = ForwardAsync(client, server);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ForwardAsync(TcpClient client, TcpClient server)
    {
        try
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _end.Token);
            await Task.WhenAny(CopyAsync(client, server, isAnswer: false), CopyAsync(server, client, isAnswer: true));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        byte[] buffer = new byte[65536];
        while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and int count)
        {
            if (isAnswer && Volatile.Read(ref _answersToSwallow) != 0)
            {
                Interlocked.Decrement(ref _answersToSwallow);
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
