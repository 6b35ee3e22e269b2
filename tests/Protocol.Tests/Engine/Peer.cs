namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>One of two engines that talk to each other.</summary>
internal sealed class Peer : IDisposable
{
    private PeerSink _sink;
    private int _taken;

    public Peer(WebSocketConnectionOptions options)
    {
        Connection = new WebSocketConnection(options, TimeSpan.Zero);
        _sink = new PeerSink(this);
    }

    public WebSocketConnection Connection { get; }

    public WireBuffer Buffer { get; } = new();

    public WireOutput Output => new(Buffer);

    public List<(MessageKind Kind, byte[] Payload)> Arrived { get; } = [];

    public List<ProtocolError> Errors { get; } = [];

    public int Pongs { get; set; }

    public bool HasOutput => _taken < Buffer.Octets.Length;

    /// <summary>Up to that many octets of what this end wrote go to the other.</summary>
    public void Exchange(Peer other, int atMost)
    {
        byte[] piece = Buffer.Octets.Slice(_taken, Math.Min(atMost, Buffer.Octets.Length - _taken)).ToArray();
        _taken += piece.Length;
        other.Connection.Receive(piece, TimeSpan.Zero, ref other._sink, other.Output, out int consumed);
        Assert.Equal(piece.Length, consumed);
    }

    public void Dispose() => Connection.Dispose();

    private readonly struct PeerSink(Peer peer) : IConnectionSink
    {
        public bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
        {
            payload = default;
            return false;
        }

        public void Commit(MessageKind kind, int octets) => Assert.Fail("Nothing was reserved.");

        public void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload) => peer.Arrived.Add((kind, payload.ToArray()));

        public void OnPing(ReadOnlySpan<byte> payload)
        {
        }

        public void OnPong(ReadOnlySpan<byte> payload) => peer.Pongs++;

        public void OnClose(CloseStatus status)
        {
        }

        public void OnFailed(ProtocolError error) => peer.Errors.Add(error);
    }
}
