using Stratus.Realtime.Protocol.Framing;

namespace Stratus.Realtime.Protocol.Tests.Framing;

public sealed class MaskingTests
{
    private const int Longest = 300;
    private const int Fence = 64;

    public static TheoryData<uint> Keys => [0, 0x01020304, 0xFF000000, 0x000000FF, 0xDEADBEEF];

    [Theory, MemberData(nameof(Keys))]
    public void Copy_EveryLengthAtEveryOffset_IsOctetByOctetXor(uint key)
    {
        byte[] source = Noise(Longest + 64, 1);
        byte[] expected = Naive(source, key);
        for (int offset = 0; offset < 64; offset++)
        {
            for (int length = 0; length <= Longest; length++)
            {
                byte[] fenced = new byte[length + (2 * Fence)];
                Masking.Copy(source.AsSpan(offset, length), fenced.AsSpan(Fence), Masking.At(key, offset));
                Assert.True(fenced.AsSpan(Fence, length).SequenceEqual(expected.AsSpan(offset, length)), $"offset {offset}, length {length}");
                Assert.False(fenced.AsSpan(0, Fence).ContainsAnyExcept((byte)0) || fenced.AsSpan(Fence + length).ContainsAnyExcept((byte)0));
            }
        }
    }

    [Theory, MemberData(nameof(Keys))]
    public void Copy_InPlace_IsTheSame(uint key)
    {
        for (int length = 0; length <= Longest; length++)
        {
            byte[] octets = Noise(length, length);
            byte[] expected = Naive(octets, key);
            Masking.Copy(octets, octets, key);
            Assert.Equal(expected, octets);
        }
    }

    [Fact]
    public void Copy_Twice_IsTheOriginal()
    {
        byte[] octets = Noise(1000, 7);
        byte[] twice = Naive(octets, 0x12345678);
        Masking.Copy(twice, twice, 0x12345678);
        Assert.Equal(octets, twice);
    }

    [Fact]
    public void At_OffsetsBeyondFour_GoRound()
    {
        for (long offset = 0; offset < 20; offset++)
        {
            Assert.Equal(Masking.At(0x01020304, offset % 4), Masking.At(0x01020304, offset));
        }
    }

    [Fact]
    public void Copy_ToAShorterDestination_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Masking.Copy(new byte[10], new byte[9], 1));

    // RFC 6455 §5.3: octet i XOR octet i modulo 4 of the key, in memory order.
    private static byte[] Naive(byte[] source, uint key)
    {
        byte[] octets = BitConverter.GetBytes(key);
        return [.. source.Select((octet, i) => (byte)(octet ^ octets[i % 4]))];
    }

    private static byte[] Noise(int length, int seed)
    {
        byte[] octets = new byte[length];
        new Random(seed).NextBytes(octets);
        return octets;
    }
}
