namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The codes of a dynamic block and its head, which tells them (RFC 1951 §3.2.7):
/// <code>
/// | HLIT 5 | HDIST 5 | HCLEN 4 | HCLEN + 4 lengths of 3 bits | HLIT + 257 + HDIST + 1 lengths, coded by those |
/// </code>
/// </summary>
internal sealed class DeflateCodes
{
    private const int LengthSymbols = DeflateSymbols.CodeLengths;
    private const int LengthMaxBits = 7;
    private const int CountsBits = 5 + 5 + 4;
    private const int MinLengths = 4;
    private const int LengthBits = 3;

    private const int MaxLengths = DeflateSymbols.Literals + DeflateSymbols.Distances;

    // The lengths of both alphabets one behind the other, as the head tells them, then as symbols with their extra bits above.
    private readonly byte[] _lengths = new byte[MaxLengths];
    private readonly ushort[] _told = new ushort[MaxLengths];
    private readonly int[] _toldCounts = new int[LengthSymbols];
    private readonly byte[] _toldLengths = new byte[LengthSymbols];
    private readonly uint[] _toldCodes = new uint[LengthSymbols];
    private int _toldCount;
    private int _literalLengths;
    private int _distanceLengths;
    private int _lengthLengths;

    /// <summary>RFC 1951 §3.2.6.</summary>
    public static uint[] FixedLiterals { get; } = MakeFixed(DeflateSymbols.FixedLiteralLengths);

    /// <inheritdoc cref="FixedLiterals"/>
    public static uint[] FixedDistances { get; } = MakeFixed(DeflateSymbols.FixedDistanceLengths);

    public uint[] Literals { get; } = new uint[DeflateSymbols.Literals];

    public uint[] Distances { get; } = new uint[DeflateSymbols.Distances];

    /// <summary>The bits that the fixed codes take, without extra bits.</summary>
    public static long FixedBits(ReadOnlySpan<int> literalCounts, ReadOnlySpan<int> distanceCounts)
    {
        long bits = Bits(literalCounts, DeflateSymbols.FixedLiteralLengths);
        foreach (int count in distanceCounts)
        {
            bits += 5 * count;
        }

        return bits;
    }

    /// <summary>Makes the codes for symbols that occur so often; the end of the block is one of them.</summary>
    /// <returns>The bits that the head and the codes take, without extra bits.</returns>
    public long Prepare(ReadOnlySpan<int> literalCounts, ReadOnlySpan<int> distanceCounts)
    {
        Span<byte> literals = _lengths.AsSpan(0, DeflateSymbols.Literals);
        DeflateCode.Lengths(literalCounts, DeflateSymbols.MaxCodeBits, literals);
        DeflateCode.Codes(literals, Literals);
        long bits = Bits(literalCounts, literals);
        _literalLengths = Math.Max(literals.LastIndexOfAnyExcept((byte)0) + 1, DeflateSymbols.FirstLength);

        Span<byte> distances = _lengths.AsSpan(_literalLengths, DeflateSymbols.Distances);
        DeflateCode.Lengths(distanceCounts, DeflateSymbols.MaxCodeBits, distances);
        DeflateCode.Codes(distances, Distances);
        bits += Bits(distanceCounts, distances);
        // Where there are no distances, one of zero bits is told.
        _distanceLengths = Math.Max(distances.LastIndexOfAnyExcept((byte)0) + 1, 1);

        Tell(_lengths.AsSpan(0, _literalLengths + _distanceLengths));
        return bits + PrepareHead();
    }

    public void WriteHead(ref DeflateBits bits)
    {
        bits.Put((uint)(_literalLengths - DeflateSymbols.FirstLength), 5);
        bits.Put((uint)(_distanceLengths - 1), 5);
        bits.Put((uint)(_lengthLengths - MinLengths), 4);
        bits.Flush();
        for (int at = 0; at < _lengthLengths; at++)
        {
            bits.Put(_toldLengths[DeflateSymbols.CodeLengthOrder[at]], LengthBits);
            bits.Flush();
        }

        foreach (ushort told in _told.AsSpan(0, _toldCount))
        {
            int symbol = (byte)told;
            uint code = _toldCodes[symbol];
            bits.Put((ushort)code, (int)(code >> DeflateCode.BitsShift));
            bits.Put((uint)told >> 8, DeflateSymbols.RepeatExtraBits(symbol));
            bits.Flush();
        }
    }

    private static long Bits(ReadOnlySpan<int> counts, ReadOnlySpan<byte> lengths)
    {
        int bits = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            bits += counts[symbol] * lengths[symbol];
        }

        return bits;
    }

    private long PrepareHead()
    {
        DeflateCode.Lengths(_toldCounts, LengthMaxBits, _toldLengths);
        DeflateCode.Codes(_toldLengths, _toldCodes);
        _lengthLengths = LengthSymbols;
        while (_lengthLengths > MinLengths && _toldLengths[DeflateSymbols.CodeLengthOrder[_lengthLengths - 1]] == 0)
        {
            _lengthLengths--;
        }

        long bits = CountsBits + (LengthBits * _lengthLengths) + Bits(_toldCounts, _toldLengths);
        for (int symbol = DeflateSymbols.RepeatLast; symbol < LengthSymbols; symbol++)
        {
            bits += _toldCounts[symbol] * DeflateSymbols.RepeatExtraBits(symbol);
        }

        return bits;
    }

    /// <summary>Turns lengths into the symbols that tell them, and counts these.</summary>
    private void Tell(ReadOnlySpan<byte> lengths)
    {
        _toldCount = 0;
        Array.Clear(_toldCounts);
        int at = 0;
        while (at < lengths.Length)
        {
            byte length = lengths[at];
            int run = lengths[at..].IndexOfAnyExcept(length);
            run = run < 0 ? lengths.Length - at : run;
            at += run;
            if (length != 0)
            {
                Add(length, 0);
                run--;
            }

            while (run >= 3)
            {
                int most = length != 0 ? 6 : run < 11 ? 10 : 138;
                int times = Math.Min(run, most);
                int symbol = length != 0 ? DeflateSymbols.RepeatLast : times < 11 ? DeflateSymbols.RepeatZero : DeflateSymbols.RepeatZeroOften;
                Add(symbol, times - DeflateSymbols.LeastRepeat(symbol));
                run -= times;
            }

            for (; run > 0; run--)
            {
                Add(length, 0);
            }
        }
    }

    private void Add(int symbol, int extra)
    {
        _toldCounts[symbol]++;
        _told[_toldCount++] = (ushort)(symbol | (extra << 8));
    }

    private static uint[] MakeFixed(byte[] lengths)
    {
        uint[] codes = new uint[lengths.Length];
        DeflateCode.Codes(lengths, codes);
        return codes;
    }
}
