using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Framing;

/// <summary>Reads frame headers: pure, and without an opinion on what it reads.</summary>
internal static class FrameHeaderReader
{
    /// <summary>Reads the header at the start of <paramref name="octets"/>; false when it is not all there yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> octets, out FrameHeader header, out int headerOctets)
    {
        if (octets.Length < 2)
        {
            header = default;
            headerOctets = 0;
            return false;
        }

        byte second = octets[1];
        headerOctets = FrameHeader.OctetsOf(second);
        if (octets.Length < headerOctets)
        {
            header = default;
            return false;
        }

        int length = second & FrameHeader.LengthBits;
        ulong payload = length switch
        {
            < FrameHeader.Length16 => (ulong)length,
            FrameHeader.Length16 => BinaryPrimitives.ReadUInt16BigEndian(octets[2..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(octets[2..]),
        };
        uint key = (second & FrameHeader.MaskBit) != 0
            ? Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref MemoryMarshal.GetReference(octets), headerOctets - 4))
            : 0;
        header = new FrameHeader(octets[0], second, payload, key);
        return true;
    }
}
