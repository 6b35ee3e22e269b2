namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>One engine that gets a test's input cut in one way, and its trace.</summary>
internal sealed class WireRun : IDisposable
{
    private readonly Func<int> _nextLength;
    private readonly WireBuffer _buffer;
    private readonly bool _fromClient;
    private readonly bool _compressesAlone;
    private WireSink _sink;
    private int _parsed;
    private bool _ended;

    public WireRun(string name, WebSocketConnectionOptions options, Func<int> nextLength, bool reserves, int fullAt = int.MaxValue)
    {
        Name = name;
        _nextLength = nextLength;
        _buffer = new WireBuffer { FullAt = fullAt };
        _fromClient = options.Role == WebSocketRole.Client;
        _compressesAlone = options.Deflate is { } agreed && (_fromClient ? agreed.ClientNoContextTakeover : agreed.ServerNoContextTakeover);
        uint key = 0x01020304;
        Connection = new WebSocketConnection(options with { MaskingKeys = () => key = NextKey(key) }, TimeSpan.Zero);
        _sink = new WireSink(this, reserves);
    }

    public string Name { get; }

    public WebSocketConnection Connection { get; }

    public WireOutput Output => new(_buffer);

    public List<string> Lines { get; } = [];

    public ReadOnlySpan<byte> Sent => _buffer.Octets;

    /// <summary>
    /// False where messages are compressed one by one: all connections of a thread share that compressor, and zlib's choices
    /// depend on where in its buffer a message comes to lie. Then the trace has what they inflate to.
    /// </summary>
    public bool IsExact => !_compressesAlone;

    public TimeSpan Now { get; set; }

    /// <summary>The masking key after <paramref name="key"/>: any sequence does here.</summary>
    public static uint NextKey(uint key) => unchecked((key * 1664525) + 1013904223);

    public void Receive(ReadOnlySpan<byte> octets)
    {
        do
        {
            int length = Math.Min(_nextLength(), octets.Length);
            ReceivePiece(octets[..length]);
            octets = octets[length..];
        }
        while (!octets.IsEmpty);
    }

    public void Deadline() => Status(Connection.OnDeadline(Now, ref _sink, Output));

    /// <summary>An event of the sink; what was sent before it comes first.</summary>
    public void Event(string line)
    {
        TraceSent();
        Lines.Add(line);
    }

    /// <summary>Adds the frames that were sent since to the trace.</summary>
    public void TraceSent()
    {
        while (Frame.Read(_buffer.Octets, _fromClient, ref _parsed) is { } frame)
        {
            bool inflate = _compressesAlone && frame.Rsv == 4;
            Lines.Add(WireText.Sent(inflate ? frame with { Payload = DeflatedMessages.Inflate(frame.Payload) } : frame));
        }
    }

    public void Dispose() => Connection.Dispose();

    private void ReceivePiece(ReadOnlySpan<byte> piece)
    {
        while (true)
        {
            ReceiveStatus status = Connection.Receive(piece, Now, ref _sink, Output, out int consumed);
            if (status != ReceiveStatus.OutputFull)
            {
                Assert.Equal(piece.Length, consumed);
                Status(status);
                return;
            }

            Assert.True(_buffer.IsFull);
            _buffer.Drained = _buffer.Octets.Length;
            piece = piece[consumed..];
        }
    }

    private void Status(ReceiveStatus status)
    {
        if (status == ReceiveStatus.Ended && !_ended)
        {
            _ended = true;
            Event("ended");
        }
        else if (_ended)
        {
            Assert.Equal(ReceiveStatus.Ended, status);
        }
    }
}
