namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>
/// A slow, strict reader of DEFLATE (RFC 1951), bit by bit and code by code, that also says how far back a stream refers:
/// the witness for the windows of the deflater.
/// </summary>
internal sealed class DeflaterWitness(byte[] stream)
{
    private readonly List<byte> _output = [];
    private int _bit;

    /// <summary>The largest distance of any match.</summary>
    public int Farthest { get; private set; }

    /// <summary>Reads messages of one context, each without the last four octets of its flush.</summary>
    public static (byte[] Plain, int Farthest) Read(params byte[][] messages)
    {
        DeflaterWitness witness = new([.. messages.SelectMany(message => (byte[])[.. message, 0x00, 0x00, 0xFF, 0xFF])]);
        while (witness._bit < 8 * witness.Length)
        {
            witness.Block();
        }

        return ([.. witness._output], witness.Farthest);
    }

    private int Length => stream.Length;

    private void Block()
    {
        Assert.Equal(0, Number(1)); // a flushed stream has no final block
        switch (Number(2))
        {
            case 0:
                _bit = (_bit + 7) / 8 * 8;
                int length = Number(16);
                Assert.Equal(0xFFFF, length ^ Number(16));
                for (; length > 0; length--)
                {
                    _output.Add((byte)Number(8));
                }

                break;
            case 1:
                Symbols([.. Enumerable.Range(0, 288).Select(i => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)], [.. Enumerable.Repeat(5, 30)]);
                break;
            case 2:
                Dynamic();
                break;
            default:
                Assert.Fail("Block type 3.");
                break;
        }
    }

    private void Dynamic()
    {
        int literals = Number(5) + 257;
        int distances = Number(5) + 1;
        int codes = Number(4) + 4;
        int[] order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        int[] small = new int[19];
        for (int i = 0; i < codes; i++)
        {
            small[order[i]] = Number(3);
        }

        List<int> lengths = [];
        Dictionary<(int, int), int> table = Codes(small);
        while (lengths.Count < literals + distances)
        {
            int symbol = Symbol(table);
            (int value, int times) = symbol switch
            {
                16 => (lengths[^1], 3 + Number(2)),
                17 => (0, 3 + Number(3)),
                18 => (0, 11 + Number(7)),
                _ => (symbol, 1),
            };
            lengths.AddRange(Enumerable.Repeat(value, times));
        }

        Assert.Equal(literals + distances, lengths.Count);
        Symbols(lengths[..literals], lengths[literals..]);
    }

    private void Symbols(List<int> literalLengths, List<int> distanceLengths)
    {
        Dictionary<(int, int), int> literals = Codes(literalLengths);
        Dictionary<(int, int), int> distances = Codes(distanceLengths);
        for (int symbol = Symbol(literals); symbol != 256; symbol = Symbol(literals))
        {
            if (symbol < 256)
            {
                _output.Add((byte)symbol);
                continue;
            }

            int length = symbol == 285 ? 258 : 3 + Stepped(symbol - 257, 4);
            int distance = 1 + Stepped(Symbol(distances), 2);
            Farthest = Math.Max(Farthest, distance);
            Assert.InRange(distance, 1, _output.Count);
            for (; length > 0; length--)
            {
                _output.Add(_output[^distance]);
            }
        }
    }

    // RFC 1951 §3.2.5: after the first 2n symbols, every n of them have one more extra bit.
    private int Stepped(int symbol, int n)
    {
        if (symbol < 2 * n)
        {
            return symbol;
        }

        int extra = (symbol / n) - 1;
        return ((n + (symbol % n)) << extra) + Number(extra);
    }

    private int Symbol(Dictionary<(int, int), int> table)
    {
        int code = 0;
        for (int bits = 1; bits <= 15; bits++)
        {
            code = (2 * code) + Number(1);
            if (table.TryGetValue((bits, code), out int symbol))
            {
                return symbol;
            }
        }

        throw new InvalidDataException("No such code.");
    }

    private int Number(int bits)
    {
        int value = 0;
        for (int i = 0; i < bits; i++, _bit++)
        {
            value |= ((stream[_bit / 8] >> (_bit % 8)) & 1) << i;
        }

        return value;
    }

    // RFC 1951 §3.2.2
    private static Dictionary<(int Bits, int Code), int> Codes(IReadOnlyList<int> lengths)
    {
        Dictionary<(int, int), int> table = [];
        int code = 0;
        for (int bits = 1; bits <= 15; bits++)
        {
            code *= 2;
            for (int symbol = 0; symbol < lengths.Count; symbol++)
            {
                if (lengths[symbol] == bits)
                {
                    table[(bits, code++)] = symbol;
                }
            }
        }

        return table;
    }
}
