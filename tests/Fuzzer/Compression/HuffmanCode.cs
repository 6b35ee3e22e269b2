namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>A canonical Huffman code for writing: per symbol its length and its bits, the first bit lowest.</summary>
internal sealed class HuffmanCode(int symbolCount, int maxLength)
{
    private readonly byte[] lengths = new byte[symbolCount];
    private readonly uint[] codes = new uint[symbolCount];
    private readonly HuffmanLengths builder = new(symbolCount, maxLength);

    public ReadOnlySpan<byte> Lengths => lengths;

    /// <summary>The best code for these frequencies; symbols that never occur get none.</summary>
    public void Fit(ReadOnlySpan<int> frequencies)
    {
        builder.Assign(frequencies, lengths);
        AssignCodes();
    }

    public static HuffmanCode Of(ReadOnlySpan<byte> lengths)
    {
        HuffmanCode code = new(lengths.Length, DeflateAlphabet.MaxCodeLength);
        lengths.CopyTo(code.lengths);
        code.AssignCodes();
        return code;
    }

    /// <summary>What these frequencies cost, extra bits aside.</summary>
    public long BitsFor(ReadOnlySpan<int> frequencies)
    {
        long bits = 0;
        for (int symbol = 0; symbol < frequencies.Length; symbol++)
        {
            bits += (long)frequencies[symbol] * lengths[symbol];
        }

        return bits;
    }

    /// <summary>Bits | length &lt;&lt; 16.</summary>
    public uint this[int symbol] => codes[symbol];

    public void Write(BitWriter writer, int symbol) => writer.Write(codes[symbol] & 0xffff, (int)(codes[symbol] >> 16));

    // RFC 1951 §3.2.2: codes of one length are consecutive, in the order of their symbols.
    private void AssignCodes()
    {
        Span<int> next = stackalloc int[DeflateAlphabet.MaxCodeLength + 2];
        next.Clear();
        foreach (byte length in lengths)
        {
            next[length + 1]++;
        }

        next[1] = 0;
        for (int length = 2; length < next.Length; length++)
        {
            next[length] = (next[length] + next[length - 1]) << 1;
        }

        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : (uint)(HuffmanDecoder.Reverse(next[length]++, length) | (length << 16));
        }
    }
}
