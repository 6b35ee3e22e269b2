using System.Buffers.Binary;

namespace Stratus.Realtime.Load.Wire;

/// <summary>Headers of a client's frames: whole messages, masked.</summary>
internal static class FrameHeader
{
    public const int MaxOctets = 14;

    private const byte Final = 0x80;
    private const byte Compressed = 0x40;
    private const byte Masked = 0x80;

    /// <summary>Writes a header, and says how long it is.</summary>
    public static int Write(Span<byte> header, Opcode opcode, int payloadOctets, uint mask, bool isCompressed = false)
    {
        header[0] = (byte)(Final | (isCompressed ? Compressed : 0) | (byte)opcode);
        int length = 2;
        if (payloadOctets < 126)
        {
            header[1] = (byte)(Masked | payloadOctets);
        }
        else if (payloadOctets <= ushort.MaxValue)
        {
            header[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payloadOctets);
            length = 4;
        }
        else
        {
            header[1] = Masked | 127;
            BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)payloadOctets);
            length = 10;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[length..], mask);
        return length + 4;
    }
}
