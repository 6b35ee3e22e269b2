using System.IO.Compression;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

public sealed class InflaterTests
{
    public static TheoryData<CompressionLevel, string, int> RoundTrips()
    {
        TheoryData<CompressionLevel, string, int> rows = [];
        foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
        {
            foreach (string kind in (string[])["text", "random", "runs"])
            {
                foreach (int length in (int[])[0, 1, 7, 300, 4096, 100_000])
                {
                    rows.Add(level, kind, length);
                }
            }
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(RoundTrips))]
    public void Inflate_DeflatedPayload_GivesThePayload(CompressionLevel level, string kind, int length)
    {
        byte[] payload = InflaterDriver.Payload(kind, length, seed: length);
        byte[] message = InflaterDriver.Deflate(level, payload)[0];

        Assert.Equal((Convert.ToHexString(payload), InflateStatus.Done), InflaterDriver.Whole(new Inflater(15), message));
        Assert.Equal((Convert.ToHexString(payload), InflateStatus.Done), InflaterDriver.Split(new Inflater(15), message, new Random(length)));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("runs")]
    [InlineData("random")]
    public void Inflate_MessagesWithContextTakeover_ReferToEarlierOnes(string kind)
    {
        // 60 messages pass the window's end several times.
        byte[][] payloads = [.. Enumerable.Range(0, 60).Select(i => InflaterDriver.Payload(kind, i * i, seed: i / 3))];
        byte[][] messages = InflaterDriver.Deflate(CompressionLevel.Optimal, payloads);
        Inflater whole = new(15);
        Inflater byOctet = new(15);
        Inflater split = new(15);
        Random random = new(11);

        for (int i = 0; i < messages.Length; i++)
        {
            (string, InflateStatus) expected = (Convert.ToHexString(payloads[i]), InflateStatus.Done);
            Assert.Equal(expected, InflaterDriver.Whole(whole, messages[i]));
            Assert.Equal(expected, InflaterDriver.ByOctet(byOctet, messages[i]));
            Assert.Equal(expected, InflaterDriver.Split(split, messages[i], random));
        }
    }

    // RFC 7692 §7.2.3: the ways to write "Hello" that it shows.
    [Theory]
    [InlineData("F248CDC9C90700")]             // one block
    [InlineData("000500FAFF48656C6C6F00")]     // a stored block
    [InlineData("F348CDC9C9070000")]           // a final block
    [InlineData("F248050000 00FFFF CAC9C90700")] // two blocks
    public void Inflate_HelloOfTheRfc_GivesHello(string hex)
    {
        byte[] message = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        (string, InflateStatus) hello = ("48656C6C6F", InflateStatus.Done);

        Assert.Equal(hello, InflaterDriver.Whole(new Inflater(8), message));
        Assert.Equal(hello, InflaterDriver.ByOctet(new Inflater(8), message));
    }

    [Fact]
    public void Inflate_SecondHelloOfTheRfc_RefersToTheFirst()
    {
        Inflater inflater = new(15);
        (string, InflateStatus) hello = ("48656C6C6F", InflateStatus.Done);

        Assert.Equal(hello, InflaterDriver.Whole(inflater, Convert.FromHexString("F248CDC9C90700")));
        Assert.Equal(hello, InflaterDriver.Whole(inflater, Convert.FromHexString("F200110000")));
    }

    [Fact]
    public void Inflate_FinalBlocksWithContextTakeover_KeepTheWindow()
    {
        byte[] final = Convert.FromHexString("F348CDC9C9070000");
        // A final fixed block that is nothing but a match with the "Hello" before, its padding, and the end.
        InflaterBits bits = new InflaterBits().Block(1, final: true).FixedSymbol(259).Code(4, 5).Number(0, 1).FixedSymbol(256).ToOctet();
        byte[] reference = bits.EndMessage();
        Inflater whole = new(8);
        Inflater byOctet = new(8);
        (string, InflateStatus) hello = ("48656C6C6F", InflateStatus.Done);

        foreach (byte[] message in (byte[][])[final, reference, final, reference, reference])
        {
            Assert.Equal(hello, InflaterDriver.Whole(whole, message));
            Assert.Equal(hello, InflaterDriver.ByOctet(byOctet, message));
        }
    }

    [Fact]
    public void Inflate_FinalBlockAmongOthers_GoesOnAtTheNextOctet()
    {
        byte[] message = new InflaterBits()
            .Block(1, final: true).FixedSymbol('a').FixedSymbol(256).ToOctet()
            .Block(1, final: true).FixedSymbol('b').FixedSymbol(256).ToOctet()
            .Block(1).FixedSymbol('c').FixedSymbol(256)
            .EndMessage();

        Assert.Equal(("616263", InflateStatus.Done), InflaterDriver.Whole(new Inflater(8), message));
    }

    [Fact]
    public void Inflate_FinalStoredBlockAtTheEnd_EndsTheMessage() =>
        Assert.Equal(("", InflateStatus.Done), InflaterDriver.Whole(new Inflater(8), [0x01]));

    [Fact]
    public void Inflate_EverySplitOfInputAndRoom_GivesTheSame()
    {
        byte[] payload = [.. InflaterDriver.Payload("text", 90, seed: 1), .. InflaterDriver.Payload("runs", 60, seed: 2)];
        byte[] message = InflaterDriver.Deflate(CompressionLevel.SmallestSize, payload)[0];
        (string, InflateStatus) expected = (Convert.ToHexString(payload), InflateStatus.Done);

        for (int first = 1; first <= message.Length; first++)
        {
            for (int room = 1; room <= 20; room++)
            {
                int next = first;
                Assert.Equal(expected, InflaterDriver.Run(
                    new Inflater(15), message, () => Interlocked.Exchange(ref next, int.MaxValue), () => room));
            }
        }
    }

    [Fact]
    public void Inflate_LongestCodesAndExtraBits_GivesWhatWasCoded()
    {
        // 20 bits of literals, 20 of length, 28 of distance: more than the 56 that are at hand at once.
        int[] chain = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15];
        int[] literals = new int[286];
        chain.AsSpan(0, 14).CopyTo(literals.AsSpan('A')); // J has 10 bits
        literals[256] = literals[284] = 15;
        int[] distances = [.. new int[14], .. chain];
        int[] literalCodes = InflaterBits.Codes(literals);
        int[] distanceCodes = InflaterBits.Codes(distances);
        List<byte> expected = [.. InflaterDriver.Payload("random", 32768, seed: 3)];
        InflaterBits bits = new InflaterBits().Stored(expected.ToArray()).DynamicHead(literals, distances);
        for (int i = 0; i < 50; i++)
        {
            bits.Code(literalCodes['J'], 10).Code(literalCodes['J'], 10);
            expected.AddRange("JJ"u8);
            bits.Code(literalCodes[284], 15).Number(i % 31, 5).Code(distanceCodes[29], 15).Number(i * 150, 13);
            for (int copied = 0; copied < 227 + (i % 31); copied++)
            {
                expected.Add(expected[^(24577 + (i * 150))]);
            }
        }
        byte[] message = bits.Code(literalCodes[256], 15).EndMessage();

        Assert.Equal((Convert.ToHexString([.. expected]), InflateStatus.Done), InflaterDriver.Whole(new Inflater(15), message));
        Assert.Equal((Convert.ToHexString([.. expected]), InflateStatus.Done), InflaterDriver.ByOctet(new Inflater(15), message));
    }

    [Fact]
    public void Inflate_OutputExactlyFilled_NeedsNoMoreRoom()
    {
        byte[] payload = InflaterDriver.Payload("text", 1000, seed: 4);
        byte[] message = InflaterDriver.Deflate(CompressionLevel.Optimal, payload)[0];
        Inflater inflater = new(15);
        byte[] room = new byte[payload.Length];

        InflateStatus status = inflater.Inflate(message, room, out int consumed, out int written);

        Assert.Equal((InflateStatus.NeedInput, message.Length, payload.Length), (status, consumed, written));
        Assert.Equal(InflateStatus.Done, inflater.EndMessage());
    }

    [Fact]
    public void EndMessage_OutputNotTaken_Throws()
    {
        Inflater inflater = new(15);
        inflater.Inflate(Convert.FromHexString("F248CDC9C90700"), new byte[4], out _, out _);

        Assert.Throws<InvalidOperationException>(() => inflater.EndMessage());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(16)]
    public void Inflater_WindowBitsOutOfRange_Throws(int windowBits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Inflater(windowBits));

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    public void MemoryOctets_AnyWindow_IsWhatIsAllocated(int windowBits)
    {
        byte[] message = Convert.FromHexString("F248CDC9C90700");
        byte[] room = new byte[16];
        new Inflater(windowBits).Inflate(message, room, out _, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Inflater inflater = new(windowBits);
        inflater.Inflate(message, room, out _, out _);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(inflater.MemoryOctets, allocated - 256, allocated + 256);
        Assert.InRange(allocated, 0, 8192 + (1 << windowBits));
    }

    [Fact]
    public void Inflate_WarmedUp_AllocatesNothing()
    {
        byte[][] messages = InflaterDriver.Deflate(
            CompressionLevel.Optimal, InflaterDriver.Payload("text", 4096, seed: 1), InflaterDriver.Payload("runs", 4096, seed: 2));
        byte[] room = new byte[5000];
        Inflater inflater = new(15);
        Inflate(times: 3);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Inflate(times: 20);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Inflate(int times)
        {
            for (int i = 0; i < times; i++)
            {
                inflater.Reset();
                foreach (byte[] message in messages)
                {
                    inflater.Inflate(message.AsSpan(0, 100), room, out _, out int head);
                    inflater.Inflate(message.AsSpan(100), room.AsSpan(head), out _, out _);
                    if (inflater.EndMessage() != InflateStatus.Done)
                    {
                        throw new InvalidOperationException("The message was not inflated.");
                    }
                }
            }
        }
    }
}
