namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>A frame header as it was on the wire (RFC 6455 §5.2), right or wrong.</summary>
/// <param name="Rsv">4 is RSV1, 2 is RSV2, 1 is RSV3.</param>
/// <param name="MaskingKey">First octet in the highest bits; null when the mask bit is not set.</param>
/// <param name="IsShortest">Whether the length was written in the fewest octets.</param>
public readonly record struct FrameHeader(
    bool Fin, int Rsv, int Opcode, uint? MaskingKey, ulong Length, bool IsShortest, int HeaderOctets)
{
    public bool IsControl => Opcode >= 8;

    /// <summary>Reads a header from the beginning of the octets; false while it is not complete.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out FrameHeader header)
    {
        header = default;
        if (octets.Length < 2)
        {
            return false;
        }

        int length7 = octets[1] & 0x7F;
        bool masked = (octets[1] & 0x80) != 0;
        int lengthOctets = length7 switch { 126 => 2, 127 => 8, _ => 0 };
        int headerOctets = 2 + lengthOctets + (masked ? 4 : 0);
        if (octets.Length < headerOctets)
        {
            return false;
        }

        ulong length = (ulong)length7;
        if (lengthOctets > 0)
        {
            length = ReadNumber(octets.Slice(2, lengthOctets));
        }

        bool shortest = lengthOctets switch { 2 => length >= 126, 8 => length > ushort.MaxValue, _ => true };
        uint? key = masked ? (uint)ReadNumber(octets.Slice(2 + lengthOctets, 4)) : null;
        header = new FrameHeader(
            (octets[0] & 0x80) != 0, (octets[0] >> 4) & 7, octets[0] & 0x0F, key, length, shortest, headerOctets);
        return true;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> octets)
    {
        ulong number = 0;
        foreach (byte octet in octets)
        {
            number = (number << 8) | octet;
        }

        return number;
    }
}
