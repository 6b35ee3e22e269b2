using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The tokens of one block, literals and matches, and how it is written: stored, with the fixed codes or with its own
/// (RFC 1951 §3.2.3), whichever takes the fewest bits. Only needed while a message is compressed: one a thread.
/// </summary>
internal sealed class DeflateBlock
{
    /// <summary>A block ends at so many tokens, or when its octets might no longer fit a stored block.</summary>
    public const int MaxTokens = 1 << 14;

    // RFC 1951 §3.2.4: LEN has 16 bits.
    private const int MaxStoredOctets = ushort.MaxValue;

    private const int StoredBlock = 0;
    private const int FixedBlock = 1;
    private const int DynamicBlock = 2;
    private const int TypeBits = 3;

    // A match's token is its distance, which is not zero, above the eight bits of its length; a literal's is the octet.
    private const int DistanceShift = 8;

    [ThreadStatic]
    private static DeflateBlock? _ofThread;

    private readonly uint[] _tokens = new uint[MaxTokens];
    private readonly int[] _literalCounts = new int[DeflateSymbols.Literals];
    private readonly int[] _distanceCounts = new int[DeflateSymbols.Distances];
    private readonly DeflateCodes _codes = new();
    private int _count;

    public static DeflateBlock OfThread => _ofThread ??= new DeflateBlock();

    /// <summary>The octets that the tokens stand for.</summary>
    public int Octets { get; private set; }

    public bool IsFull => _count == MaxTokens || Octets > MaxStoredOctets - DeflateSymbols.MaxMatch;

    /// <summary>Forgets all tokens.</summary>
    public void Clear()
    {
        (_count, Octets) = (0, 0);
        Array.Clear(_literalCounts);
        Array.Clear(_distanceCounts);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLiteral(byte octet)
    {
        _literalCounts[octet]++;
        _tokens[_count++] = octet;
        Octets++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMatch(int length, int distance)
    {
        int less = length - DeflateSymbols.MinMatch;
        _literalCounts[DeflateSymbols.FirstLength + DeflateSymbols.LengthIndex[less]]++;
        _distanceCounts[DeflateSymbols.DistanceSymbol(distance)]++;
        _tokens[_count++] = ((uint)distance << DistanceShift) | (uint)less;
        Octets += length;
    }

    /// <summary>Writes the block and forgets it.</summary>
    /// <param name="octets">What its tokens stand for.</param>
    /// <param name="bits">Where to; room for it as a stored block and the slack is enough.</param>
    public void Write(ReadOnlySpan<byte> octets, ref DeflateBits bits)
    {
        _literalCounts[DeflateSymbols.BlockEnd]++;
        long extra = ExtraBits();
        long ownSize = TypeBits + _codes.Prepare(_literalCounts, _distanceCounts) + extra;
        long fixedSize = TypeBits + DeflateCodes.FixedBits(_literalCounts, _distanceCounts) + extra;
        long typeEnd = bits.Position + TypeBits;
        long storedSize = TypeBits + (-typeEnd & 7) + 32 + (8L * octets.Length);
        if (!bits.HasRoom(Math.Min(storedSize, Math.Min(fixedSize, ownSize))))
        {
            throw new ArgumentException("There is less room than the bound.");
        }

        if (storedSize <= fixedSize && storedSize <= ownSize)
        {
            WriteStored(octets, ref bits);
        }
        else if (fixedSize <= ownSize)
        {
            bits.Put(FixedBlock << 1, TypeBits);
            WriteTokens(DeflateCodes.FixedLiterals, DeflateCodes.FixedDistances, ref bits);
        }
        else
        {
            bits.Put(DynamicBlock << 1, TypeBits);
            _codes.WriteHead(ref bits);
            WriteTokens(_codes.Literals, _codes.Distances, ref bits);
        }

        Clear();
    }

    /// <summary>Ends a message as RFC 7692 §7.2.1 has it: an empty stored block, without its LEN and NLEN.</summary>
    /// <returns>All octets written.</returns>
    public static int EndMessage(ref DeflateBits bits)
    {
        bits.Put(StoredBlock << 1, TypeBits);
        bits.Flush();
        return bits.ToOctet();
    }

    private static void WriteStored(ReadOnlySpan<byte> octets, ref DeflateBits bits)
    {
        bits.Put(StoredBlock << 1, TypeBits);
        bits.Flush();
        bits.ToOctet();
        bits.Put((uint)octets.Length | ((uint)~octets.Length << 16), 32);
        bits.Flush();
        bits.Copy(octets);
    }

    private long ExtraBits()
    {
        int extra = 0;
        ReadOnlySpan<byte> lengths = DeflateSymbols.LengthExtraBits;
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            extra += _literalCounts[DeflateSymbols.FirstLength + symbol] * lengths[symbol];
        }

        for (int symbol = 0; symbol < DeflateSymbols.Distances; symbol++)
        {
            extra += _distanceCounts[symbol] * DeflateSymbols.DistanceExtraBits(symbol);
        }

        return extra;
    }

    // A match takes at most 15 + 5 bits for its length and 15 + 13 for its distance.
    private void WriteTokens(ReadOnlySpan<uint> literals, ReadOnlySpan<uint> distances, ref DeflateBits destination)
    {
        DeflateBits bits = destination; // a copy that the compiler can keep in registers
        foreach (uint token in _tokens.AsSpan(0, _count))
        {
            if (token < 1 << DistanceShift)
            {
                PutCode(literals[(int)token], ref bits);
            }
            else
            {
                int less = (byte)token;
                int index = DeflateSymbols.LengthIndex[less];
                PutCode(literals[DeflateSymbols.FirstLength + index], ref bits);
                bits.Put((uint)(less - DeflateSymbols.LengthBase[index]), DeflateSymbols.LengthExtraBits[index]);
                int distance = (int)(token >> DistanceShift);
                int symbol = DeflateSymbols.DistanceSymbol(distance);
                int extraBits = DeflateSymbols.DistanceExtraBits(symbol);
                PutCode(distances[symbol], ref bits);
                // The distances of a symbol begin at a multiple of 2^extra bits, and one.
                bits.Put((uint)(distance - 1) & ((1u << extraBits) - 1), extraBits);
            }

            bits.Flush();
        }

        PutCode(literals[DeflateSymbols.BlockEnd], ref bits);
        bits.Flush();
        destination = bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutCode(uint code, ref DeflateBits bits) =>
        bits.Put(code & ((1u << DeflateCode.BitsShift) - 1), (int)(code >> DeflateCode.BitsShift));
}
