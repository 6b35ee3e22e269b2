using Stratus.Realtime.Protocol.Text;
using Stratus.Realtime.Protocol.Tests.Fuzzing;

namespace Stratus.Realtime.Protocol.Tests.Text;

public sealed class Utf8ValidatorTests(ITestOutputHelper log)
{
    [Fact]
    public void Append_EveryInputOfUpToThreeOctets_AgreesWithTheAutomaton()
    {
        Span<byte> octets = stackalloc byte[3];
        for (int value = 0; value < 1 << 24; value++)
        {
            (octets[0], octets[1], octets[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
            int one = Utf8Automaton.Next(0, octets[0]);
            int two = one < 0 ? -1 : Utf8Automaton.Next(one, octets[1]);
            int three = two < 0 ? -1 : Utf8Automaton.Next(two, octets[2]);
            bool agrees = Agrees(octets, three)
                && (octets[2] != 0 || (Agrees(octets[..2], two) && (octets[1] != 0 || Agrees(octets[..1], one))))
                && (octets[0] < 0x80 || AgreesOctetwise(octets, one, two, three)); // behind ASCII it is an input of two octets
            if (!agrees)
            {
                Assert.Fail($"Disagreement at {Convert.ToHexString(octets)}");
            }
        }
    }

    [Fact]
    public void Append_EveryInputOfThreeOctetsCutOnce_AgreesWithTheAutomaton()
    {
        Span<byte> octets = stackalloc byte[3];
        // What follows an ASCII octet is an input of two: only the others are cut in all ways.
        for (int value = 0x7F << 16; value < 1 << 24; value++)
        {
            (octets[0], octets[1], octets[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
            int bad = Utf8Automaton.FirstBad(octets, out int state);
            for (int cut = 1; cut <= 2; cut++)
            {
                Utf8Validator validator = default;
                bool first = validator.Append(octets[..cut]);
                bool second = first && validator.Append(octets[cut..]);
                if (first != (bad < 0 || bad >= cut) || second != bad < 0 || (second && validator.IsComplete != (state == 0)))
                {
                    Assert.Fail($"Disagreement at {Convert.ToHexString(octets)} cut after {cut}");
                }
            }
        }
    }

    [Fact]
    public void Append_RandomInputsAtAllSplits_FailsAtTheExactOctet()
    {
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] octets = Utf8Samples.NearlyText(random, random.Next(4, 48), 60);
            int bad = Utf8Automaton.FirstBad(octets, out int state);
            for (int cut = 0; cut <= octets.Length; cut++)
            {
                Utf8Validator validator = default;
                bool first = validator.Append(octets.AsSpan(0, cut));
                Assert.True(first == (bad < 0 || bad >= cut), $"seed {seed}: {Convert.ToHexString(octets)} up to {cut}");
                bool second = first && validator.Append(octets.AsSpan(cut));
                Assert.True(second == bad < 0, $"seed {seed}: {Convert.ToHexString(octets)} cut at {cut}");
                Assert.True(!second || validator.IsComplete == (state == 0), $"seed {seed}: {Convert.ToHexString(octets)} ends at {cut}");
            }
        }
    }

    [Fact]
    public void Append_RandomInputsInThreePieces_AgreesWithTheAutomaton()
    {
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        for (int round = 0; round < 200_000; round++)
        {
            byte[] octets = Utf8Samples.NearlyText(random, random.Next(4, 12), 60);
            int a = random.Next(octets.Length + 1);
            int b = random.Next(a, octets.Length + 1);
            Utf8Validator validator = default;
            bool valid = validator.Append(octets.AsSpan(0, a)) && validator.Append(octets.AsSpan(a..b)) && validator.Append(octets.AsSpan(b));
            Assert.True(valid == Utf8Automaton.FirstBad(octets, out _) < 0, $"seed {seed}: {Convert.ToHexString(octets)} at {a}, {b}");
        }
    }

    [Fact]
    public void Append_LongRandomInputsInPieces_FailsInThePieceOfTheFirstBadOctet()
    {
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        for (int round = 0; round < 20_000; round++)
        {
            int length = random.Next(1, 1_500);
            byte[] octets = round % 2 == 0 ? Utf8Samples.NearlyText(random, length, 2_000) : Utf8Samples.NearlyTextWithRuns(random, length, 2_000);
            int bad = Utf8Automaton.FirstBad(octets, out int state);
            Utf8Validator validator = default;
            bool valid = true;
            int most = random.Next(1, 400);
            for (int at = 0; valid && at < length;)
            {
                int end = Math.Min(length, at + random.Next(most + 1));
                valid = validator.Append(octets.AsSpan(at..end));
                Assert.True(valid == (bad < 0 || bad >= end), $"seed {seed}: {Convert.ToHexString(octets)}, piece {at} to {end}");
                at = end;
            }

            Assert.True(!valid || validator.IsComplete == (state == 0), $"seed {seed}: {Convert.ToHexString(octets)}");
        }
    }

    // The last octet is the first that no valid text could have there.
    [Theory]
    [InlineData("80")]
    [InlineData("C0")]
    [InlineData("C1")]
    [InlineData("C341")]
    [InlineData("C3C3")]
    [InlineData("E080")]
    [InlineData("E09F")]
    [InlineData("E0A041")]
    [InlineData("E0A0C3")]
    [InlineData("EDA0")]
    [InlineData("EDBF")]
    [InlineData("F080")]
    [InlineData("F08F")]
    [InlineData("F0909041")]
    [InlineData("F490")]
    [InlineData("F4BF")]
    [InlineData("F5")]
    [InlineData("FF")]
    [InlineData("C3A9A9")]
    [InlineData("E6B8AFA9")]
    [InlineData("F09F9AA2A9")]
    public void Append_BehindLongText_FailsAtTheFirstImpossibleOctet(string hex)
    {
        byte[] end = Convert.FromHexString(hex);
        for (int front = 0; front <= 200; front++)
        {
            byte[] piece = [.. Enumerable.Repeat((byte)'a', front), .. end];
            Utf8Validator whole = default;
            Assert.False(whole.Append(piece), $"behind {front} octets");
            Utf8Validator cut = default;
            Assert.True(cut.Append(piece.AsSpan()[..^1]), $"behind {front} octets, without the last");
            Assert.False(cut.Append(piece.AsSpan()[^1..]), $"behind {front} octets, the last alone");
        }
    }

    [Fact]
    public void Reset_InsideACodePoint_BeginsAnew()
    {
        Utf8Validator validator = default;
        Assert.True(validator.Append([0xF0, 0x9F]));
        validator.Reset();
        Assert.True(validator.IsComplete);
        Assert.True(validator.Append("x"u8));
    }

    private static bool Agrees(ReadOnlySpan<byte> octets, int state)
    {
        Utf8Validator validator = default;
        bool valid = validator.Append(octets);
        return valid == state >= 0 && (!valid || validator.IsComplete == (state == 0));
    }

    private static bool AgreesOctetwise(ReadOnlySpan<byte> octets, int one, int two, int three)
    {
        Utf8Validator validator = default;
        return validator.Append(octets[..1]) == one >= 0
            && (one < 0 || (validator.IsComplete == (one == 0) && validator.Append(octets.Slice(1, 1)) == two >= 0))
            && (two < 0 || (validator.IsComplete == (two == 0) && validator.Append(octets.Slice(2, 1)) == three >= 0))
            && (three < 0 || validator.IsComplete == (three == 0));
    }
}
