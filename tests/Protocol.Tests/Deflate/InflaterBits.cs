namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>Writes DEFLATE by hand (RFC 1951 §3.1.1): numbers lowest bit first, codes highest bit first.</summary>
internal sealed class InflaterBits
{
    private readonly List<byte> _octets = [];
    private int _free;

    public InflaterBits Number(int value, int bits)
    {
        for (int i = 0; i < bits; i++)
        {
            if (_free == 0)
            {
                _octets.Add(0);
                _free = 8;
            }
            _octets[^1] |= (byte)(((value >> i) & 1) << (8 - _free));
            _free--;
        }
        return this;
    }

    public InflaterBits Code(int code, int bits)
    {
        for (int i = bits - 1; i >= 0; i--)
        {
            Number(code >> i, 1);
        }
        return this;
    }

    public InflaterBits Block(int type, bool final = false) => Number(final ? 1 : 0, 1).Number(type, 2);

    public InflaterBits ToOctet() => Number(0, _free);

    public InflaterBits Stored(ReadOnlySpan<byte> octets)
    {
        Block(0).ToOctet().Number(octets.Length, 16).Number(~octets.Length, 16);
        foreach (byte octet in octets)
        {
            Number(octet, 8);
        }
        return this;
    }

    // RFC 1951 §3.2.6
    public InflaterBits FixedSymbol(int symbol) => symbol switch
    {
        < 144 => Code(0b0011_0000 + symbol, 8),
        < 256 => Code(0b1_1001_0000 + symbol - 144, 9),
        < 280 => Code(symbol - 256, 7),
        _ => Code(0b1100_0000 + symbol - 280, 8),
    };

    /// <summary>A match of 3 octets in a fixed block.</summary>
    public InflaterBits FixedMatch3(int distance)
    {
        (int symbol, int extra, int extraBits) = DistanceSymbol(distance);
        return FixedSymbol(257).Code(symbol, 5).Number(extra, extraBits);
    }

    /// <summary>A dynamic block's head whose code lengths are spelled out, each as 4 bits.</summary>
    public InflaterBits DynamicHead(ReadOnlySpan<int> literals, ReadOnlySpan<int> distances)
    {
        Block(2).Number(literals.Length - 257, 5).Number(distances.Length - 1, 5).Number(15, 4);
        for (int i = 0; i < 19; i++)
        {
            Number(i < 3 ? 0 : 4, 3);
        }
        foreach (int length in (int[])[.. literals, .. distances])
        {
            Code(length, 4);
        }
        return this;
    }

    /// <summary>The end of a message: an empty stored block without its LEN and NLEN (RFC 7692 §7.2.1).</summary>
    public byte[] EndMessage()
    {
        Block(0).ToOctet();
        return [.. _octets];
    }

    public byte[] ToArray() => [.. _octets];

    /// <summary>RFC 1951 §3.2.5, computed: from 5 on, two symbols for every doubling.</summary>
    public static (int Symbol, int Extra, int ExtraBits) DistanceSymbol(int distance)
    {
        int value = distance - 1;
        if (value < 4)
        {
            return (value, 0, 0);
        }
        int top = 31 - int.LeadingZeroCount(value);
        int extraBits = top - 1;
        return ((2 * top) + ((value >> extraBits) & 1), value & ((1 << extraBits) - 1), extraBits);
    }

    /// <summary>The canonical code of these lengths (RFC 1951 §3.2.2).</summary>
    public static int[] Codes(int[] lengths)
    {
        int[] codes = new int[lengths.Length];
        int code = 0;
        for (int bits = 1; bits <= 15; bits++)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == bits)
                {
                    codes[symbol] = code++;
                }
            }
            code <<= 1;
        }
        return codes;
    }
}
