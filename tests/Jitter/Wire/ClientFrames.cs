using System.Buffers.Binary;
using System.Text;

namespace Stratus.Realtime.Jitter.Tests.Wire;

/// <summary>A client's side of the opening handshake and its frames, without any code of the engine.</summary>
internal static class ClientFrames
{
    public const byte TextOpcode = 1;
    public const byte CloseOpcode = 8;
    public const byte PongOpcode = 10;

    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    /// <summary>What asks for a WebSocket (RFC 6455 §4.1); the key is the example's, since the answer is known.</summary>
    public static byte[] Handshake(string authority) => Encoding.ASCII.GetBytes(
        $"GET /connection/websocket HTTP/1.1\r\nHost: {authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

    /// <summary>True when the head of an answer opens the WebSocket.</summary>
    public static bool IsAccepted(string head) =>
        head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)
        && head.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", StringComparison.OrdinalIgnoreCase);

    /// <summary>A text frame.</summary>
    public static byte[] Text(string text, uint mask) => Frame(TextOpcode, Encoding.UTF8.GetBytes(text), mask);

    /// <summary>A close frame that says goodbye.</summary>
    public static byte[] Close(uint mask) => Frame(CloseOpcode, [0x03, 0xE8], mask);

    /// <summary>A whole message in one masked frame (RFC 6455 §5.2).</summary>
    public static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload, uint mask)
    {
        int lengthOctets = payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8;
        byte[] frame = new byte[2 + lengthOctets + sizeof(uint) + payload.Length];
        frame[0] = (byte)(Final | opcode);
        frame[1] = (byte)(Masked | (lengthOctets == 0 ? payload.Length : lengthOctets == 2 ? 126 : 127));
        if (lengthOctets == 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }
        else if (lengthOctets == 8)
        {
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        }

        Span<byte> key = frame.AsSpan(2 + lengthOctets, sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(key, mask);
        Span<byte> masked = frame.AsSpan(2 + lengthOctets + sizeof(uint));
        for (int i = 0; i < payload.Length; i++)
        {
            masked[i] = (byte)(payload[i] ^ key[i & 3]);
        }

        return frame;
    }
}
