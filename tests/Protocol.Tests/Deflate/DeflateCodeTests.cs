using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>The compressor's Huffman codes: complete, no longer than the limit, and the best where the limit does not matter.</summary>
public sealed class DeflateCodeTests
{
    [Theory, InlineData(15, 30), InlineData(15, 31), InlineData(7, 19), InlineData(7, 9)]
    public void Lengths_FibonacciCounts_StayWithinTheLimit(int maxBits, int symbols)
    {
        int[] counts = new int[symbols];
        for (int i = 0; i < symbols; i++)
        {
            counts[i] = i < 2 ? 1 : counts[i - 1] + counts[i - 2];
        }

        byte[] lengths = Lengths(counts, maxBits);
        Assert.Equal(maxBits, lengths.Max());
        AssertComplete(lengths);
        AssertMonotonic(counts, lengths);
    }

    [Theory, InlineData(128, 7), InlineData(19, 7), InlineData(286, 15), InlineData(2, 7), InlineData(3, 15)]
    public void Lengths_EqualCounts_DifferByOneBitAtMost(int symbols, int maxBits)
    {
        byte[] lengths = Lengths([.. Enumerable.Repeat(5, symbols)], maxBits);
        AssertComplete(lengths);
        Assert.InRange(lengths.Max() - lengths.Min(), 0, 1);
    }

    [Fact]
    public void Lengths_OneSymbol_IsOneBit() => Assert.Equal((byte[])[0, 0, 1, 0], Lengths([0, 0, 7, 0], 15));

    [Fact]
    public void Lengths_NoSymbol_AreZero() => Assert.Equal(new byte[30], Lengths(new int[30], 15));

    [Fact]
    public void Lengths_RandomCounts_AreHuffmans()
    {
        Random random = new(1);
        for (int run = 0; run < 500; run++)
        {
            int[] counts = [.. Enumerable.Range(0, random.Next(2, 287)).Select(_ => random.Next(3) == 0 ? 0 : random.Next(1, 1 << random.Next(1, 12)))];
            (counts[0], counts[1]) = (1, 2);
            byte[] lengths = Lengths(counts, 15);
            AssertComplete(lengths);
            AssertMonotonic(counts, lengths);
            if (lengths.Max() < 15)
            {
                Assert.Equal(HuffmanBits(counts), counts.Select((count, symbol) => (long)count * lengths[symbol]).Sum());
            }
        }
    }

    [Fact]
    public void Codes_OfTheExampleInTheStandard_AreThose()
    {
        // RFC 1951 §3.2.2: A to H have the lengths 3, 3, 3, 3, 3, 2, 4, 4.
        byte[] lengths = [3, 3, 3, 3, 3, 2, 4, 4];
        uint[] codes = new uint[8];
        DeflateCode.Codes(lengths, codes);
        string[] written = [.. codes.Select(code => new string([.. Enumerable.Range(0, (int)(code >> 16)).Select(bit => (code >> bit & 1) != 0 ? '1' : '0')]))];
        Assert.Equal((string[])["010", "011", "100", "101", "110", "00", "1110", "1111"], written);
    }

    [Fact]
    public void DistanceSymbol_OfEveryDistance_IsTheStandards()
    {
        for (int distance = 1; distance <= 1 << 15; distance++)
        {
            (int symbol, _, int extraBits) = InflaterBits.DistanceSymbol(distance);
            Assert.Equal(symbol, DeflateSymbols.DistanceSymbol(distance));
            Assert.Equal(extraBits, DeflateSymbols.DistanceExtraBits(symbol));
        }
    }

    private static byte[] Lengths(int[] counts, int maxBits)
    {
        byte[] lengths = new byte[counts.Length];
        DeflateCode.Lengths(counts, maxBits, lengths);
        Assert.All(counts.Zip(lengths), pair => Assert.Equal(pair.First == 0, pair.Second == 0));
        return lengths;
    }

    private static void AssertComplete(byte[] lengths) =>
        Assert.Equal(1 << 15, lengths.Where(bits => bits != 0).Sum(bits => 1 << (15 - bits)));

    private static void AssertMonotonic(int[] counts, byte[] lengths)
    {
        (int Count, byte Bits)[] used = [.. counts.Zip(lengths).Where(pair => pair.First != 0).OrderBy(pair => pair.First).ThenByDescending(pair => pair.Second)];
        Assert.All(used.Zip(used.Skip(1)), pair => Assert.True(pair.First.Bits >= pair.Second.Bits));
    }

    // By the definition: the two lightest become one, whose weight is paid once more.
    private static long HuffmanBits(int[] counts)
    {
        PriorityQueue<long, long> queue = new(counts.Where(count => count != 0).Select(count => ((long)count, (long)count)));
        long bits = 0;
        while (queue.Count > 1)
        {
            long weight = queue.Dequeue() + queue.Dequeue();
            bits += weight;
            queue.Enqueue(weight, weight);
        }

        return bits;
    }
}
