using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Stratus.Realtime.Load.Tests.Wire;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Peers;

/// <summary>One connection of a <see cref="FaultyPeer"/>: reads requests and masked frames, writes frames.</summary>
internal sealed class PeerConnection(Socket socket, bool acceptsDeflate)
{
    private readonly List<byte> input = [];
    private bool isOpen;
    private PeerDeflate? deflate;

    public Socket Socket => socket;

    public bool IsEcho { get; private set; }

    public string? Channel { get; set; }

    /// <summary>Reads what there is; false: the connection has ended.</summary>
    public bool Read(Action<PeerConnection, Opcode, byte[]> onMessage)
    {
        byte[] buffer = new byte[65_536];
        int received;
        try
        {
            received = socket.Receive(buffer);
        }
        catch (SocketException)
        {
            return false;
        }

        input.AddRange(buffer.AsSpan(0, received));
        if (!isOpen && !TryOpen())
        {
            return received > 0;
        }

        while (TryTake(out Opcode opcode, out byte[] payload))
        {
            if (opcode == Opcode.Close)
            {
                Send(Opcode.Close, payload);
                return false;
            }

            onMessage(this, opcode, payload);
        }

        return received > 0;
    }

    public void Send(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        bool isCompressed = deflate is not null && opcode < Opcode.Close;
        SendFrame(opcode, isCompressed ? deflate!.Compress(payload) : payload, isCompressed);
    }

    public void SendFrame(Opcode opcode, ReadOnlySpan<byte> payload, bool isCompressed)
    {
        try
        {
            socket.Send(ServerFrames.Frame(opcode, payload, isCompressed: isCompressed));
        }
        catch (SocketException)
        {
            // The tool went; the next read says so, too.
        }
    }

    private bool TryOpen()
    {
        string request = Encoding.ASCII.GetString([.. input]);
        if (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            return false;
        }

        input.Clear();
        isOpen = true;
        IsEcho = request.StartsWith("GET /echo ", StringComparison.Ordinal);
        deflate = acceptsDeflate ? PeerDeflate.Accept(request) : null;
        string extension = deflate is null ? "" : $"Sec-WebSocket-Extensions: {deflate.Answer}\r\n";
        socket.Send(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n{extension}\r\n"));
        return true;
    }

    private bool TryTake(out Opcode opcode, out byte[] payload)
    {
        opcode = default;
        payload = [];
        byte[] octets = [.. input];
        if (octets.Length < 2)
        {
            return false;
        }

        int header = (octets[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
        if (octets.Length < header)
        {
            return false;
        }

        int length = header switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(2)),
            10 => (int)BinaryPrimitives.ReadUInt64BigEndian(octets.AsSpan(2)),
            _ => octets[1] & 0x7F,
        };
        if (octets.Length < header + 4 + length)
        {
            return false;
        }

        byte[] key = octets[header..(header + 4)];
        bool isCompressed = (octets[0] & 0x40) != 0;
        opcode = (Opcode)(octets[0] & 0x0F);
        payload = [.. octets[(header + 4)..(header + 4 + length)].Select((octet, i) => (byte)(octet ^ key[i & 3]))];
        payload = isCompressed ? PeerDeflate.Decompress(payload) : payload;
        input.RemoveRange(0, header + 4 + length);
        return true;
    }
}
