using System.Buffers.Binary;
using System.Net.Sockets;

namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>A WebSocket client that does what it is told, right or wrong, over any duplex stream.</summary>
internal sealed class WebSocketClient(Stream stream, Socket? socket = null) : IAsyncDisposable
{
    private readonly OctetReader _reader = new(stream);

    /// <summary>The TCP socket; not there on HTTP/2.</summary>
    public Socket Socket => socket ?? throw new InvalidOperationException("Only HTTP/1.1 has a socket of its own.");

    /// <summary>What the edge answered about extensions, or null.</summary>
    public string? Extensions { get; set; }

    public async Task SendAsync(params byte[][] pieces)
    {
        byte[] octets = pieces is [var only] ? only : [.. pieces.SelectMany(static p => p)];
        await stream.WriteAsync(octets).AsTask().WaitAsync(Bounded.Limit);
        await stream.FlushAsync().WaitAsync(Bounded.Limit);
    }

    public Task<HttpAnswer> ReceiveAnswerAsync() => HttpAnswer.ReadAsync(_reader);

    /// <summary>The next frame; a masked one, or a length that is not minimal, is a failure.</summary>
    public async Task<ServerFrame> ReceiveAsync()
    {
        byte[] head = await _reader.ReadAsync(2);
        Assert.True(head[1] < 0x80, "A server must not mask (RFC 6455 §5.1).");
        int length = head[1];
        if (length == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(await _reader.ReadAsync(2));
            Assert.True(length >= 126, "A length must be minimal (RFC 6455 §5.2).");
        }
        else if (length == 127)
        {
            length = checked((int)BinaryPrimitives.ReadUInt64BigEndian(await _reader.ReadAsync(8)));
            Assert.True(length >= 65536, "A length must be minimal (RFC 6455 §5.2).");
        }

        return new ServerFrame(head[0], await _reader.ReadAsync(length));
    }

    /// <summary>Sends a frame and gets the one that comes back.</summary>
    public async Task<ServerFrame> EchoAsync(byte[] frame)
    {
        await SendAsync(frame);
        return await ReceiveAsync();
    }

    /// <summary>The close frame, after whatever was echoed before it.</summary>
    public async Task<ServerFrame> ReceiveCloseAsync()
    {
        while (true)
        {
            ServerFrame frame = await ReceiveAsync();
            if (frame.Opcode == ServerFrame.CloseOpcode)
            {
                return frame;
            }
        }
    }

    /// <summary>The edge ends the stream here, in order: TCP's FIN or END_STREAM, no octet more and no reset.</summary>
    public async Task AssertEndAsync() => Assert.True(await _reader.IsAtEndAsync(), "The edge sent more than was expected.");

    /// <summary>The edge ends the stream, in order or by a reset, whatever it sent before.</summary>
    public async Task AssertDroppedAsync()
    {
        try
        {
            while (!await _reader.IsAtEndAsync())
            {
                await _reader.ReadAsync(1);
            }
        }
        catch (Exception e) when (e is IOException)
        {
            // A reset is an end too.
        }
    }

    /// <summary>Ends TCP by a reset: what a crashed client looks like.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // The edge has dropped it already.
        }

        socket?.Dispose();
    }
}
