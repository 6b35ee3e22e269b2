using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Framing;

/// <summary>Writes frame headers in the minimal length encoding (RFC 6455 §5.2).</summary>
internal static class FrameHeaderWriter
{
    /// <summary>The octets of the header of a frame with this payload: 2, 4 or 10, and 4 more when masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OctetsOf(long payloadOctets, bool masked) =>
        (payloadOctets <= FrameHeader.MaxControlPayloadOctets ? 2 : payloadOctets <= ushort.MaxValue ? 4 : 10) + (masked ? 4 : 0);

    /// <summary>Writes a header at the start of <paramref name="destination"/>.</summary>
    /// <param name="destination">At least <see cref="OctetsOf"/> octets.</param>
    /// <param name="first">FIN, RSV and opcode.</param>
    /// <param name="payloadOctets">The payload's length.</param>
    /// <param name="maskingKey">The key in memory order, or null for an unmasked frame.</param>
    /// <returns>The octets written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(Span<byte> destination, byte first, long payloadOctets, uint? maskingKey)
    {
        byte mask = maskingKey.HasValue ? FrameHeader.MaskBit : (byte)0;
        int at;
        destination[0] = first;
        if (payloadOctets <= FrameHeader.MaxControlPayloadOctets)
        {
            destination[1] = (byte)(mask | (byte)payloadOctets);
            at = 2;
        }
        else if (payloadOctets <= ushort.MaxValue)
        {
            destination[1] = (byte)(mask | FrameHeader.Length16);
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadOctets);
            at = 4;
        }
        else
        {
            destination[1] = (byte)(mask | FrameHeader.Length64);
            BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadOctets);
            at = 10;
        }

        if (maskingKey is uint key)
        {
            MemoryMarshal.Write(destination[at..], in key);
            at += 4;
        }

        return at;
    }
}
