using System.Buffers.Binary;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>Frames as a client writes them (RFC 6455 §5.2), without any code of the engine.</summary>
internal static class ClientFrames
{
    public const byte Fin = 0x80;
    public const byte Rsv1 = 0x40;
    public const byte Rsv2 = 0x20;

    private static readonly byte[] Key = [0x37, 0xFA, 0x21, 0x3D];

    public static byte[] Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public static byte[] Text(ReadOnlySpan<byte> payload) => Frame(Fin | 1, payload);

    public static byte[] Binary(ReadOnlySpan<byte> payload) => Frame(Fin | 2, payload);

    public static byte[] Close(int code, string reason = "")
    {
        byte[] payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Frame(Fin | 8, payload);
    }

    public static byte[] EmptyClose() => Frame(Fin | 8, []);

    public static byte[] Ping(string payload) => Frame(Fin | 9, Encoding.UTF8.GetBytes(payload));

    /// <summary>A masked frame.</summary>
    /// <param name="first">FIN, RSV bits and opcode.</param>
    /// <param name="payload">The payload as it is before masking.</param>
    public static byte[] Frame(byte first, ReadOnlySpan<byte> payload)
    {
        int lengthOctets = payload.Length < 126 ? 0 : payload.Length < 65536 ? 2 : 8;
        byte[] frame = new byte[2 + lengthOctets + 4 + payload.Length];
        frame[0] = first;
        frame[1] = (byte)(0x80 | (lengthOctets == 0 ? payload.Length : lengthOctets == 2 ? 126 : 127));
        if (lengthOctets == 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }
        else if (lengthOctets == 8)
        {
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        }

        Key.CopyTo(frame.AsSpan(2 + lengthOctets));
        Span<byte> masked = frame.AsSpan(6 + lengthOctets);
        for (int i = 0; i < payload.Length; i++)
        {
            masked[i] = (byte)(payload[i] ^ Key[i & 3]);
        }

        return frame;
    }

    /// <summary>A frame that breaks RFC 6455 §5.1: a client's frame without a mask.</summary>
    public static byte[] Unmasked(string text)
    {
        byte[] payload = Encoding.UTF8.GetBytes(text);
        return [Fin | 1, (byte)payload.Length, .. payload];
    }
}
