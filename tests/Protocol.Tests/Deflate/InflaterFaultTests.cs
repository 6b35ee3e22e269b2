using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>What RFC 1951 does not allow, each behind the output "ok", which has to come out.</summary>
public sealed class InflaterFaultTests
{
    private const string Ok = "6F6B";

    private static readonly Dictionary<string, Action<InflaterBits>> Faults = new()
    {
        ["reserved block type"] = bits => bits.Block(3),
        ["NLEN is not the complement of LEN"] = bits => bits.Block(0).ToOctet().Number(5, 16).Number(~4, 16),
        ["HLIT above 286"] = bits => bits.Block(2).Number(287 - 257, 5).Number(0, 5).Number(0, 4),
        ["no code for the lengths"] = bits => LengthCode(bits, 0, 0, 0, 0),
        ["one code for the lengths"] = bits => LengthCode(bits, 0, 0, 0, 1),
        ["incomplete code for the lengths"] = bits => LengthCode(bits, 2, 2, 2, 0),
        ["over-subscribed code for the lengths"] = bits => LengthCode(bits, 1, 1, 0, 1),
        ["nothing to repeat"] = bits => LengthCode(bits, 1, 0, 0, 1).Code(1, 1).Number(0, 2),
        // 138 + 120 = 258 = 257 + 1 lengths; one more is too many.
        ["repeat beyond the last length"] = bits => LengthCode(bits, 0, 0, 1, 1).Code(1, 1).Number(127, 7).Code(1, 1).Number(110, 7),
        ["no code for the end of block"] = bits => bits.DynamicHead(Lengths(257, (65, 1), (66, 1)), [1]),
        ["one literal code only"] = bits => bits.DynamicHead(Lengths(257, (256, 1)), [1]),
        ["incomplete literal code"] = bits => bits.DynamicHead(Lengths(257, (65, 2), (256, 1)), [1]),
        ["over-subscribed literal code"] = bits => bits.DynamicHead(Lengths(257, (65, 1), (66, 1), (256, 1)), [1]),
        ["incomplete distance code"] = bits => bits.DynamicHead(Lengths(257, (65, 1), (256, 1)), [2, 2]),
        ["one distance code of two bits"] = bits => bits.DynamicHead(Lengths(257, (65, 1), (256, 1)), [2]),
        ["over-subscribed distance code"] = bits => bits.DynamicHead(Lengths(257, (65, 1), (256, 1)), [1, 1, 1]),
        ["match without any distance code"] = bits => bits.DynamicHead(Lengths(258, (256, 1), (257, 1)), [0]).Code(1, 1).Number(0, 8),
        ["the unused half of the only distance code"] = bits => bits.DynamicHead(Lengths(258, (256, 1), (257, 1)), [1]).Code(1, 1).Code(1, 1),
        ["length symbol 286"] = bits => bits.Block(1).FixedSymbol(286),
        ["length symbol 287"] = bits => bits.Block(1).FixedSymbol(287),
        ["distance symbol 30"] = bits => bits.Block(1).FixedSymbol(257).Code(30, 5),
        ["distance symbol 31"] = bits => bits.Block(1).FixedSymbol(257).Code(31, 5),
        ["distance symbol 30 of a dynamic code"] = bits => bits.DynamicHead(Lengths(258, (256, 1), (257, 1)), Lengths(31, (0, 1), (30, 1))).Code(1, 1).Code(1, 1),
        ["distance before the first octet"] = bits => bits.Block(1).FixedMatch3(3),
    };

    public static TheoryData<string, bool> Rows()
    {
        TheoryData<string, bool> rows = [];
        foreach (string fault in Faults.Keys)
        {
            rows.Add(fault, false);
            rows.Add(fault, true);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Block_WithFault_IsInvalidAfterTheOutputBefore(string fault, bool withMoreBehind)
    {
        InflaterBits bits = new InflaterBits().Block(1).FixedSymbol('o').FixedSymbol('k').FixedSymbol(256);
        Faults[fault](bits);
        // What follows lets the fast loop see it; without it the fault must be found in the octets that hold it.
        byte[] message = [.. bits.ToArray(), .. new byte[withMoreBehind ? 64 : 0]];
        Random random = new(7);

        Assert.Equal((Ok, InflateStatus.Invalid), InflateWithoutEnd(new Inflater(15), message));
        Assert.Equal((Ok, InflateStatus.Invalid), InflaterDriver.ByOctet(new Inflater(15), message));
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal((Ok, InflateStatus.Invalid), InflaterDriver.Split(new Inflater(15), message, random));
        }
    }

    [Fact]
    public void Inflate_AfterAFault_StaysInvalidUntilReset()
    {
        byte[] hello = Convert.FromHexString("F248CDC9C90700");
        Inflater inflater = new(15);
        InflaterDriver.Whole(inflater, [0x06]);

        Assert.Equal(("", InflateStatus.Invalid), InflaterDriver.Whole(inflater, hello));
        Assert.Equal(InflateStatus.Invalid, inflater.EndMessage());
        inflater.Reset();

        Assert.Equal(("48656C6C6F", InflateStatus.Done), InflaterDriver.Whole(inflater, hello));
    }

    [Fact]
    public void EndMessage_MessageCutAnywhere_IsInvalid()
    {
        byte[] message = new InflaterBits()
            .Stored("stored"u8).Block(1).FixedSymbol('a').FixedMatch3(2).FixedSymbol(256)
            .DynamicHead(Lengths(258, (65, 2), (256, 2), (257, 1)), [1, 1]).Code(2, 2).Code(0, 1).Code(1, 1).Code(3, 2)
            .EndMessage();
        Assert.Equal(InflateStatus.Done, InflaterDriver.Whole(new Inflater(15), message).Status);

        // The first octet alone is the head of a stored block, and so ends an empty message.
        for (int length = 2; length < message.Length; length++)
        {
            Assert.Equal(InflateStatus.Invalid, InflaterDriver.Whole(new Inflater(15), message[..length]).Status);
        }
    }

    [Theory]
    [InlineData("")]             // not even a header (RFC 7692 §7.2.3.6: an empty message is 00)
    [InlineData("F348CDC9C90700")] // a final block without the empty block behind it (§7.2.3.4)
    [InlineData("F248CDC9C907000000FFFF")] // the four octets that should have been cut
    [InlineData("000400FBFF")]    // the tail as a stored block's data
    public void EndMessage_NoEmptyBlockAtTheEnd_IsInvalid(string hex) =>
        Assert.Equal(InflateStatus.Invalid, InflaterDriver.Whole(new Inflater(15), Convert.FromHexString(hex)).Status);

    [Fact]
    public void Inflate_OneDistanceCodeOfOneBit_IsAllowed()
    {
        byte[] message = new InflaterBits()
            .DynamicHead(Lengths(258, (65, 2), (256, 2), (257, 1)), [1]).Code(2, 2).Code(0, 1).Code(0, 1).Code(3, 2)
            .EndMessage();

        Assert.Equal(("41414141", InflateStatus.Done), InflaterDriver.Whole(new Inflater(15), message));
        Assert.Equal(("41414141", InflateStatus.Done), InflaterDriver.ByOctet(new Inflater(15), message));
    }

    [Fact]
    public void Inflate_NoDistanceCodeAndNoMatch_IsAllowed()
    {
        byte[] message = new InflaterBits()
            .DynamicHead(Lengths(257, (65, 1), (256, 1)), [0]).Code(0, 1).Code(0, 1).Code(1, 1)
            .EndMessage();

        Assert.Equal(("4141", InflateStatus.Done), InflaterDriver.Whole(new Inflater(15), message));
    }

    [Fact]
    public void Inflate_UnusedCodesForDistances30And31_AreAllowed()
    {
        // RFC 1951 §3.2.7: HDIST goes up to 32.
        byte[] message = new InflaterBits()
            .DynamicHead(Lengths(258, (65, 2), (256, 2), (257, 1)), Lengths(32, (0, 1), (30, 2), (31, 2)))
            .Code(2, 2).Code(0, 1).Code(0, 1).Code(3, 2)
            .EndMessage();

        Assert.Equal(("41414141", InflateStatus.Done), InflaterDriver.Whole(new Inflater(15), message));
    }

    /// <summary>As the driver's, but what is there must do: the message's end adds nothing to it.</summary>
    private static (string Output, InflateStatus Status) InflateWithoutEnd(Inflater inflater, byte[] message)
    {
        byte[] room = new byte[100];
        InflateStatus status = inflater.Inflate(message, room, out _, out int written);
        return (Convert.ToHexString(room.AsSpan(0, written)), status);
    }

    /// <summary>A dynamic block's head, 257 literals and 1 distance, with lengths for the code's symbols 16, 17, 18 and 0 only.</summary>
    private static InflaterBits LengthCode(InflaterBits bits, int of16, int of17, int of18, int of0) =>
        bits.Block(2).Number(0, 5).Number(0, 5).Number(0, 4).Number(of16, 3).Number(of17, 3).Number(of18, 3).Number(of0, 3);

    private static int[] Lengths(int count, params ReadOnlySpan<(int Symbol, int Bits)> used)
    {
        int[] lengths = new int[count];
        foreach ((int symbol, int bits) in used)
        {
            lengths[symbol] = bits;
        }
        return lengths;
    }
}
