using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    // The octets of four values, each the other way round.
    private static Vector128<byte> Reversed => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);

    private static ReadOnlySpan<byte> Bracket => "@@"u8;

    /// <summary>Writes the marker, masked with what <see cref="Masking.Wide"/> says for the place of the first digit.</summary>
    public void Write(Span<byte> octets, ulong mask = 0)
    {
        Span<byte> digits = octets.Slice(2, 40);
        Vector128<uint> values = Vector128.Create(Publisher, Channel, Sequence, (uint)(Sent >> 32));
        (Digits(values) ^ Vector256.Create(mask).AsByte()).CopyTo(digits);
        BinaryPrimitives.WriteUInt64LittleEndian(digits[32..], Digits((uint)Sent) ^ mask);
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
        bool isSound = TryValues(Vector256.Create(digits[..32]), out Vector128<uint> values) & TryValue(digits[32..], out uint low);
        marker = new Marker(values[0], values[1], values[2], (long)(((ulong)values[3] << 32) | low));
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

    // Four values at a time: their octets, highest first, as two nibbles each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Digits(Vector128<uint> values)
    {
        Vector256<ushort> octets = Vector256.WidenLower(Vector128.Shuffle(values.AsByte(), Reversed).ToVector256Unsafe());
        Vector256<byte> nibbles = ((octets >> 4) | (octets << 8)).AsByte() & Vector256.Create((byte)0x0F);
        return Characters(nibbles);
    }

    // '0' or 'a' - 10 on top of each nibble.
    private static Vector256<byte> Characters(Vector256<byte> nibbles) =>
        nibbles + Vector256.Create((byte)'0') + (Vector256.GreaterThan(nibbles, Vector256.Create((byte)9)) & Vector256.Create((byte)('a' - '0' - 10)));

    // Whatever is no digit does not come out as it went in.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryValues(Vector256<byte> digits, out Vector128<uint> values)
    {
        Vector256<byte> nibbles = (digits & Vector256.Create((byte)0x0F))
            + (Vector256.GreaterThan(digits, Vector256.Create((byte)'9')) & Vector256.Create((byte)9));
        Vector256<ushort> octets = ((nibbles.AsUInt16() << 4) | (nibbles.AsUInt16() >> 8)) & Vector256.Create((ushort)0xFF);
        values = Vector128.Shuffle(Vector256.Narrow(octets, octets).GetLower(), Reversed).AsUInt32();
        return Characters(nibbles & Vector256.Create((byte)0x0F)) == digits;
    }

    // The same for eight digits: a nibble to each octet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Digits(uint value)
    {
        ulong nibbles = value;
        nibbles = ((nibbles << 32) | (nibbles >> 16)) & 0x0000FFFF0000FFFF;
        nibbles = ((nibbles << 16) | (nibbles >> 8)) & 0x00FF00FF00FF00FF;
        nibbles = ((nibbles << 8) | (nibbles >> 4)) & Nibbles;
        ulong letters = ((nibbles + (Ones * 6)) >> 4) & Ones;
        return nibbles + Zeros + (letters * ('a' - '0' - 10));
    }

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
