namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>What a dynamic block says of its own codes (RFC 1951 §3.2.7): their lengths, with repetitions, themselves Huffman-coded.</summary>
internal sealed class DynamicHeader
{
    private readonly byte[] lengths = new byte[DeflateAlphabet.LiteralSymbols + DeflateAlphabet.DistanceSymbols];
    private readonly (byte Symbol, byte Extra)[] items = new (byte, byte)[DeflateAlphabet.LiteralSymbols + DeflateAlphabet.DistanceSymbols];
    private readonly int[] frequencies = new int[DeflateAlphabet.LengthOfLengthSymbols];
    private readonly HuffmanCode code = new(DeflateAlphabet.LengthOfLengthSymbols, DeflateAlphabet.MaxCodeLengthOfLengths);
    private int literalCount;
    private int distanceCount;
    private int lengthCount;
    private int itemCount;

    public long Bits { get; private set; }

    public void Describe(ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths)
    {
        literalCount = Math.Max(257, literalLengths.LastIndexOfAnyExcept((byte)0) + 1);
        distanceCount = Math.Max(1, distanceLengths.LastIndexOfAnyExcept((byte)0) + 1);
        literalLengths[..literalCount].CopyTo(lengths);
        distanceLengths[..distanceCount].CopyTo(lengths.AsSpan(literalCount));

        itemCount = 0;
        Array.Clear(frequencies);
        ReadOnlySpan<byte> rest = lengths.AsSpan(0, literalCount + distanceCount);
        while (!rest.IsEmpty)
        {
            int run = rest.IndexOfAnyExcept(rest[0]);
            run = run < 0 ? rest.Length : run;
            AddRun(rest[0], run);
            rest = rest[run..];
        }

        // The code-length code must be complete. It has two symbols at least: 257 to 286 lengths of a complete code are never all equal.
        code.Fit(frequencies);
        lengthCount = DeflateAlphabet.LengthOfLengthSymbols;
        while (lengthCount > 4 && code.Lengths[DeflateAlphabet.LengthOfLengthOrder[lengthCount - 1]] == 0)
        {
            lengthCount--;
        }

        Bits = 14 + 3 * lengthCount + code.BitsFor(frequencies) + RepeatBits();
    }

    public void WriteTo(BitWriter writer)
    {
        writer.Write((uint)(literalCount - 257), 5);
        writer.Write((uint)(distanceCount - 1), 5);
        writer.Write((uint)(lengthCount - 4), 4);
        foreach (byte symbol in DeflateAlphabet.LengthOfLengthOrder[..lengthCount])
        {
            writer.Write(code.Lengths[symbol], 3);
        }

        foreach ((byte symbol, byte extra) in items.AsSpan(0, itemCount))
        {
            code.Write(writer, symbol);
            writer.Write(extra, ExtraBits(symbol));
        }
    }

    private static int ExtraBits(byte symbol) => symbol switch
    {
        DeflateAlphabet.RepeatPrevious => 2,
        DeflateAlphabet.RepeatZero => 3,
        DeflateAlphabet.RepeatZeroLong => 7,
        _ => 0,
    };

    private void AddRun(byte length, int run)
    {
        if (length != 0)
        {
            Add(length, 0);
            run--;
        }

        while (run >= 3)
        {
            (int symbol, int least, int most) = (length, run) switch
            {
                (not 0, _) => (DeflateAlphabet.RepeatPrevious, 3, 6),
                (_, < 11) => (DeflateAlphabet.RepeatZero, 3, 10),
                _ => (DeflateAlphabet.RepeatZeroLong, 11, 138),
            };
            int taken = Math.Min(run, most);
            Add((byte)symbol, (byte)(taken - least));
            run -= taken;
        }

        for (; run > 0; run--)
        {
            Add(length, 0);
        }
    }

    private void Add(byte symbol, byte extra)
    {
        items[itemCount++] = (symbol, extra);
        frequencies[symbol]++;
    }

    private long RepeatBits() =>
        2L * frequencies[DeflateAlphabet.RepeatPrevious] + 3L * frequencies[DeflateAlphabet.RepeatZero] + 7L * frequencies[DeflateAlphabet.RepeatZeroLong];
}
