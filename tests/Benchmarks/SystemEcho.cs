using System.Net.WebSockets;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Benchmarks;

/// <summary>The runtime's WebSocket over a stream that never waits: the same octets in, the same frames out.</summary>
internal sealed class SystemEcho : IEcho
{
    private readonly byte[][] _buffers;
    private readonly int _messages;
    private readonly WebSocketMessageType _kind;
    private readonly Memory<byte> _message;
    private readonly MemoryPeer _stream = new();
    private readonly WebSocket _socket;
    private int _next;

    public SystemEcho(EchoInput input)
    {
        _buffers = input.Buffers;
        _messages = input.MessagesPerBuffer;
        _kind = input.Kind == MessageKind.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        _message = Block.Allocate(input.MessageOctets);
        _socket = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions
        {
            IsServer = true,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
            DangerousDeflateOptions = input.Deflate is null ? null : new WebSocketDeflateOptions(),
        });
    }

    public int Next()
    {
        _stream.Load(_buffers[_next]);
        _next = _next + 1 == _buffers.Length ? 0 : _next + 1;
        for (int i = 0; i < _messages; i++)
        {
            int length = 0;
            bool end = false;
            while (!end)
            {
                ValueWebSocketReceiveResult received = Complete(_socket.ReceiveAsync(_message[length..], CancellationToken.None));
                length += received.Count;
                end = received.EndOfMessage;
            }

            Complete(_socket.SendAsync(_message[..length], _kind, endOfMessage: true, CancellationToken.None));
        }

        return _stream.TakeWritten();
    }

    public void Dispose() => _socket.Dispose();

    private static T Complete<T>(ValueTask<T> task) => task.IsCompleted ? task.Result : throw new InvalidOperationException("The stream never waits.");

    private static void Complete(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The stream never waits.");
        }

        task.GetAwaiter().GetResult();
    }
}
