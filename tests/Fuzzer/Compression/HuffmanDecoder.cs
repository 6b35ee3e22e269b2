using System.Numerics;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>
/// A canonical Huffman code (RFC 1951 §3.2.2) for reading. Codes up to <see cref="TableBits"/> long are found by one look into a table;
/// longer ones, which are rare by nature, by counting along the lengths.
/// </summary>
internal sealed class HuffmanDecoder(string name)
{
    private const int TableBits = 10;
    private const int LengthBits = 4;

    // An entry is symbol << 4 | length; zero means a longer code, or none.
    private readonly ushort[] table = new ushort[1 << TableBits];
    private readonly ushort[] symbols = new ushort[DeflateAlphabet.FixedLiteralSymbols];
    private readonly ushort[] counts = new ushort[DeflateAlphabet.MaxCodeLength + 1];

    /// <summary>Whether an incomplete set is let through when it is a single code of one bit, or empty (RFC 1951 §3.2.7, distances).</summary>
    public required bool MayBeSingle { get; init; }

    public void Define(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(counts);
        foreach (byte length in lengths)
        {
            counts[length]++;
        }

        counts[0] = 0;
        RequireComplete();
        Span<int> nextCode = stackalloc int[DeflateAlphabet.MaxCodeLength + 1];
        Span<int> nextIndex = stackalloc int[DeflateAlphabet.MaxCodeLength + 1];
        for (int length = 1; length < DeflateAlphabet.MaxCodeLength; length++)
        {
            nextCode[length + 1] = (nextCode[length] + counts[length]) << 1;
            nextIndex[length + 1] = nextIndex[length] + counts[length];
        }

        Array.Clear(table);
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length != 0)
            {
                symbols[nextIndex[length]++] = (ushort)symbol;
                FillTable(nextCode[length]++, length, symbol);
            }
        }
    }

    /// <summary>The next symbol. At least 15 bits must be at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(ref BitReader bits)
    {
        int entry = table[(int)bits.Bits & ((1 << TableBits) - 1)];
        if (entry == 0)
        {
            return ReadLong(ref bits);
        }

        bits.Skip(entry & ((1 << LengthBits) - 1));
        return entry >> LengthBits;
    }

    private int ReadLong(ref BitReader bits)
    {
        ulong ahead = bits.Bits;
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= DeflateAlphabet.MaxCodeLength; length++)
        {
            code |= (int)(ahead & 1);
            ahead >>= 1;
            int count = counts[length];
            if (code - first < count)
            {
                bits.Skip(length);
                return symbols[index + code - first];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        throw bits.IsPastEnd ? DeflateError.EndsInBlock() : DeflateError.UnknownCode(name);
    }

    // Codes arrive with their first bit lowest (RFC 1951 §3.1.1), so the table is indexed by the reversed code.
    private void FillTable(int code, int length, int symbol)
    {
        if (length > TableBits)
        {
            return;
        }

        ushort entry = (ushort)((symbol << LengthBits) | length);
        for (int at = Reverse(code, length); at < table.Length; at += 1 << length)
        {
            table[at] = entry;
        }
    }

    internal static int Reverse(int code, int length)
    {
        uint reversed = 0;
        for (int bit = 0; bit < length; bit++)
        {
            reversed = BitOperations.RotateLeft(reversed, 1) | (uint)((code >> bit) & 1);
        }

        return (int)reversed;
    }

    private void RequireComplete()
    {
        int free = 1;
        int used = 0;
        for (int length = 1; length <= DeflateAlphabet.MaxCodeLength; length++)
        {
            free = (free << 1) - counts[length];
            used += counts[length];
            if (free < 0)
            {
                throw DeflateError.OverSubscribed(name);
            }
        }

        // RFC 1951 §3.2.7: a lone distance code takes one bit, the other half unused; none at all means literals only.
        bool isSingle = used == 0 || (used == 1 && counts[1] == 1);
        if (free != 0 && !(MayBeSingle && isSingle))
        {
            throw DeflateError.Incomplete(name);
        }
    }
}
