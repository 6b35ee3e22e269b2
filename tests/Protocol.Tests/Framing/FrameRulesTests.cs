using Stratus.Realtime.Protocol.Framing;

namespace Stratus.Realtime.Protocol.Tests.Framing;

/// <summary>All headers against an oracle that asks each rule on its own.</summary>
public sealed class FrameRulesTests
{
    [Theory]
    [InlineData(false, false, false), InlineData(false, false, true), InlineData(false, true, false), InlineData(false, true, true)]
    [InlineData(true, false, false), InlineData(true, false, true), InlineData(true, true, false), InlineData(true, true, true)]
    public void CheckFirstOctets_EveryPairOfOctets_AgreesWithTheOracle(bool expectMasked, bool deflate, bool open)
    {
        var context = new FrameContext(expectMasked, deflate, open);
        for (int first = 0; first < 256; first++)
        {
            for (int second = 0; second < 256; second++)
            {
                ProtocolRule expected = Broken(first, second, expectMasked, deflate, open).FirstOrDefault();
                ProtocolRule actual = FrameRules.CheckFirstOctets((byte)first, (byte)second, context);
                Assert.True(expected == actual, $"{first:X2} {second:X2} in {context}: expected {expected}, not {actual}");
            }
        }
    }

    [Fact]
    public void CheckLength_EveryEncodingAroundItsLimits_AgreesWithTheOracle()
    {
        ulong[] lengths =
        [
            0, 1, 124, 125, 126, 127, 128, 65534, 65535, 65536, 65537, uint.MaxValue, 1UL << 32,
            (1UL << 63) - 1, 1UL << 63, (1UL << 63) + 1, ulong.MaxValue,
        ];
        foreach (ulong length in lengths)
        {
            foreach (int bits in (int[])[7, 16, 64])
            {
                if (bits < 64 && length >= (bits == 7 ? 126UL : 65536UL))
                {
                    continue; // cannot be written
                }

                byte second = bits == 7 ? (byte)length : bits == 16 ? (byte)126 : (byte)127;
                ProtocolRule expected = length >> 63 != 0 ? ProtocolRule.LengthTopBit
                    : bits == (length < 126 ? 7 : length < 65536 ? 16 : 64) ? ProtocolRule.None
                    : ProtocolRule.LengthNotMinimal;
                Assert.Equal(expected, FrameRules.CheckLength(new FrameHeader(0x82, second, length, 0)));
            }
        }
    }

    // The rules that a header breaks, in the order in which a reader finds them out: bit by bit, then by what they mean together.
    private static IEnumerable<ProtocolRule> Broken(int first, int second, bool expectMasked, bool deflate, bool open)
    {
        bool fin = first / 128 == 1;
        bool rsv1 = first / 64 % 2 == 1;
        bool rsv23 = first / 16 % 4 != 0;
        int opcode = first % 16;
        bool control = opcode is 8 or 9 or 10;
        if (rsv23 || (rsv1 && !deflate))
        {
            yield return ProtocolRule.ReservedBits;
        }

        if (opcode is not (0 or 1 or 2 or 8 or 9 or 10))
        {
            yield return ProtocolRule.ReservedOpcode;
        }

        if (rsv1 && (opcode == 0 || control))
        {
            yield return ProtocolRule.CompressedBitMisplaced;
        }

        if (second >= 128 != expectMasked)
        {
            yield return expectMasked ? ProtocolRule.MaskMissing : ProtocolRule.MaskForbidden;
        }

        if (control && !fin)
        {
            yield return ProtocolRule.ControlFragmented;
        }

        if (control && second % 128 > 125)
        {
            yield return ProtocolRule.ControlTooLong;
        }

        if (opcode == 0 && !open)
        {
            yield return ProtocolRule.ContinuationUnexpected;
        }

        if (opcode is 1 or 2 && open)
        {
            yield return ProtocolRule.ContinuationExpected;
        }
    }
}
