using System.Buffers.Binary;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// One call's input and output, and the bits taken from the input but not yet used (the next bit is the lowest one).
/// Bits at and above <see cref="BitCount"/> are zero.
/// </summary>
internal ref struct InflateCursor(ReadOnlySpan<byte> input, Span<byte> output, ulong bits, int bitCount)
{
    public readonly ReadOnlySpan<byte> Input = input;
    public readonly Span<byte> Output = output;
    public ulong Bits = bits;
    public int BitCount = bitCount;
    public int Consumed;
    public int Written;

    public readonly int Room => Output.Length - Written;

    /// <summary>Whether that many bits (at most 56) are at hand.</summary>
    public bool TryFill(int wanted)
    {
        if (BitCount < wanted)
        {
            Refill();
        }
        return BitCount >= wanted;
    }

    /// <summary>Brings the bits to at least 56, or takes all the input.</summary>
    public void Refill()
    {
        if (Input.Length - Consumed >= sizeof(ulong))
        {
            Bits |= BinaryPrimitives.ReadUInt64LittleEndian(Input[Consumed..]) << BitCount;
            Consumed += (63 - BitCount) >> 3;
            BitCount |= 56;
            Bits &= (1UL << BitCount) - 1;
            return;
        }
        while (BitCount < 56 && Consumed < Input.Length)
        {
            Bits |= (ulong)Input[Consumed++] << BitCount;
            BitCount += 8;
        }
    }

    public uint Take(int count)
    {
        uint value = (uint)Bits & ((1u << count) - 1);
        Drop(count);
        return value;
    }

    public void Drop(int count)
    {
        Bits >>= count;
        BitCount -= count;
    }

    public void DropToOctetBoundary() => Drop(BitCount & 7);

    /// <summary>Copies up to that many whole octets through, first those among the bits, and says how many.</summary>
    public int CopyOctets(int length)
    {
        int wanted = Math.Min(length, Room);
        int copied = 0;
        while (copied < wanted && BitCount >= 8)
        {
            Output[Written++] = (byte)Bits;
            Drop(8);
            copied++;
        }
        int direct = Math.Min(wanted - copied, Input.Length - Consumed);
        Input.Slice(Consumed, direct).CopyTo(Output[Written..]);
        Consumed += direct;
        Written += direct;
        return copied + direct;
    }
}
