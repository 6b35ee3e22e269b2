using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Conformance.Engine;

/// <summary>The engine as an echoing peer in memory: a handshake of either role, then <see cref="EchoSink{TOutput}"/>.</summary>
internal abstract class EnginePeer : IMemoryPeer
{
    private readonly List<byte> _head = [];
    private readonly MemoryOutputBuffer _buffer = new();
    private WebSocketConnection? _connection;
    private EchoSink<MemoryOutput> _sink;

    public TimeSpan? NextDeadline => Closed || _connection is null || _connection.Deadline == TimeSpan.MaxValue ? null : _connection.Deadline;

    public bool Closed { get; private set; }

    /// <summary>How the connection ended, once it has.</summary>
    public ConnectionEnd? End => _connection?.End;

    public abstract void Start(TimeSpan now, IOctetSink output);

    public void Receive(ReadOnlySpan<byte> octets, TimeSpan now, IOctetSink output)
    {
        if (Closed)
        {
            return;
        }

        if (_connection is null)
        {
            _head.AddRange(octets);
            byte[] head = [.. _head];
            if (!TryShake(head, output, out int consumed, out WebSocketConnectionOptions? options) || Closed)
            {
                return;
            }

            _connection = new WebSocketConnection(options!, now);
            _sink = new EchoSink<MemoryOutput>(_connection, new MemoryOutput(_buffer));
            octets = head.AsSpan(consumed);
        }

        Pump(octets, now, output);
    }

    public void Eof(TimeSpan now, IOctetSink output)
    {
        _connection?.EndOfInput();
        Finish();
    }

    public void Advance(TimeSpan now, IOctetSink output)
    {
        if (_connection is not null && !Closed)
        {
            ReceiveStatus status = _connection.OnDeadline(now, ref _sink, new MemoryOutput(_buffer));
            _buffer.DrainTo(output);
            EndIf(status);
        }
    }

    /// <summary>Reads the peer's half of the handshake; false while it is not whole.</summary>
    protected abstract bool TryShake(byte[] head, IOctetSink output, out int consumed, out WebSocketConnectionOptions? options);

    /// <summary>Drops TCP.</summary>
    protected void Drop() => Closed = true;

    protected static WebSocketConnectionOptions Options(WebSocketRole role, DeflateParameters? deflate, Func<uint>? keys = null) => new()
    {
        Role = role,
        Deflate = deflate,
        MaskingKeys = keys,
    };

    private void Pump(ReadOnlySpan<byte> octets, TimeSpan now, IOctetSink output)
    {
        ReceiveStatus status;
        do
        {
            status = _connection!.Receive(octets, now, ref _sink, new MemoryOutput(_buffer), out int consumed);
            octets = octets[consumed..];
            _buffer.DrainTo(output);
        }
        while (status == ReceiveStatus.OutputFull);
        EndIf(status);
    }

    private void EndIf(ReceiveStatus status)
    {
        if (status == ReceiveStatus.Ended)
        {
            Finish();
        }
    }

    private void Finish()
    {
        Drop();
        _connection?.Dispose();
    }
}
