using System.Buffers;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>A sink may use the connection while it is called by it.</summary>
public sealed class ReentrantSinkTests
{
    private delegate void OnMessage(WebSocketConnection connection, ReadOnlySpan<byte> payload, WireOutput output);

    [Fact]
    public void Close_CalledByTheSink_DropsTheMessagesBehind()
    {
        (List<string> messages, List<string> sent, WebSocketConnection connection) = Run((c, _, output) => c.Close(CloseCode.GoingAway, "", TimeSpan.Zero, output));
        Assert.Equal(["one"], messages);
        Assert.Equal(["> close 1001 \"\""], sent);
        Assert.Equal(ConnectionState.CloseSent, connection.State);
    }

    [Fact]
    public void Fail_CalledByTheSink_DiscardsWhatIsBehind()
    {
        (List<string> messages, List<string> sent, WebSocketConnection connection) = Run((c, _, output) => c.Fail(CloseCode.InternalError, "own", TimeSpan.Zero, output));
        Assert.Equal(["one"], messages);
        Assert.Equal(["> close 1011 \"own\""], sent);
        Assert.Equal(ConnectionState.Failed, connection.State);
    }

    // IConnectionSink: payloads are valid during the call.
    [Fact]
    public void Payload_OfAMessage_StaysValidWhenTheSinkFailsTheConnection()
    {
        string after = "";
        Run((c, payload, output) =>
        {
            c.Fail(CloseCode.InternalError, "own", TimeSpan.Zero, output);
            byte[] other = ArrayPool<byte>.Shared.Rent(payload.Length);
            other.AsSpan().Fill((byte)'X'); // what anybody else would do with memory from the pool
            after = System.Text.Encoding.ASCII.GetString(payload);
            ArrayPool<byte>.Shared.Return(other);
        });
        Assert.Equal("one", after);
    }

    [Fact]
    public void Send_CalledByTheSink_IsWrittenInOrder()
    {
        (List<string> messages, List<string> sent, _) = Run((c, payload, output) => c.Send(MessageKind.Text, payload, output));
        Assert.Equal(["one", "two"], messages);
        Assert.Equal(["> text \"one\"", "> text \"two\""], sent);
    }

    private static (List<string> Messages, List<string> Sent, WebSocketConnection Connection) Run(OnMessage onMessage)
    {
        var connection = new WebSocketConnection(new WebSocketConnectionOptions { Role = WebSocketRole.Server }, TimeSpan.Zero);
        var buffer = new WireBuffer();
        var output = new WireOutput(buffer);
        List<string> messages = [];
        Sink sink = new(connection, output, messages, onMessage);
        byte[] input = [.. new[] { "one", "two" }.SelectMany(text => Frame.Text(text).ToOctets(fromClient: true, 0x01020304))];
        connection.Receive(input, TimeSpan.Zero, ref sink, output, out int consumed);
        Assert.Equal(input.Length, consumed);
        List<string> sent = [];
        for (int at = 0; Frame.Read(buffer.Octets, fromClient: false, ref at) is { } frame;)
        {
            sent.Add(WireText.Sent(frame));
        }

        return (messages, sent, connection);
    }

    private readonly struct Sink(WebSocketConnection connection, WireOutput output, List<string> messages, OnMessage onMessage) : IConnectionSink
    {
        public bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
        {
            payload = default;
            return false;
        }

        public void Commit(MessageKind kind, int octets) => Assert.Fail("Nothing was reserved.");

        public void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload)
        {
            messages.Add(System.Text.Encoding.ASCII.GetString(payload));
            onMessage(connection, payload, output);
        }

        public void OnPing(ReadOnlySpan<byte> payload)
        {
        }

        public void OnPong(ReadOnlySpan<byte> payload)
        {
        }

        public void OnClose(CloseStatus status)
        {
        }

        public void OnFailed(ProtocolError error)
        {
        }
    }
}
