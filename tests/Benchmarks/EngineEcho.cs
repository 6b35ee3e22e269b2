using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Benchmarks;

/// <summary>The engine. Like a socket, it first gets the octets copied into a receive buffer.</summary>
internal sealed class EngineEcho : IEcho
{
    private readonly byte[][] _buffers;
    private readonly Memory<byte> _received = Block.Allocate(128 << 10);
    private readonly FixedBuffer _output = new(128 << 10);
    private readonly WebSocketConnection _connection;
    private EchoSink<FixedOutput> _sink;
    private int _next;

    public EngineEcho(EchoInput input)
    {
        _buffers = input.Buffers;
        _connection = new WebSocketConnection(new WebSocketConnectionOptions { Role = WebSocketRole.Server, Deflate = input.Deflate }, TimeSpan.Zero);
        _sink = new EchoSink<FixedOutput>(_connection, new FixedOutput(_output));
    }

    public int Next()
    {
        byte[] octets = _buffers[_next];
        _next = _next + 1 == _buffers.Length ? 0 : _next + 1;
        Span<byte> received = _received.Span[..octets.Length];
        octets.CopyTo(received);
        _connection.Receive(received, TimeSpan.Zero, ref _sink, new FixedOutput(_output), out _);
        int answered = _output.Length;
        _output.Clear();
        return answered;
    }

    public void Dispose() => _connection.Dispose();
}
