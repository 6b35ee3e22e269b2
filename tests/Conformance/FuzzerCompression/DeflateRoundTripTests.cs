using System.IO.Compression;
using Stratus.Realtime.Fuzzer.Compression;

namespace Stratus.Realtime.Conformance.FuzzerCompression;

/// <summary>Both directions against the runtime's implementation, which knows nothing of ours.</summary>
public sealed class DeflateRoundTripTests
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xff, 0xff];

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 24));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Deflater_MessagesWithTakeover_InflateToTheSame(int seed)
    {
        Random random = new(seed);
        int windowBits = random.Next(8, 16);
        Deflater deflater = new(windowBits);
        Inflater inflater = new(windowBits);
        using MemoryStream compressed = new();
        using MemoryStream expected = new();
        for (int message = random.Next(1, 9); message > 0; message--)
        {
            byte[] octets = Material.Some(random);
            byte[] sent = deflater.Message(octets);
            Assert.Equal(octets, inflater.Message(sent, octets.Length));
            compressed.Write([.. sent, .. Tail]);
            expected.Write(octets);
        }

        Assert.InRange(inflater.LongestDistance, 0, 1 << windowBits);
        Assert.Equal(expected.ToArray(), InflateByRuntime(compressed.ToArray(), (int)expected.Length));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Deflater_MessagesWithReset_StandForThemselves(int seed)
    {
        Random random = new(seed);
        Deflater deflater = new(random.Next(8, 16));
        byte[] octets = Material.Some(random);
        byte[] first = deflater.Message(octets);
        deflater.Reset();
        byte[] second = deflater.Message(octets);
        Assert.Equal(first, second);
        Assert.Equal(octets, InflateByRuntime([.. second, .. Tail], octets.Length));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Inflater_MessagesOfTheRuntime_InflateToTheSame(int seed)
    {
        Random random = new(seed);
        Inflater inflater = new(15);
        using MemoryStream compressed = new();
        using DeflateStream deflate = new(compressed, new ZLibCompressionOptions { CompressionLevel = random.Next(1, 10) }, leaveOpen: true);
        for (int message = random.Next(1, 9); message > 0; message--)
        {
            byte[] octets = [1, .. Material.Some(random)];
            compressed.SetLength(0);
            deflate.Write(octets);
            deflate.Flush();
            byte[] sent = compressed.ToArray();
            Assert.Equal(Tail, sent[^4..]);
            Assert.Equal(octets, inflater.Message(sent.AsSpan(..^4)));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Inflater_DamagedMessages_AreBrokenOrInflateWithinTheLimit(int seed)
    {
        const int Limit = 100_000;
        Random random = new(seed);
        byte[] sent = new Deflater(15).Message(Material.Some(random));
        for (int damage = 0; damage < 40; damage++)
        {
            byte[] damaged = [.. sent];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            ReadOnlySpan<byte> cut = damaged.AsSpan(0, random.Next(damaged.Length + 1));
            try
            {
                Assert.InRange(new Inflater(15).Message(cut, Limit).Length, 0, Limit);
            }
            catch (InvalidDataException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    private static byte[] InflateByRuntime(byte[] compressed, int length)
    {
        using DeflateStream inflate = new(new MemoryStream(compressed), CompressionMode.Decompress);
        byte[] octets = new byte[length];
        inflate.ReadExactly(octets);
        return octets;
    }
}
