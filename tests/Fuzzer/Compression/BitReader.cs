using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>
/// Reads bits from the least significant end of each octet on (RFC 1951 §3.1.1).
/// The data must be followed by <see cref="Padding"/> zero octets, so that eight octets can be loaded at once anywhere in it;
/// reading into them is an error that shows at the next <see cref="Refill"/> or <see cref="IsPastEnd"/>.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> padded)
{
    public const int Padding = 16;

    private readonly ReadOnlySpan<byte> padded = padded;
    private readonly int length = padded.Length - Padding;
    private ulong hold;
    private int held;
    private int next;

    /// <summary>The bits at hand; at least 56 directly after a refill.</summary>
    public readonly ulong Bits => hold;

    public readonly bool IsPastEnd => BitPosition > (long)length * 8;

    public readonly bool IsAtEnd => BitPosition == (long)length * 8;

    private readonly long BitPosition => (long)next * 8 - held;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (next > length + Padding - sizeof(ulong))
        {
            throw DeflateError.EndsInBlock();
        }

        hold |= BinaryPrimitives.ReadUInt64LittleEndian(padded[next..]) << held;
        next += (63 - held) >> 3;
        held |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        hold >>= bits;
        held -= bits;
    }

    /// <summary>Takes bits that are already at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int bits)
    {
        int value = (int)(hold & ((1UL << bits) - 1));
        Skip(bits);
        return value;
    }

    public int Read(int bits)
    {
        Refill();
        return Take(bits);
    }

    public void SkipToOctet()
    {
        Skip(held & 7);
    }

    /// <summary>Octets from an octet boundary on, past the bits at hand.</summary>
    public ReadOnlySpan<byte> ReadOctets(int count)
    {
        next -= held >> 3;
        hold = 0;
        held = 0;
        if (count > length - next)
        {
            throw DeflateError.EndsInBlock();
        }

        ReadOnlySpan<byte> octets = padded.Slice(next, count);
        next += count;
        return octets;
    }
}
