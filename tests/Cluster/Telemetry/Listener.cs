using System.Net.WebSockets;
using System.Text;

namespace Stratus.Realtime.Cluster.Telemetry;

/// <summary>A client that is subscribed to one channel, and counts what comes.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private int _publications;
    private volatile bool _isSubscribed;

    /// <summary>Publications that came.</summary>
    public int Publications => Volatile.Read(ref _publications);

    public bool IsSubscribed => _isSubscribed;

    public static async Task<Listener> StartAsync(Uri edge, string channel)
    {
        Listener listener = new();
        await listener._socket.ConnectAsync(new UriBuilder(edge) { Scheme = "ws", Path = "/connection/websocket" }.Uri, listener._end.Token);
        string commands = $"{{\"id\":1,\"connect\":{{}}}}\n{{\"id\":2,\"subscribe\":{{\"channel\":\"{channel}\"}}}}";
        await listener.SendAsync(commands);
        listener._reading = listener.ReadAsync();
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _end.Dispose();
    }

    private Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _end.Token);

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[64 << 10];
        using MemoryStream message = new();
        while (!_end.IsCancellationRequested)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, _end.Token);
            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
            {
                continue;
            }

            string[] lines = Encoding.UTF8.GetString(message.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            message.SetLength(0);
            foreach (string line in lines)
            {
                _isSubscribed |= line.Contains("\"subscribe\":", StringComparison.Ordinal);
                Interlocked.Add(ref _publications, line.Contains("\"pub\":", StringComparison.Ordinal) ? 1 : 0);
                if (line.Trim() == "{}")
                {
                    await SendAsync("{}");
                }
            }
        }
    }
}
