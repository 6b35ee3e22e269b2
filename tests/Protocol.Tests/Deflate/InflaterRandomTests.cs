using System.IO.Compression;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>Seeded random streams; a failure names its seed and the run.</summary>
public sealed class InflaterRandomTests(ITestOutputHelper output)
{
    [Fact]
    public void Inflate_RandomCodesOfUpTo15Bits_GivesWhatWasCoded() => Run(40, static (random, _) =>
    {
        (byte[] message, byte[] expected) = RandomMessage(random);
        (string, InflateStatus) whole = InflaterDriver.Whole(new Inflater(15), message);
        Assert.Equal((Convert.ToHexString(expected), InflateStatus.Done), whole);
        Assert.Equal(whole, InflaterDriver.Split(new Inflater(15), message, random));
        Assert.Equal(whole, InflaterDriver.ByOctet(new Inflater(15), message));
    });

    [Fact]
    public void Inflate_MutatedMessages_DoNotDependOnSplits()
    {
        const int Runs = 1000;
        int invalid = 0;
        Run(Runs, (random, run) =>
        {
            byte[][] messages = Mutated(random);
            int windowBits = random.Next(8, 16);
            Inflater whole = new(windowBits);
            Inflater split = new(windowBits);
            Inflater byOctet = new(windowBits);
            foreach (byte[] message in messages)
            {
                (string Output, InflateStatus Status) expected = InflaterDriver.Whole(whole, message);
                Assert.Equal(expected, InflaterDriver.Split(split, message, random));
                if (run % 8 == 0)
                {
                    Assert.Equal(expected, InflaterDriver.ByOctet(byOctet, message));
                }
                invalid += expected.Status == InflateStatus.Invalid ? 1 : 0;
            }
        });

        // Both verdicts occurred, or the mutations test nothing.
        Assert.InRange(invalid, Runs / 10, (3 * Runs) - (Runs / 10));
    }

    private void Run(int runs, Action<Random, int> body)
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        Random seeds = new(seed);
        for (int run = 0; run < runs; run++)
        {
            try
            {
                body(new Random(seeds.Next()), run);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{FuzzSeed.Name}={seed}, run {run}: {e.Message}", e);
            }
        }
    }

    private static byte[][] Mutated(Random random)
    {
        string kind = random.Next(3) switch { 0 => "text", 1 => "runs", _ => "random" };
        CompressionLevel level = random.Next(4) == 0 ? CompressionLevel.Fastest : CompressionLevel.SmallestSize;
        byte[][] messages = InflaterDriver.Deflate(
            level, [.. Enumerable.Range(0, 3).Select(_ => InflaterDriver.Payload(kind, random.Next(1, 700), random.Next(5)))]);
        for (int mutations = random.Next(3); mutations > 0; mutations--)
        {
            int which = random.Next(messages.Length);
            byte[] message = messages[which];
            int at = random.Next(message.Length);
            switch (random.Next(4))
            {
                case 0:
                    message[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    message[at] = (byte)random.Next(256);
                    break;
                case 2:
                    messages[which] = [.. message[..at], (byte)random.Next(256), .. message[at..]];
                    break;
                default:
                    messages[which] = [.. message[..at], .. message[(at + 1)..], 0];
                    break;
            }
        }
        return messages;
    }

    /// <summary>Blocks with random complete codes, of random literals and matches.</summary>
    private static (byte[] Message, byte[] Payload) RandomMessage(Random random)
    {
        InflaterBits bits = new();
        List<byte> payload = [];
        for (int block = 0; block < 3; block++)
        {
            int[] literals = RandomLengths(random, 286, mandatory: 256);
            int[] distances = RandomLengths(random, 30, mandatory: random.Next(4));
            int[] literalCodes = InflaterBits.Codes(literals);
            int[] distanceCodes = InflaterBits.Codes(distances);
            bits.DynamicHead(literals, distances);
            int[] symbols = [.. Enumerable.Range(0, 286).Where(symbol => literals[symbol] != 0 && symbol != 256)];
            for (int i = 0; i < 400 && symbols.Length != 0; i++)
            {
                int symbol = symbols[random.Next(symbols.Length)];
                if (symbol < 256)
                {
                    bits.Code(literalCodes[symbol], literals[symbol]);
                    payload.Add((byte)symbol);
                    continue;
                }
                int distance = random.Next(1, Math.Min(payload.Count, 32768) + 1);
                (int code, int extra, int extraBits) = InflaterBits.DistanceSymbol(distance);
                if (payload.Count == 0 || distances[code] == 0)
                {
                    continue;
                }
                (int length, int lengthExtra, int lengthExtraBits) = RandomLength(random, symbol);
                bits.Code(literalCodes[symbol], literals[symbol]).Number(lengthExtra, lengthExtraBits);
                bits.Code(distanceCodes[code], distances[code]).Number(extra, extraBits);
                for (int copied = 0; copied < length; copied++)
                {
                    payload.Add(payload[^distance]);
                }
            }
            bits.Code(literalCodes[256], literals[256]);
        }
        return (bits.EndMessage(), [.. payload]);
    }

    /// <summary>RFC 1951 §3.2.5, computed: from length 11 on, four symbols for every doubling; 285 is 258.</summary>
    private static (int Length, int Extra, int ExtraBits) RandomLength(Random random, int symbol)
    {
        int index = symbol - 257;
        if (symbol == 285)
        {
            return (258, 0, 0);
        }
        int extraBits = index < 8 ? 0 : (index / 4) - 1;
        int extra = random.Next(1 << extraBits);
        int start = index < 8 ? index + 3 : ((4 + (index % 4)) << extraBits) + 3;
        return (start + extra, extra, extraBits);
    }

    /// <summary>Lengths of a complete code: leaves are split at random, deep ones preferred now and then.</summary>
    private static int[] RandomLengths(Random random, int symbols, int mandatory)
    {
        int wanted = random.Next(2, symbols + 1);
        List<int> leaves = [1, 1];
        bool steep = random.Next(2) == 0;
        while (leaves.Count < wanted)
        {
            int at = steep && random.Next(3) != 0 ? leaves.Count - 1 : random.Next(leaves.Count);
            if (leaves[at] == 15)
            {
                at = leaves.FindIndex(length => length < 15);
            }
            int deeper = leaves[at] + 1;
            leaves.RemoveAt(at);
            leaves.AddRange([deeper, deeper]);
        }
        int[] order = [.. Enumerable.Range(0, symbols).Where(symbol => symbol != mandatory)];
        random.Shuffle(order);
        int[] holders = [mandatory, .. order];
        int[] lengths = new int[symbols];
        int[] shuffled = [.. leaves];
        random.Shuffle(shuffled);
        for (int i = 0; i < shuffled.Length; i++)
        {
            lengths[holders[i]] = shuffled[i];
        }
        return lengths;
    }
}
