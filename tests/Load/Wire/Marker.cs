using System.Buffers.Binary;

namespace Stratus.Realtime.Load.Wire;

/// <summary>
/// What every measured message carries, in ASCII so that it survives text and JSON: "@@", publisher, channel, sequence number
/// (8 hexadecimal digits each), the time it was due to be sent (nanoseconds, 16 digits), "@@".
/// </summary>
internal readonly record struct Marker(uint Publisher, uint Channel, uint Sequence, long Sent)
{
    public const int Octets = 44;

    private const ulong Zeros = 0x3030303030303030;
    private const ulong Nibbles = 0x0F0F0F0F0F0F0F0F;
    private const ulong Ones = 0x0101010101010101;

    private static ReadOnlySpan<byte> Bracket => "@@"u8;

    /// <summary>Writes the marker, masked with what <see cref="Masking.Wide"/> says for the place of the first digit.</summary>
    public void Write(Span<byte> octets, ulong mask = 0)
    {
        Span<byte> digits = octets.Slice(2, 40);
        BinaryPrimitives.WriteUInt64LittleEndian(digits[32..], Digits((uint)Sent) ^ mask);
        BinaryPrimitives.WriteUInt64LittleEndian(digits[24..], Digits((uint)(Sent >> 32)) ^ mask);
        BinaryPrimitives.WriteUInt64LittleEndian(digits[16..], Digits(Sequence) ^ mask);
        BinaryPrimitives.WriteUInt64LittleEndian(digits[8..], Digits(Channel) ^ mask);
        BinaryPrimitives.WriteUInt64LittleEndian(digits, Digits(Publisher) ^ mask);
        ushort bracket = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(Bracket) ^ (ushort)(mask >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(octets, bracket);
        BinaryPrimitives.WriteUInt16LittleEndian(octets[42..], (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(Bracket) ^ (ushort)mask));
    }

    /// <summary>Reads a marker at the start of octets.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out Marker marker)
    {
        marker = default;
        if (octets.Length < Octets || !octets.StartsWith(Bracket) || !octets.Slice(42, 2).SequenceEqual(Bracket))
        {
            return false;
        }

        ReadOnlySpan<byte> digits = octets.Slice(2, 40);
        bool isSound = TryValue(digits, out uint publisher) & TryValue(digits[8..], out uint channel)
            & TryValue(digits[16..], out uint sequence) & TryValue(digits[24..], out uint high) & TryValue(digits[32..], out uint low);
        marker = new Marker(publisher, channel, sequence, (long)(((ulong)high << 32) | low));
        return isSound;
    }

    /// <summary>Finds the first marker in octets, and where it begins.</summary>
    public static bool TryFind(ReadOnlySpan<byte> octets, out Marker marker, out int at)
    {
        at = 0;
        while (octets[at..].IndexOf(Bracket) is int next and >= 0)
        {
            at += next;
            if (TryRead(octets[at..], out marker))
            {
                return true;
            }

            at++;
        }

        marker = default;
        return false;
    }

    // Eight digits at a time: a nibble to each octet, then '0' or 'a' - 10 on top.
    private static ulong Digits(uint value)
    {
        ulong nibbles = value;
        nibbles = ((nibbles << 32) | (nibbles >> 16)) & 0x0000FFFF0000FFFF;
        nibbles = ((nibbles << 16) | (nibbles >> 8)) & 0x00FF00FF00FF00FF;
        nibbles = ((nibbles << 8) | (nibbles >> 4)) & Nibbles;
        ulong letters = ((nibbles + (Ones * 6)) >> 4) & Ones;
        return nibbles + Zeros + (letters * ('a' - '0' - 10));
    }

    // Whatever is no digit does not come out as it went in.
    private static bool TryValue(ReadOnlySpan<byte> octets, out uint value)
    {
        ulong digits = BinaryPrimitives.ReadUInt64LittleEndian(octets);
        ulong nibbles = ((digits & Nibbles) + (((digits >> 6) & Ones) * 9)) & Nibbles;
        nibbles = ((nibbles << 4) | (nibbles >> 8)) & 0x00FF00FF00FF00FF;
        nibbles = ((nibbles << 8) | (nibbles >> 16)) & 0x0000FFFF0000FFFF;
        value = (uint)((nibbles << 16) | (nibbles >> 32));
        return Digits(value) == digits;
    }
}
