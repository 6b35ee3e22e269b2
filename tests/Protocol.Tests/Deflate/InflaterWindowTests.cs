using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>How far back a match may reach (RFC 1951 §3.2.3, RFC 7692 §7.1.2): limits at n and n + 1, wherever the octets are.</summary>
public sealed class InflaterWindowTests
{
    public enum History { SameCall, EarlierCall, EarlierMessage, OctetByOctet }

    public static TheoryData<int, History> Windows()
    {
        TheoryData<int, History> rows = [];
        for (int windowBits = 8; windowBits <= 15; windowBits++)
        {
            foreach (History history in Enum.GetValues<History>())
            {
                rows.Add(windowBits, history);
            }
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Match_AtTheWindowsEnd_IsCopied(int windowBits, History history)
    {
        int size = 1 << windowBits;
        byte[] before = InflaterDriver.Payload("random", size + 5, seed: windowBits);
        string expected = Convert.ToHexString(before.AsSpan(5, 3));

        Assert.Equal((expected, InflateStatus.Done), InflateMatchAfter(before, size, windowBits, history));
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Match_OneBeyondTheWindow_IsInvalid(int windowBits, History history)
    {
        // No distance of DEFLATE goes beyond 1 << 15; for that window the limit is what there has been.
        int size = Math.Min(1 << windowBits, (1 << 15) - 1);
        byte[] before = InflaterDriver.Payload("random", windowBits == 15 ? size : size + 5, seed: windowBits);

        Assert.Equal(("", InflateStatus.Invalid), InflateMatchAfter(before, size + 1, windowBits, history));
    }

    [Theory]
    [InlineData(1, History.SameCall)]
    [InlineData(1, History.EarlierMessage)]
    [InlineData(100, History.SameCall)]
    [InlineData(100, History.EarlierCall)]
    [InlineData(100, History.EarlierMessage)]
    [InlineData(100, History.OctetByOctet)]
    public void Match_BeyondTheFirstOctet_IsInvalid(int octetsBefore, History history)
    {
        byte[] before = InflaterDriver.Payload("random", octetsBefore, seed: 1);

        Assert.Equal(InflateStatus.Done, InflateMatchAfter(before, octetsBefore, windowBits: 8, history).Status);
        Assert.Equal(("", InflateStatus.Invalid), InflateMatchAfter(before, octetsBefore + 1, windowBits: 8, history));
    }

    [Fact]
    public void Reset_MatchWithEarlierMessage_IsInvalid()
    {
        Inflater inflater = new(15);
        InflaterDriver.Whole(inflater, Convert.FromHexString("F248CDC9C90700"));

        inflater.Reset();

        // Its literal H comes out, then its match finds one octet only.
        Assert.Equal(("48", InflateStatus.Invalid), InflaterDriver.Whole(inflater, Convert.FromHexString("F200110000")));
    }

    [Fact]
    public void Match_PartlyFromEarlierCallsAndOverlapping_IsCopied()
    {
        // Length 258 from distance 1..40, of which an earlier call wrote up to 20 octets.
        for (int distance = 1; distance <= 40; distance++)
        {
            byte[] before = InflaterDriver.Payload("random", 40, seed: distance);
            (int symbol, int extra, int extraBits) = InflaterBits.DistanceSymbol(distance);
            byte[] message = new InflaterBits().Stored(before)
                .Block(1).FixedSymbol(285).Code(symbol, 5).Number(extra, extraBits).FixedSymbol(256)
                .EndMessage();
            List<byte> expected = [.. before];
            for (int i = 0; i < 258; i++)
            {
                expected.Add(expected[^distance]);
            }

            foreach (int firstRoom in (int[])[20, 40, 41, 290, 400])
            {
                int room = firstRoom;
                Assert.Equal(
                    (Convert.ToHexString([.. expected]), InflateStatus.Done),
                    InflaterDriver.Run(new Inflater(8), message, () => int.MaxValue, () => Interlocked.Exchange(ref room, 1000)));
            }
        }
    }

    /// <summary>Inflates the octets, stored, and behind them a match of 3; returns what came after the octets.</summary>
    private static (string Output, InflateStatus Status) InflateMatchAfter(byte[] before, int distance, int windowBits, History history)
    {
        InflaterBits bits = new();
        bits.Stored(before);
        byte[] first = bits.ToArray();
        bits.Block(1).FixedMatch3(distance).FixedSymbol(256);
        // Enough behind it that the fast loop decodes the match.
        bits.Stored([]).Stored([]).Stored([]).Stored([]);
        byte[] whole = bits.EndMessage();

        Inflater inflater = new(windowBits);
        (string Output, InflateStatus Status) result;
        switch (history)
        {
            case History.SameCall:
                result = InflaterDriver.Whole(inflater, whole);
                break;
            case History.EarlierCall:
                int next = first.Length;
                result = InflaterDriver.Run(inflater, whole, () => Interlocked.Exchange(ref next, int.MaxValue), () => 1 << 17);
                break;
            case History.OctetByOctet:
                result = InflaterDriver.ByOctet(inflater, whole);
                break;
            default:
                (string head, InflateStatus status) = InflaterDriver.Whole(inflater, [.. first, 0x00]);
                Assert.Equal(InflateStatus.Done, status);
                (string rest, status) = InflaterDriver.Whole(inflater, whole[first.Length..]);
                result = (head + rest, status);
                break;
        }
        string sent = Convert.ToHexString(before);
        Assert.StartsWith(sent, result.Output, StringComparison.Ordinal);
        return (result.Output[sent.Length..], result.Status);
    }
}
