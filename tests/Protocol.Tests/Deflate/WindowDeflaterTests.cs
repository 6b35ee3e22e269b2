using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Tests.Engine;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>Our own compressor: what it writes is read by our inflater, which checks every distance, and by .NET's stream.</summary>
public sealed class WindowDeflaterTests
{
    private static readonly string[] Kinds = ["random", "runs", "text", "zeros", "json"];

    public static TheoryData<int> Windows => [8, 9, 10, 11, 12, 13, 14, 15];

    public static TheoryData<int> Levels => [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory, MemberData(nameof(Windows))]
    public void Deflate_AnyLength_InflatesToItAndStaysInTheWindow(int windowBits)
    {
        int window = 1 << windowBits;
        int[] lengths =
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 31, 32, 33, 257, 258, 259, 260, 0, 1,
            window - 1, window, window + 1, (9 * window / 8) - 1, 9 * window / 8, (9 * window / 8) + 1, window + 1024, window + 1025, 2 * window, 3, 65_534, 65_535, 65_536,
        ];
        foreach (string kind in Kinds)
        {
            foreach (int level in (int[])[1, 5, 6, 9])
            {
                WindowDeflaterDriver.RoundTrip(windowBits, level, [.. lengths.Select(length => WindowDeflaterDriver.Payload(kind, length, length))]);
            }
        }
    }

    [Theory, MemberData(nameof(Levels))]
    public void Deflate_AMessageOfManyBlocks_InflatesToIt(int level)
    {
        foreach (int windowBits in (int[])[8, 15])
        {
            foreach (string kind in Kinds)
            {
                WindowDeflaterDriver.RoundTrip(windowBits, level, WindowDeflaterDriver.Payload(kind, 1 << 20, level), [1, 2, 3], WindowDeflaterDriver.Payload(kind, 100_000, level + 1));
            }
        }
    }

    [Theory, MemberData(nameof(Windows))]
    public void Deflate_SmallWindow_NoDistanceIsLonger(int windowBits)
    {
        byte[][] messages = [.. Enumerable.Range(0, 40).Select(i => WindowDeflaterDriver.Payload(Kinds[i % Kinds.Length], 1000, i))];
        byte[][] packed = WindowDeflaterDriver.RoundTrip(windowBits, 9, messages);
        (byte[] plain, int farthest) = DeflaterWitness.Read(packed);
        Assert.Equal(messages.SelectMany(message => message), plain);
        Assert.InRange(farthest, 1, 1 << windowBits);
    }

    // Sixty octets like no others, again at distance 1 << windowBits or one more: only the former is a match.
    [Theory, MemberData(nameof(Windows))]
    public void Deflate_RepeatAtTheWindowsEdge_IsAMatchOnlyWithin(int windowBits)
    {
        const int Repeat = 60;
        byte[] repeat = [.. InflaterDriver.Payload("random", Repeat, windowBits).Select(octet => (byte)(octet | 1))];
        foreach (int before in (int[])[0, 1, 700, 5000, 50_000])
        {
            foreach (bool isTogether in (bool[])[true, false])
            {
                int within = OctetsAt(1 << windowBits);
                Assert.InRange(OctetsAt((1 << windowBits) - 1), within - 5, within + 5);
                Assert.InRange(OctetsAt((1 << windowBits) + 1), within + (Repeat / 2), within + Repeat + 20);

                int OctetsAt(int distance)
                {
                    byte[] earlier = new byte[before];
                    byte[] between = new byte[distance - Repeat];
                    byte[][] packed = isTogether
                        ? WindowDeflaterDriver.RoundTrip(windowBits, 5, earlier, [.. repeat, .. between, .. repeat])
                        : WindowDeflaterDriver.RoundTrip(windowBits, 5, earlier, repeat, between, repeat);
                    return packed.Sum(message => message.Length);
                }
            }
        }
    }

    [Fact]
    public void Deflate_HundredsOfMessagesOfAContext_InflateToThemselves()
    {
        foreach (int windowBits in (int[])[8, 9, 12, 15])
        {
            byte[][] messages = [.. Enumerable.Range(0, 400).Select(i => WindowDeflaterDriver.Payload(Kinds[i / 7 % Kinds.Length], i * 37 % 1500, i))];
            WindowDeflaterDriver.RoundTrip(windowBits, 5, messages);
        }
    }

    // A position of 16 bits comes round: what was exactly 65536 octets ago looks as if it were here.
    [Fact]
    public void Deflate_RepeatsEvery65536Octets_AreNotReferredTo()
    {
        byte[] needle = InflaterDriver.Payload("random", 64, 1);
        byte[][] messages = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? [.. needle, .. new byte[16_384 - 64]] : InflaterDriver.Payload("random", 16_384, i))];
        WindowDeflaterDriver.RoundTrip(15, 9, messages);
        WindowDeflaterDriver.RoundTrip(9, 5, messages);
    }

    [Fact]
    public void Deflate_AnEmptyMessage_Is00()
    {
        WindowDeflater deflater = new(15, 5);
        Assert.Equal((byte[])[0], WindowDeflaterDriver.Deflate(deflater, []));
        _ = WindowDeflaterDriver.Deflate(deflater, [1, 2, 3]);
        Assert.Equal((byte[])[0], WindowDeflaterDriver.Deflate(deflater, []));
    }

    [Fact]
    public void Deflate_AMessageTwice_RefersToTheFirst()
    {
        WindowDeflater deflater = new(15, 5);
        byte[] message = InflaterDriver.Payload("random", 1000, 1);
        byte[] first = WindowDeflaterDriver.Deflate(deflater, message);
        byte[] second = WindowDeflaterDriver.Deflate(deflater, message);
        Assert.InRange(second.Length, 1, 40);
        Assert.Equal((byte[])[.. message, .. message], DeflatedMessages.Inflate(first, second));
    }

    [Theory, MemberData(nameof(Levels))]
    public void Deflate_RandomOctets_CostNoMoreThanStoredBlocks(int level)
    {
        foreach (int length in (int[])[1, 2, 64, 500, 4096, 16_384, 16_385, 200_000])
        {
            WindowDeflater deflater = new(15, level);
            int octets = WindowDeflaterDriver.Deflate(deflater, InflaterDriver.Payload("random", length, length)).Length;
            Assert.InRange(octets, 1, length + (StoredOctets * ((length / (1 << 14)) + 1)) + 1);
        }
    }

    [Fact]
    public void Bound_OfAnyLength_IsWithinThatOfTheDeflater()
    {
        for (int length = 0; length < 1 << 24; length += 1 + (length / 7))
        {
            Assert.InRange(WindowDeflater.Bound(length), length + 1, Deflater.Bound(length));
        }
    }

    [Fact]
    public void Deflate_LessRoomThanTheBound_ThrowsAndChangesNothing()
    {
        WindowDeflater deflater = new(15, 5);
        byte[] message = InflaterDriver.Payload("text", 1000, 1);
        byte[] expected = WindowDeflaterDriver.Deflate(new WindowDeflater(15, 5), message);
        Assert.Throws<ArgumentException>(() => deflater.Deflate(message, new byte[WindowDeflater.Bound(message.Length) - 1]));
        Assert.Equal(expected, WindowDeflaterDriver.Deflate(deflater, message));
    }

    [Theory, InlineData(7, 5), InlineData(16, 5), InlineData(15, 0), InlineData(15, 10)]
    public void Constructor_OutOfRange_Throws(int windowBits, int level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowDeflater(windowBits, level));

    [Fact]
    public void Deflate_AfterTheFirstMessage_AllocatesNothing()
    {
        WindowDeflater deflater = new(15, 5);
        byte[][] messages = [.. Enumerable.Range(0, 100).Select(i => WindowDeflaterDriver.Payload(Kinds[i % Kinds.Length], i * 331, i))];
        byte[] room = new byte[WindowDeflater.Bound(100 * 331)];
        _ = deflater.Deflate(messages[1], room);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] message in messages)
        {
            _ = deflater.Deflate(message, room);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory, MemberData(nameof(Windows))]
    public void MemoryOctets_AnyWindow_IsWhatIsAllocated(int windowBits)
    {
        foreach (int level in (int[])[5, 6])
        {
            _ = new WindowDeflater(windowBits, level);
            long before = GC.GetAllocatedBytesForCurrentThread();
            WindowDeflater deflater = new(windowBits, level);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            GC.KeepAlive(deflater);
            Assert.InRange(WindowDeflater.MemoryOctets(windowBits), allocated - 2000, allocated + 2000);
            Assert.InRange(allocated, 1, 96 << 10);
        }
    }

    // The sizes are counts, so this may fail a build: 5 % for JSON, 8 % for text.
    [Theory]
    [InlineData("json", 5, 1.05), InlineData("json", 6, 1.05), InlineData("text", 5, 1.08), InlineData("text", 6, 1.08), InlineData("runs", 5, 1.08)]
    public void Deflate_ComparedWithZLib_IsHardlyLonger(string kind, int level, double most)
    {
        foreach (int length in (int[])[300, 4096, 50_000])
        {
            byte[][] messages = [.. Enumerable.Range(0, 64).Select(i => WindowDeflaterDriver.Payload(kind, length, i))];
            using Deflater zlib = new(15, level);
            WindowDeflater deflater = new(15, level);
            byte[] room = new byte[Deflater.Bound(length)];
            double theirs = messages.Sum(message => zlib.Deflate(message, room, keepContext: true));
            double ours = messages.Sum(message => deflater.Deflate(message, room));
            Assert.True(ours <= theirs * most, $"{ours} octets, zlib's are {theirs} ({ours / theirs:f3}), for messages of {length}");
        }
    }

    private const int StoredOctets = 5;
}
