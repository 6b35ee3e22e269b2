using System.Text;
using System.Text.Unicode;

namespace Stratus.Realtime.Protocol.Tests.Text;

public sealed class Utf8BlocksTests(ITestOutputHelper log)
{
    private const int LastOffset = 130;
    private const int Behind = 70;

    public static TheoryData<int> Widths => [.. Utf8Width.Supported];

    [Theory, MemberData(nameof(Widths))]
    public void IsValid_EveryThreeOctetsAcrossTheEdgesOfVectors_AgreesWithTheAutomaton(int octets)
    {
        Utf8Width width = Utf8Width.Find(octets);
        byte[] text = new byte[(2 * octets) + 5];

        // At the start, behind which zeros are assumed; over the first edge; at the end, where the last vector overlaps another.
        foreach (int offset in (int[])[0, octets - 2, octets - 1, text.Length - 3])
        {
            text.AsSpan().Fill((byte)'x');
            for (int value = 0; value < 1 << 24; value++)
            {
                (text[offset], text[offset + 1], text[offset + 2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
                if (width.IsValid(text) != IsComplete(text.AsSpan(offset, 3)))
                {
                    Assert.Fail($"Disagreement at {value:X6}, offset {offset}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void IsValid_FourOctetsOfEveryKindAtEveryOffset_AgreesWithTheAutomaton(int octets)
    {
        Utf8Width width = Utf8Width.Find(octets);
        foreach (string filler in (string[])["a", "é", "港", "🚢"])
        {
            for (int offset = 0; offset <= LastOffset; offset++)
            {
                EveryFour(width, Utf8Samples.Kinds, Fill(filler, offset), offset);
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void IsValid_FourOctetsAtTheEdgesOfEveryKind_AgreesWithTheAutomaton(int octets)
    {
        Utf8Width width = Utf8Width.Find(octets);
        foreach (int offset in (int[])[0, octets - 3, octets - 2, octets - 1, octets])
        {
            EveryFour(width, Utf8Samples.Edges, Fill("a", offset), offset);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void IsValid_RandomMixtures_AgreesWithTheAutomatonAndTheRuntime(int octets)
    {
        Utf8Width width = Utf8Width.Find(octets);
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        int valid = 0;
        for (int round = 0; round < 50_000; round++)
        {
            int length = random.Next(width.MinOctets, 600);
            byte[] text = round % 2 == 0 ? Utf8Samples.NearlyText(random, length, 400) : Utf8Samples.NearlyTextWithRuns(random, length, 400);
            bool expected = IsComplete(text);
            Assert.True(Utf8.IsValid(text) == expected, $"seed {seed}: the witnesses disagree about {Convert.ToHexString(text)}");
            Assert.True(width.IsValid(text) == expected, $"seed {seed}: {Convert.ToHexString(text)}");
            valid += expected ? 1 : 0;
        }

        Assert.InRange(valid, 2_500, 47_500); // both answers must have been asked for
    }

    [Theory, MemberData(nameof(Widths))]
    public void IsValid_EveryLength_FindsTheOneBadOctetWhereverItIs(int octets)
    {
        Utf8Width width = Utf8Width.Find(octets);
        byte[] source = Fill("aé港🚢", 0);
        for (int length = width.MinOctets; length <= source.Length; length++)
        {
            // What lies around the text would open a sequence, or go on with one: it must not count.
            byte[] surrounded = [0xF1, 0xF1, 0xF1, .. source.AsSpan(0, length), 0x80, 0x80, 0x80];
            Span<byte> text = surrounded.AsSpan(3, length);
            Assert.True(width.IsValid(text) == IsComplete(text), $"length {length}");
            for (int at = 0; at < length; at++)
            {
                byte right = text[at];
                text[at] = 0xFF;
                Assert.False(width.IsValid(text), $"length {length}, bad octet at {at}");
                text[at] = right;
            }
        }
    }

    // Followed by more text, and as the text's end.
    private static void EveryFour(Utf8Width width, ReadOnlySpan<byte> kinds, byte[] text, int offset)
    {
        Span<byte> four = text.AsSpan(offset, 4);
        int end = Math.Max(offset + 4, width.MinOctets);
        int shift = end - offset - 4; // short texts are filled up in front
        byte[] ending = new byte[end];
        ending.AsSpan(0, shift).Fill((byte)'a');
        text.AsSpan(0, offset).CopyTo(ending.AsSpan(shift));
        foreach (byte a in kinds)
        {
            foreach (byte b in kinds)
            {
                foreach (byte c in kinds)
                {
                    foreach (byte d in kinds)
                    {
                        (four[0], four[1], four[2], four[3]) = (a, b, c, d);
                        four.CopyTo(ending.AsSpan(end - 4));
                        bool expected = IsComplete(four);
                        if (width.IsValid(text) != expected || width.IsValid(ending) != expected)
                        {
                            Assert.Fail($"Disagreement at {Convert.ToHexString(four)}, offset {offset}");
                        }
                    }
                }
            }
        }
    }

    // Whole fillers up to the offset, four octets' room, whole fillers again; where none fits, ASCII.
    private static byte[] Fill(string filler, int offset)
    {
        byte[] unit = Encoding.UTF8.GetBytes(filler);
        byte[] text = new byte[offset + 4 + Behind];
        text.AsSpan().Fill((byte)'a');
        for (int at = offset % unit.Length; at + unit.Length <= offset; at += unit.Length)
        {
            unit.CopyTo(text, at);
        }

        for (int at = offset + 4; at + unit.Length <= text.Length; at += unit.Length)
        {
            unit.CopyTo(text, at);
        }

        return text;
    }

    private static bool IsComplete(ReadOnlySpan<byte> text) =>
        Utf8Automaton.FirstBad(text, out int state) < 0 && state == Utf8Automaton.Accept;
}
