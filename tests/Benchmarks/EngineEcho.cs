using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Benchmarks;

/// <summary>
/// The engine. It takes octets where the transport has them; if it copies first, they are copied into a receive
/// buffer before, which System.Net.WebSockets cannot be without, since it reads from a stream.
/// </summary>
internal sealed class EngineEcho : IEcho
{
    private readonly Memory<byte>[] _buffers;
    private readonly bool _copiesFirst;
    private readonly Memory<byte> _received = Block.Allocate(128 << 10);
    private readonly FixedBuffer _output = new(128 << 10);
    private readonly WebSocketConnection _connection;
    private EchoSink<FixedOutput> _sink;
    private int _next;

    public EngineEcho(EchoInput input, bool copiesFirst = false)
    {
        _copiesFirst = copiesFirst;
        _buffers = [.. input.Buffers.Select(Block.Of)];
        _connection = new WebSocketConnection(new WebSocketConnectionOptions { Role = WebSocketRole.Server, Deflate = input.Deflate }, TimeSpan.Zero);
        _sink = new EchoSink<FixedOutput>(_connection, new FixedOutput(_output));
    }

    public int Next()
    {
        Span<byte> received = _buffers[_next].Span;
        _next = _next + 1 == _buffers.Length ? 0 : _next + 1;
        if (_copiesFirst)
        {
            Span<byte> copy = _received.Span[..received.Length];
            received.CopyTo(copy);
            received = copy;
        }

        _connection.Receive(received, TimeSpan.Zero, ref _sink, new FixedOutput(_output), out _);
        int answered = _output.Length;
        _output.Clear();
        return answered;
    }

    public void Dispose() => _connection.Dispose();
}
