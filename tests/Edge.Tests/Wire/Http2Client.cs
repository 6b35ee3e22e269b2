using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>
/// One stream on one HTTP/2 connection in clear text, octet for octet: HttpClient has neither END_STREAM without the end of
/// its stream nor a RST_STREAM of choice. Header blocks are literals without Huffman coding (RFC 7541 §6.2.2).
/// </summary>
internal sealed class Http2Client : IAsyncDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte ResetStream = 3;

    private const byte Settings = 4;
    private const byte WindowUpdate = 8;
    private const byte EndStreamFlag = 1;
    private const byte EndHeadersFlag = 4;
    private const byte AckFlag = 1;
    private const int StreamId = 1;
    private const int MaxFrameOctets = 16384;

    private readonly NetworkStream _stream;
    private readonly OctetReader _reader;

    private Http2Client(NetworkStream stream)
    {
        _stream = stream;
        _reader = new OctetReader(stream);
    }

    /// <summary>Opens a WebSocket on the echo route by extended CONNECT (RFC 8441 §5.1) and reads until the 200.</summary>
    public static async Task<Http2Client> OpenAsync(Uri address)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(address.Authority), Bounded.Token);
        Http2Client client = new(new NetworkStream(socket, ownsSocket: true));

        // RFC 9113 §3.4, and a header table of 0 octets: every answer is then literal or from the static table.
        await client.WriteAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [0, 1, 0, 0, 0, 0])]);
        await client.WriteAsync(Frame(Headers, EndHeadersFlag, StreamId, Block(
            (":method", "CONNECT"), (":scheme", "http"), (":authority", "edge.test"), (":path", "/echo"), (":protocol", "websocket"),
            ("sec-websocket-version", "13"))));
        (byte type, _, byte[] payload) = await client.ReceiveAsync();
        Assert.Equal(Headers, type);
        Assert.Contains((byte)0x88, payload); // ":status: 200" is entry 8 of the static table
        return client;
    }

    /// <summary>Sends DATA frames; the caller keeps within the edge's window.</summary>
    public async Task SendAsync(byte[] octets, bool endStream = false)
    {
        byte[][] pieces = octets.Length == 0 ? [[]] : [.. octets.Chunk(MaxFrameOctets)];
        for (int i = 0; i < pieces.Length; i++)
        {
            await WriteAsync(Frame(Data, endStream && i == pieces.Length - 1 ? EndStreamFlag : (byte)0, StreamId, pieces[i]));
        }
    }

    public Task ResetAsync(int code)
    {
        byte[] payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, code);
        return WriteAsync(Frame(ResetStream, 0, StreamId, payload));
    }

    /// <summary>The next frame of the stream.</summary>
    public async Task<(byte Type, bool EndStream, byte[] Payload)> ReceiveAsync()
    {
        while (true)
        {
            byte[] head = await _reader.ReadAsync(9);
            byte[] payload = await _reader.ReadAsync((head[0] << 16) | (head[1] << 8) | head[2]);
            int stream = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5));
            if (head[3] == Settings && (head[4] & AckFlag) == 0)
            {
                await WriteAsync(Frame(Settings, AckFlag, 0, []));
            }

            if (stream == StreamId && head[3] != WindowUpdate)
            {
                return (head[3], (head[4] & EndStreamFlag) != 0, payload);
            }
        }
    }

    /// <summary>What the edge sends until END_STREAM; a reset is a failure.</summary>
    public async Task<byte[]> ReceiveToEndStreamAsync()
    {
        List<byte> octets = [];
        while (true)
        {
            (byte type, bool endStream, byte[] payload) = await ReceiveAsync();
            Assert.Equal(Data, type);
            octets.AddRange(payload);
            if (endStream)
            {
                return [.. octets];
            }
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private Task WriteAsync(byte[] octets) => _stream.WriteAsync(octets).AsTask().WaitAsync(Bounded.Limit);

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    private static byte[] Block(params (string Name, string Value)[] fields) =>
        [.. fields.SelectMany(static f => (byte[])[0, .. Literal(f.Name), .. Literal(f.Value)])];

    private static byte[] Literal(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)]; // below 127 octets
}
