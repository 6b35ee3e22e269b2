namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>Literals and matches on their way into one block, and the choice of its form.</summary>
internal sealed class DeflateBlock
{
    private const int MaxTokens = 1 << 14;
    private const int MaxStored = ushort.MaxValue;
    private const int LengthShift = 16;

    private static readonly HuffmanCode FixedLiterals = HuffmanCode.Of(DeflateAlphabet.FixedLiteralLengths());
    private static readonly HuffmanCode FixedDistances = HuffmanCode.Of(DeflateAlphabet.FixedDistanceLengths());

    // A token is a literal, or length << 16 | distance - 1.
    private readonly int[] tokens = new int[MaxTokens];
    private readonly int[] literalFrequencies = new int[DeflateAlphabet.LiteralSymbols];
    private readonly int[] distanceFrequencies = new int[DeflateAlphabet.DistanceSymbols];
    private readonly HuffmanCode literals = new(DeflateAlphabet.LiteralSymbols, DeflateAlphabet.MaxCodeLength);
    private readonly HuffmanCode distances = new(DeflateAlphabet.DistanceSymbols, DeflateAlphabet.MaxCodeLength);
    private readonly DynamicHeader header = new();
    private int count;
    private long extraBits;

    public bool IsFull => count == MaxTokens;

    public void AddLiteral(byte octet)
    {
        tokens[count++] = octet;
        literalFrequencies[octet]++;
    }

    public void AddMatch(int length, int distance)
    {
        tokens[count++] = (length << LengthShift) | (distance - 1);
        int lengthCode = DeflateAlphabet.LengthCode(length);
        int distanceCode = DeflateAlphabet.DistanceCode(distance);
        literalFrequencies[DeflateAlphabet.FirstLength + lengthCode]++;
        distanceFrequencies[distanceCode]++;
        extraBits += DeflateAlphabet.LengthExtraBits[lengthCode] + DeflateAlphabet.DistanceExtraBits[distanceCode];
    }

    /// <summary>Writes the block, not as the final one, and begins the next.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="octets">What the tokens stand for.</param>
    public void WriteTo(BitWriter writer, ReadOnlySpan<byte> octets)
    {
        literalFrequencies[DeflateAlphabet.EndOfBlock] = 1;
        literals.Fit(literalFrequencies);
        distances.Fit(distanceFrequencies);
        header.Describe(literals.Lengths, distances.Lengths);
        long dynamicBits = header.Bits + literals.BitsFor(literalFrequencies) + distances.BitsFor(distanceFrequencies);
        long fixedBits = FixedLiterals.BitsFor(literalFrequencies) + FixedDistances.BitsFor(distanceFrequencies);
        long storedBits = 8L * (octets.Length + 5 * (1 + octets.Length / MaxStored));
        if (storedBits <= Math.Min(dynamicBits, fixedBits) + extraBits)
        {
            WriteStored(writer, octets);
        }
        else if (fixedBits <= dynamicBits)
        {
            writer.Reserve(ReserveFor(fixedBits + extraBits));
            writer.Write(0b01 << 1, 3);
            WriteTokens(writer, FixedLiterals, FixedDistances);
        }
        else
        {
            writer.Reserve(ReserveFor(dynamicBits + extraBits));
            writer.Write(0b10 << 1, 3);
            header.WriteTo(writer);
            WriteTokens(writer, literals, distances);
        }

        Clear();
    }

    private static int ReserveFor(long bits) => (int)(bits >> 3) + 2;

    private void WriteTokens(BitWriter writer, HuffmanCode literalCode, HuffmanCode distanceCode)
    {
        foreach (int token in tokens.AsSpan(0, count))
        {
            int length = token >> LengthShift;
            if (length == 0)
            {
                literalCode.Write(writer, token);
            }
            else
            {
                int distance = (token & 0xffff) + 1;
                int code = DeflateAlphabet.LengthCode(length);
                literalCode.Write(writer, DeflateAlphabet.FirstLength + code);
                writer.Write((uint)(length - DeflateAlphabet.LengthBase[code]), DeflateAlphabet.LengthExtraBits[code]);
                code = DeflateAlphabet.DistanceCode(distance);
                distanceCode.Write(writer, code);
                writer.Write((uint)(distance - DeflateAlphabet.DistanceBase[code]), DeflateAlphabet.DistanceExtraBits[code]);
            }
        }

        literalCode.Write(writer, DeflateAlphabet.EndOfBlock);
    }

    // RFC 1951 §3.2.4
    private static void WriteStored(BitWriter writer, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int length = Math.Min(octets.Length, MaxStored);
            writer.Reserve(8);
            writer.Write(0, 3);
            writer.AlignToOctet();
            writer.Write((uint)length | ((uint)(ushort)~length << 16), 32);
            writer.Append(octets[..length]);
            octets = octets[length..];
        }
    }

    private void Clear()
    {
        count = 0;
        extraBits = 0;
        Array.Clear(literalFrequencies);
        Array.Clear(distanceFrequencies);
    }
}
