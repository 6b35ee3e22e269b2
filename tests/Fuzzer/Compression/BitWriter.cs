using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>Writes bits from the least significant end of each octet on (RFC 1951 §3.1.1) into an array that grows.</summary>
internal sealed class BitWriter
{
    private byte[] octets = new byte[1 << 12];
    private int length;
    private ulong hold;
    private int held;

    public ReadOnlySpan<byte> Written => octets.AsSpan(0, length);

    public void Clear()
    {
        length = 0;
        hold = 0;
        held = 0;
    }

    /// <summary>Makes room for that many octets, so that <see cref="Write"/> need not look.</summary>
    public void Reserve(int count)
    {
        int needed = length + count + 2 * sizeof(ulong);
        if (needed > octets.Length)
        {
            Array.Resize(ref octets, Math.Max(needed, 2 * octets.Length));
        }
    }

    /// <summary>Up to 32 bits; the rest of <paramref name="bits"/> must be zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(uint bits, int count)
    {
        hold |= (ulong)bits << held;
        held += count;
        if (held >= 32)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(octets.AsSpan(length), (uint)hold);
            length += sizeof(uint);
            hold >>= 32;
            held -= 32;
        }
    }

    /// <summary>Fills up the last octet with zero bits.</summary>
    public void AlignToOctet()
    {
        while (held > 0)
        {
            octets[length++] = (byte)hold;
            hold >>= 8;
            held -= 8;
        }

        held = 0;
    }

    /// <summary>Octets as they are; only at an octet boundary.</summary>
    public void Append(ReadOnlySpan<byte> source)
    {
        Reserve(source.Length);
        source.CopyTo(octets.AsSpan(length));
        length += source.Length;
    }
}
