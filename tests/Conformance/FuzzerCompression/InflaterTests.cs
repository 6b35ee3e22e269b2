using System.Text;
using Stratus.Realtime.Fuzzer.Compression;

namespace Stratus.Realtime.Conformance.FuzzerCompression;

public sealed class InflaterTests
{
    // The examples of RFC 7692 §7.2.3, each a message that says "Hello".
    [Theory]
    [InlineData("f248cdc9c90700")]
    [InlineData("000500faff48656c6c6f00")]
    [InlineData("f348cdc9c9070000")]
    [InlineData("f248050000 00ffff cac9c90700")]
    public void Message_ExampleOfTheRfc_SaysHello(string hex) => Assert.Equal("Hello", Inflate(new Inflater(15), hex));

    [Fact]
    public void Message_SecondExampleWithContext_RefersToTheFirstMessage()
    {
        Inflater inflater = new(15);
        Inflate(inflater, "f248cdc9c90700");
        Assert.Equal("Hello", Inflate(inflater, "f200110000"));
        Assert.Equal(5, inflater.LongestDistance);
    }

    [Fact]
    public void Message_ReferenceAfterReset_IsBeyondTheOutput()
    {
        Inflater inflater = new(15);
        Inflate(inflater, "f248cdc9c90700");
        inflater.Reset();
        AssertBroken("beyond the 1 octets output so far", () => Inflate(inflater, "f200110000"));
    }

    [Fact]
    public void Message_MoreBlocksAfterAFinalOne_AreRead() =>
        Assert.Equal("HelloHello", Inflate(new Inflater(15), "f348cdc9c90700 f248cdc9c90700"));

    [Fact]
    public void Message_OneZeroOctet_IsEmpty() => Assert.Empty(Inflate(new Inflater(15), "00"));

    [Theory]
    [InlineData("")]
    [InlineData("f248")]
    [InlineData("f248cdc9c907")]
    [InlineData("000500faff48656c")]
    [InlineData("f348cdc9c90700")]
    public void Message_EndsBeforeItsEmptyStoredBlock_IsBroken(string hex) =>
        AssertBroken("RFC", () => Inflate(new Inflater(15), hex));

    [Fact]
    public void Message_ReservedBlockType_IsBroken() => AssertBroken("Block type 3", new Bits().Field(0, 1).Field(3, 2));

    [Fact]
    public void Message_StoredLengthWithoutItsComplement_IsBroken() =>
        AssertBroken("complement", () => Inflate(new Inflater(15), "000500fafe48656c6c6f00"));

    [Theory]
    [InlineData("11000110", "length symbol 286")]
    [InlineData("11000111", "length symbol 287")]
    public void Message_LengthSymbolWithoutMeaning_IsBroken(string code, string what) =>
        AssertBroken(what, new Bits().FixedBlock().Literal('a').Code(code));

    [Theory]
    [InlineData("11110", "distance symbol 30")]
    [InlineData("11111", "distance symbol 31")]
    public void Message_DistanceSymbolWithoutMeaning_IsBroken(string code, string what) =>
        AssertBroken(what, new Bits().FixedBlock().Literal('a').Code("0000001").Code(code));

    [Fact]
    public void Message_TooManyLiteralSymbols_IsBroken() => AssertBroken("287 literal symbols", new Bits().DynamicBlock(287, 1));

    [Fact]
    public void Message_TooManyDistanceSymbols_IsBroken() => AssertBroken("31 distance symbols", new Bits().DynamicBlock(257, 31));

    [Fact]
    public void Message_OverSubscribedCodeLengthCode_IsBroken() =>
        AssertBroken("code-length code is over-subscribed", new Bits().DynamicBlock(257, 1, (0, 1), (1, 1), (2, 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Message_IncompleteCodeLengthCode_IsBroken(int length) =>
        AssertBroken("code-length code is incomplete", new Bits().DynamicBlock(257, 1, (0, length)));

    [Fact]
    public void Message_FirstLengthRepeatsNothing_IsBroken() =>
        AssertBroken("repeats a previous one", new Bits().DynamicBlock(257, 1, (1, 1), (16, 1)).Code("1").Field(0, 2));

    [Fact]
    public void Message_RepetitionBeyondTheLastSymbol_IsBroken() =>
        AssertBroken("beyond the last symbol", new Bits().DynamicBlock(257, 1, (1, 1), (18, 1)).Code("1").Field(127, 7).Code("1").Field(127, 7));

    [Fact]
    public void Message_NoEndOfBlockSymbol_IsBroken() =>
        AssertBroken("no end-of-block", new Bits().DynamicBlock(257, 1, (1, 1), (18, 1)).Code("0").Code("0").Code("1").Field(127, 7).Code("1").Field(107, 7));

    [Fact]
    public void Message_OverSubscribedLiteralCode_IsBroken() =>
        AssertBroken("literal code is over-subscribed", WithLengths(["1", "1", "1"], "0"));

    [Fact]
    public void Message_IncompleteLiteralCode_IsBroken() => AssertBroken("literal code is incomplete", WithLengths(["2", "2"], "2"));

    [Fact]
    public void Message_LoneDistanceCode_MayBeUsed()
    {
        // Literal 'a' (97) and length 3 (257) by two bits, end of block by one; the lone distance code stands for distance 1.
        byte[] message = Lone().Code("10").Code("11").Code("0").Code("0").EndMessage();
        Assert.Equal("aaaa", Encoding.ASCII.GetString(new Inflater(15).Message(message)));
    }

    [Fact]
    public void Message_OtherHalfOfALoneDistanceCode_IsBroken() =>
        AssertBroken("no distance code", Lone().Code("10").Code("11").Code("1").Code("0"));

    [Fact]
    public void Message_LoneDistanceCodeOfTwoBits_IsBroken() =>
        AssertBroken("distance code is incomplete", Lone(distanceLength: "2"));

    [Theory]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(15)]
    public void Message_DistanceOfTheWholeWindow_IsAllowed(int windowBits)
    {
        Inflater inflater = new(windowBits);
        Remember(inflater, 1 << windowBits);
        inflater.Message(Back(windowBits, beyond: false));
        Assert.Equal(1 << windowBits, inflater.LongestDistance);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(14)]
    public void Message_DistanceOneBeyondTheWindow_IsBroken(int windowBits)
    {
        Inflater inflater = new(windowBits);
        Remember(inflater, (1 << windowBits) + 300);
        AssertBroken("beyond the window", () => inflater.Message(Back(windowBits, beyond: true)));
    }

    [Fact]
    public void Message_AsLongAsTheLimit_IsInflated() =>
        Assert.Equal(5, new Inflater(15).Message(Convert.FromHexString("f248cdc9c90700"), 5).Length);

    [Fact]
    public void Message_OneOctetOverTheLimit_IsBroken() =>
        AssertBroken("more than 4 octets", () => new Inflater(15).Message(Convert.FromHexString("f248cdc9c90700"), 4));

    [Fact]
    public void Message_Bomb_StopsAtTheLimitInsteadOfInflatingAll()
    {
        byte[] bomb = new Deflater(15).Message(new byte[16 << 20]);
        Inflater inflater = new(15);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertBroken("more than 65536 octets", () => inflater.Message(bomb, 65536));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(16)]
    public void Inflater_WindowBitsOutOfRange_AreRefused(int windowBits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Inflater(windowBits));

    // Symbols 0, 1, ... have the lengths in codes of the code-length code {0: "00", 1: "01", 2: "10", 18: "11"}; the rest up to 256 is zero.
    private static Bits WithLengths(string[] first, string endOfBlock)
    {
        Bits bits = new Bits().DynamicBlock(257, 1, (0, 2), (1, 2), (2, 2), (18, 2));
        Write(bits, first);
        Zeros(bits, 256 - first.Length);
        Write(bits, endOfBlock == "0" ? "1" : endOfBlock);
        return Write(bits, "0");
    }

    private static Bits Lone(string distanceLength = "1")
    {
        Bits bits = new Bits().DynamicBlock(258, 1, (0, 2), (1, 2), (2, 2), (18, 2));
        Zeros(bits, 97);
        Write(bits, "2");
        Zeros(bits, 256 - 98);
        return Write(bits, "1", "2", distanceLength);
    }

    private static Bits Write(Bits bits, params string[] lengths)
    {
        foreach (string length in lengths)
        {
            bits.Code(length switch { "0" => "00", "1" => "01", _ => "10" });
        }

        return bits;
    }

    private static void Zeros(Bits bits, int count)
    {
        for (; count > 0; count -= Math.Min(count, 138))
        {
            bits.Code("11").Field(Math.Min(count, 138) - 11, 7);
        }
    }

    private static void Remember(Inflater inflater, int count)
    {
        Deflater deflater = new(8);
        inflater.Message(deflater.Message(Enumerable.Range(0, count).Select(at => (byte)(at * 31 >> 3)).ToArray()));
    }

    // The last distance of a code ends at a power of two: 256, 2048, 32768; one more is the first of the next code.
    private static byte[] Back(int windowBits, bool beyond)
    {
        int code = 2 * windowBits - (beyond ? 0 : 1);
        int extraBits = windowBits - (beyond ? 1 : 2);
        int extra = beyond ? 0 : (1 << extraBits) - 1;
        return new Bits().FixedBlock().Code("0000001").Code(Convert.ToString(code, 2).PadLeft(5, '0')).Field(extra, extraBits).EndOfBlock().EndMessage();
    }

    private static string Inflate(Inflater inflater, string hex) =>
        Encoding.ASCII.GetString(inflater.Message(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    private static void AssertBroken(string what, Bits bits) => AssertBroken(what, () => new Inflater(15).Message(bits.EndOfBlock().EndMessage()));

    private static void AssertBroken(string what, Func<object> inflate) =>
        Assert.Contains(what, Assert.Throws<InvalidDataException>(inflate).Message, StringComparison.Ordinal);
}
