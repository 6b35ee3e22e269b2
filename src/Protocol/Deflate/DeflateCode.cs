using System.Diagnostics;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// A Huffman code for one alphabet of a block: from how often each symbol occurs to the lengths of its codes, of which none is
/// longer than a limit, and from these to the codes (RFC 1951 §3.2.2).
/// </summary>
internal static class DeflateCode
{
    // In a coded symbol, where the number of bits is.
    public const int BitsShift = 16;

    private const int MaxSymbols = DeflateSymbols.FixedLiterals;
    private const int Radix = 256;

    /// <summary>The lengths of the codes, in bits: 0 for symbols that do not occur, 1 where only one does.</summary>
    /// <param name="counts">How often each symbol occurs; the sum is less than 2^23.</param>
    /// <param name="maxBits">The longest length; there is one code of that length for every symbol.</param>
    /// <param name="lengths">As many as there are counts.</param>
    public static void Lengths(ReadOnlySpan<int> counts, int maxBits, Span<byte> lengths)
    {
        Span<uint> leaves = stackalloc uint[MaxSymbols];
        Span<uint> spare = stackalloc uint[MaxSymbols];
        int used = 0;
        uint all = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            uint count = (uint)counts[symbol];
            if (count != 0)
            {
                leaves[used++] = (count << 9) | (uint)symbol;
                all |= count;
            }
        }

        lengths.Clear();
        leaves = leaves[..used];
        for (int shift = 9; all != 0; shift += 8, all >>= 8)
        {
            SortBy(leaves, spare[..used], shift);
            Span<uint> sorted = spare[..used];
            spare = leaves;
            leaves = sorted;
        }

        if (used < 2)
        {
            if (used == 1)
            {
                lengths[(int)(leaves[0] & 511)] = 1;
            }

            return;
        }

        Span<int> having = stackalloc int[DeflateSymbols.MaxCodeBits + 1];
        having.Clear();
        CountLengths(leaves, maxBits, having);
        Shorten(having, maxBits);
        int next = used;
        for (int bits = 1; bits <= maxBits; bits++)
        {
            for (int left = having[bits]; left > 0; left--)
            {
                lengths[(int)(leaves[--next] & 511)] = (byte)bits;
            }
        }

        Debug.Assert(next == 0);
    }

    /// <summary>The codes of these lengths, each the way it is written, first bit lowest, with its length above.</summary>
    public static void Codes(ReadOnlySpan<byte> lengths, Span<uint> codes)
    {
        Span<int> next = stackalloc int[DeflateSymbols.MaxCodeBits + 1];
        next.Clear();
        foreach (byte bits in lengths)
        {
            next[bits]++;
        }

        int code = 0;
        int shorter = 0;
        for (int bits = 1; bits <= DeflateSymbols.MaxCodeBits; bits++)
        {
            code = (code + shorter) << 1;
            shorter = next[bits];
            next[bits] = code;
        }

        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int bits = lengths[symbol];
            codes[symbol] = bits == 0 ? 0 : Reversed((uint)next[bits]++, bits) | ((uint)bits << BitsShift);
        }
    }

    private static uint Reversed(uint code, int bits)
    {
        code = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
        code = ((code & 0x3333) << 2) | ((code >> 2) & 0x3333);
        code = ((code & 0x0F0F) << 4) | ((code >> 4) & 0x0F0F);
        code = ((code & 0x00FF) << 8) | (code >> 8);
        return code >> (16 - bits);
    }

    // Counts are small as a rule, so that one pass of a sort by digits is all.
    private static void SortBy(ReadOnlySpan<uint> leaves, Span<uint> sorted, int shift)
    {
        Span<int> starts = stackalloc int[Radix + 1];
        starts.Clear();
        foreach (uint leaf in leaves)
        {
            starts[(int)((leaf >> shift) & (Radix - 1)) + 1]++;
        }

        for (int digit = 1; digit < Radix; digit++)
        {
            starts[digit] += starts[digit - 1];
        }

        foreach (uint leaf in leaves)
        {
            sorted[starts[(int)((leaf >> shift) & (Radix - 1))]++] = leaf;
        }
    }

    /// <summary>How many codes Huffman's method makes of each length, those above the limit counted at it.</summary>
    /// <remarks>
    /// The leaves are sorted and nodes are made in the order of their weight, so the two lightest are always at the heads of
    /// two queues. Only who is whose parent is kept.
    /// </remarks>
    private static void CountLengths(ReadOnlySpan<uint> leaves, int maxBits, Span<int> having)
    {
        Span<uint> weights = stackalloc uint[MaxSymbols];
        Span<ushort> nodeParents = stackalloc ushort[MaxSymbols];
        Span<ushort> leafParents = stackalloc ushort[MaxSymbols];
        int leaf = 0;
        int node = 0;
        int nodes = leaves.Length - 1;
        for (int made = 0; made < nodes; made++)
        {
            uint weight = 0;
            for (int child = 0; child < 2; child++)
            {
                if (leaf < leaves.Length && (node == made || leaves[leaf] >> 9 <= weights[node]))
                {
                    weight += leaves[leaf] >> 9;
                    leafParents[leaf++] = (ushort)made;
                }
                else
                {
                    weight += weights[node];
                    nodeParents[node++] = (ushort)made;
                }
            }

            weights[made] = weight;
        }

        // A parent is made after its children: from the root, which is last, down. Weights are no longer needed.
        Span<uint> depths = weights;
        depths[nodes - 1] = 0;
        for (int at = nodes - 2; at >= 0; at--)
        {
            depths[at] = depths[nodeParents[at]] + 1;
        }

        for (int at = 0; at < leaves.Length; at++)
        {
            having[Math.Min((int)depths[leafParents[at]] + 1, maxBits)]++;
        }
    }

    /// <summary>Makes room for the codes that were counted at the limit though theirs would be longer.</summary>
    /// <remarks>
    /// A code of n bits takes up 2^(limit - n) of the 2^limit codes at the limit. In a step the longest code that is still below
    /// the limit gives its place to two codes that are one bit longer: its own and one that was at the limit. The number of
    /// codes stays, and what they take up goes down by exactly one, so that the code is complete in the end.
    /// </remarks>
    private static void Shorten(Span<int> having, int maxBits)
    {
        int taken = 0;
        for (int bits = 1; bits <= maxBits; bits++)
        {
            taken += having[bits] << (maxBits - bits);
        }

        for (; taken > 1 << maxBits; taken--)
        {
            int bits = maxBits - 1;
            while (having[bits] == 0)
            {
                bits--;
            }

            having[bits]--;
            having[bits + 1] += 2;
            having[maxBits]--;
        }
    }
}
