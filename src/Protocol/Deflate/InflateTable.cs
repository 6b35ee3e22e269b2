using System.Numerics;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// Decoding tables: the next <c>rootBits</c> bits index the root; codes that are longer continue in a sub-table
/// that the root's entry points to. Codes come lowest bit first (RFC 1951 §3.1.1), so a code of n bits fills every
/// index whose low n bits are the reversed code.
/// </summary>
internal static class InflateTable
{
    private const int MaxCodeBits = DeflateSymbols.MaxCodeBits;

    public const int LiteralRootBits = 10;
    public const int DistanceRootBits = 8;
    public const int LengthCodeRootBits = 7;

    // The largest root and sub-tables that any complete code needs: 286 literal and length symbols, 32 distances.
    public const int LiteralEntries = 1332;
    public const int DistanceEntries = 402;

    /// <summary>The fixed codes' tables (RFC 1951 §3.2.6), shared by all.</summary>
    public static readonly uint[] FixedLiterals = MakeFixedLiterals();

    /// <inheritdoc cref="FixedLiterals"/>
    public static readonly uint[] FixedDistances = MakeFixedDistances();

    /// <summary>Finds the entry that the bits begin with, and how many bits the root took if it is in a sub-table.</summary>
    public static uint Find(uint[] table, int rootBits, ulong bits, out int rootUsed)
    {
        uint entry = table[(int)bits & ((1 << rootBits) - 1)];
        rootUsed = 0;
        if ((entry & InflateEntry.SubTable) != 0)
        {
            rootUsed = rootBits;
            int index = (int)(bits >> rootBits) & ((1 << InflateEntry.CodeBits(entry)) - 1);
            entry = table[InflateEntry.Field(entry) + index];
        }
        return entry;
    }

    /// <summary>
    /// Builds the table of the canonical code with these lengths (RFC 1951 §3.2.2); false if they are over-subscribed or incomplete.
    /// </summary>
    public static bool TryBuild(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> templates, int rootBits, uint[] table, bool mayBeSparse)
    {
        Span<int> counts = stackalloc int[MaxCodeBits + 1];
        counts.Clear();
        foreach (byte length in lengths)
        {
            counts[length]++;
        }
        int used = lengths.Length - counts[0];
        counts[0] = 0;
        int unclaimed = 1;
        for (int bits = 1; bits <= MaxCodeBits; bits++)
        {
            unclaimed = (unclaimed << 1) - counts[bits];
            if (unclaimed < 0)
            {
                return false;
            }
        }
        if (unclaimed == 0)
        {
            Fill(lengths, templates, rootBits, table, counts);
            return true;
        }
        // RFC 1951 §3.2.7: distances may have one code, of one bit, or none where all is literals.
        if (!mayBeSparse || used > 1 || used != counts[1])
        {
            return false;
        }
        FillSparse(lengths, templates, table.AsSpan(0, 1 << rootBits));
        return true;
    }

    private static void FillSparse(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> templates, Span<uint> root)
    {
        root.Fill(InflateEntry.WithCode(InflateEntry.Invalid, 1));
        int symbol = lengths.IndexOf((byte)1);
        for (int i = 0; symbol >= 0 && i < root.Length; i += 2)
        {
            root[i] = InflateEntry.WithCode(templates[symbol], 1);
        }
    }

    private static void Fill(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> templates, int rootBits, uint[] table, Span<int> counts)
    {
        Span<ushort> sorted = stackalloc ushort[lengths.Length];
        int used = SortByLength(lengths, counts, sorted);

        int next = 0;
        uint code = 0; // reversed
        table[0] = 0;
        for (int bits = 1; bits <= rootBits; bits++)
        {
            // Every index so far means the same with one more bit behind it, whatever that is.
            int half = 1 << (bits - 1);
            table.AsSpan(0, half).CopyTo(table.AsSpan(half));
            for (int end = next + counts[bits]; next < end; next++)
            {
                table[code] = InflateEntry.WithCode(templates[sorted[next]], bits);
                code = NextReversed(code, bits);
            }
        }
        if (next < used)
        {
            FillSubTables(templates, rootBits, table, counts, sorted[next..used], code, lengthOfFirst: lengths[sorted[next]]);
        }
    }

    private static void FillSubTables(
        ReadOnlySpan<uint> templates, int rootBits, uint[] table, Span<int> counts, ReadOnlySpan<ushort> symbols, uint code, int lengthOfFirst)
    {
        int free = 1 << rootBits;
        int start = 0;
        int size = 0;
        int bits = lengthOfFirst;
        uint prefix = uint.MaxValue;
        uint rootMask = (1u << rootBits) - 1;
        foreach (ushort symbol in symbols)
        {
            while (counts[bits] == 0)
            {
                bits++;
            }
            if ((code & rootMask) != prefix)
            {
                prefix = code & rootMask;
                int subBits = SubTableBits(counts, bits, rootBits);
                (start, size) = (free, 1 << subBits);
                free += size;
                table[prefix] = InflateEntry.SubTable | ((uint)start << 16) | ((uint)subBits << 8) | (uint)rootBits;
            }
            int subCode = bits - rootBits;
            uint entry = InflateEntry.WithCode(templates[symbol], subCode);
            for (int i = (int)(code >> rootBits); i < size; i += 1 << subCode)
            {
                table[start + i] = entry;
            }
            counts[bits]--;
            code = NextReversed(code, bits);
        }
    }

    /// <summary>How deep the sub-table must be that the next code, of that many bits, begins.</summary>
    private static int SubTableBits(ReadOnlySpan<int> countsLeft, int bits, int rootBits)
    {
        int unclaimed = (1 << (bits - rootBits)) - countsLeft[bits];
        while (unclaimed > 0)
        {
            bits++;
            unclaimed = (unclaimed << 1) - countsLeft[bits];
        }
        return bits - rootBits;
    }

    private static int SortByLength(ReadOnlySpan<byte> lengths, ReadOnlySpan<int> counts, Span<ushort> sorted)
    {
        Span<int> at = stackalloc int[MaxCodeBits + 2];
        at.Clear();
        for (int bits = 1; bits <= MaxCodeBits; bits++)
        {
            at[bits + 1] = at[bits] + counts[bits];
        }
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length != 0)
            {
                sorted[at[length]++] = (ushort)symbol;
            }
        }
        return at[MaxCodeBits];
    }

    /// <summary>
    /// The code after this one, both with their bits reversed: the highest zero becomes one and the ones above it zero.
    /// Codes of the next length begin with one more zero, which reversed changes nothing.
    /// </summary>
    private static uint NextReversed(uint code, int bits)
    {
        uint zeros = ~code & ((1u << bits) - 1);
        if (zeros == 0)
        {
            return 0;
        }
        uint bit = 1u << BitOperations.Log2(zeros);
        return (code & (bit - 1)) | bit;
    }

    private static uint[] MakeFixedLiterals()
    {
        uint[] table = new uint[1 << LiteralRootBits];
        _ = TryBuild(DeflateSymbols.FixedLiteralLengths, InflateEntry.LiteralTemplates, LiteralRootBits, table, mayBeSparse: false);
        return table;
    }

    private static uint[] MakeFixedDistances()
    {
        uint[] table = new uint[1 << DistanceRootBits];
        _ = TryBuild(DeflateSymbols.FixedDistanceLengths, InflateEntry.DistanceTemplates, DistanceRootBits, table, mayBeSparse: false);
        return table;
    }
}
