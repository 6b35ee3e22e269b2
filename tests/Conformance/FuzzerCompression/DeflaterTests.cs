using System.IO.Compression;
using Stratus.Realtime.Fuzzer.Compression;
using Stratus.Realtime.Fuzzer.Corpora;

namespace Stratus.Realtime.Conformance.FuzzerCompression;

public sealed class DeflaterTests
{
    [Fact]
    public void Message_Empty_IsOneZeroOctet() => Assert.Equal([0], new Deflater(15).Message([]));

    [Fact]
    public void Message_SaidBefore_IsShorterWithContextThanAfterReset()
    {
        byte[] octets = "The quick brown fox jumps over the lazy dog"u8.ToArray();
        Deflater deflater = new(15);
        int first = deflater.Message(octets).Length;
        int again = deflater.Message(octets).Length;
        deflater.Reset();
        int afterReset = deflater.Message(octets).Length;
        Assert.InRange(again, 1, first / 4);
        Assert.Equal(first, afterReset);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(300_000)]
    public void Message_Incompressible_GrowsByStoredHeadersOnly(int length)
    {
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        int blocks = 1 + length / 16_384;
        Assert.InRange(new Deflater(15).Message(noise).Length, length, length + 5 * blocks + 1);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(15)]
    public void Message_RepeatedAfterAWindow_IsReferredToUpToTheWindow(int windowBits)
    {
        int window = 1 << windowBits;
        byte[] octets = new byte[3 * window];
        new Random(windowBits).NextBytes(octets.AsSpan(0, window));
        octets.AsSpan(0, window).CopyTo(octets.AsSpan(window));
        octets.AsSpan(0, window).CopyTo(octets.AsSpan(2 * window));
        Inflater inflater = new(windowBits);
        Assert.Equal(octets, inflater.Message(new Deflater(windowBits).Message(octets)));
        Assert.Equal(window, inflater.LongestDistance);
    }

    // The fuzzer's messages should look to a peer like those of other implementations: not much longer than the runtime's fastest.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Message_Corpus_CompressesAsWellAsTheRuntimesFastest(int number)
    {
        byte[] octets = Corpus.Get(number).Octets;
        using MemoryStream compressed = new();
        using (DeflateStream deflate = new(compressed, new ZLibCompressionOptions { CompressionLevel = 1 }, leaveOpen: true))
        {
            deflate.Write(octets);
        }

        Assert.InRange(new Deflater(15).Message(octets).Length, 1, compressed.Length * 1.02);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MatchFinder_SlidingForgettingAndStartingOver_TellsTrueMatchesWithinTheWindow(int seed)
    {
        const int Window = 256;
        Random random = new(seed);
        MatchFinder finder = new(Window, lastPosition: 5000);
        int found = 0;
        int looked = 0;
        for (int message = 0; message < 200; message++)
        {
            byte[] octets = new byte[random.Next(400)];
            random.GetItems("abc"u8, octets);
            int first = finder.Append(octets);
            bool isAlone = random.Next(5) == 0;
            if (isAlone)
            {
                finder.Forget();
                first = finder.Append(octets);
            }

            for (int index = first; index < first + octets.Length; index++)
            {
                int length = finder.FindAndEnter(index, 0, out int distance);
                found += length > 0 ? 1 : 0;
                looked++;
                Assert.InRange(distance, 0, isAlone ? Math.Min(Window, index - first) : Window);
                Assert.Equal(finder.Octets.Slice(index, length), finder.Octets.Slice(index - distance, length));
            }
        }

        Assert.InRange(found, looked * 0.7, looked);
    }

    [Theory]
    [InlineData(15, 30)]
    [InlineData(7, 19)]
    public void HuffmanLengths_FrequenciesOfADeepTree_StayWithinTheLimitAndComplete(int maxLength, int symbols)
    {
        // Fibonacci's numbers give the deepest tree.
        int[] frequencies = new int[symbols];
        (int frequency, int next) = (1, 1);
        for (int symbol = 0; symbol < symbols; symbol++)
        {
            frequencies[symbol] = frequency;
            (frequency, next) = (next, frequency + next);
        }

        byte[] lengths = new byte[symbols];
        new HuffmanLengths(symbols, maxLength).Assign(frequencies, lengths);
        Assert.All(lengths, length => Assert.InRange(length, 1, maxLength));
        Assert.Equal(1 << maxLength, lengths.Sum(length => 1 << (maxLength - length)));
    }
}
