namespace Stratus.Realtime.Conformance.FuzzerCompression;

/// <summary>Compressed data by hand: fields lowest bit first, Huffman codes as they are written down.</summary>
internal sealed class Bits
{
    private readonly List<bool> bits = [];

    /// <summary>RFC 1951 §3.1.1: data elements other than codes, least significant bit first.</summary>
    public Bits Field(int value, int count)
    {
        for (int bit = 0; bit < count; bit++)
        {
            bits.Add((value >> bit & 1) == 1);
        }

        return this;
    }

    /// <summary>A Huffman code, in the order of its bits.</summary>
    public Bits Code(string code)
    {
        bits.AddRange(code.Select(bit => bit == '1'));
        return this;
    }

    public Bits FixedBlock(bool final = false) => Field(final ? 1 : 0, 1).Field(1, 2);

    public Bits Literal(char letter) => Code(Convert.ToString(0x30 + letter, 2).PadLeft(8, '0'));

    public Bits EndOfBlock() => Code("0000000");

    /// <summary>The header of a dynamic block, whose code-length code gives these symbols these lengths.</summary>
    public Bits DynamicBlock(int literals, int distances, params (int Symbol, int Length)[] codeLengths)
    {
        Field(0, 1).Field(2, 2).Field(literals - 257, 5).Field(distances - 1, 5).Field(15, 4);
        foreach (int symbol in (int[])[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
        {
            Field(codeLengths.SingleOrDefault(entry => entry.Symbol == symbol).Length, 3);
        }

        return this;
    }

    /// <summary>The header of the empty stored block that ends a message, and the rest of its octet.</summary>
    public byte[] EndMessage()
    {
        Field(0, 3);
        byte[] octets = new byte[(bits.Count + 7) / 8];
        for (int at = 0; at < bits.Count; at++)
        {
            octets[at / 8] |= (byte)((bits[at] ? 1 : 0) << (at % 8));
        }

        return octets;
    }
}
