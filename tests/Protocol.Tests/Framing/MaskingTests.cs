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

    // From 1,024 octets on, the destination is aligned first and the key goes round with it.
    [Theory, MemberData(nameof(Keys))]
    public void Copy_LongAtEveryAlignment_IsOctetByOctetXor(uint key)
    {
        byte[] source = Noise(4096, 3);
        byte[] expected = Naive(source, key);
        foreach (int length in (int[])[255, 256, 257, 1023, 1024, 1025, 1087, 1279, 2048, 3001])
        {
            for (int from = 0; from < 8; from++)
            {
                for (int to = 0; to < 64; to++)
                {
                    byte[] fenced = new byte[to + length + Fence];
                    Masking.Copy(source.AsSpan(from, length), fenced.AsSpan(to), Masking.At(key, from));
                    Assert.True(fenced.AsSpan(to, length).SequenceEqual(expected.AsSpan(from, length)), $"length {length} from {from} to {to}");
                    Assert.False(fenced.AsSpan(0, to).ContainsAnyExcept((byte)0) || fenced.AsSpan(to + length).ContainsAnyExcept((byte)0));
                }
            }
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xDEADBEEFu)]
    public void CopyIsAscii_WithOneOctetBeyondAsciiAnywhere_SaysSo(uint key)
    {
        foreach (int length in (int[])[1, 3, 4, 7, 31, 32, 33, 63, 64, 65, 255, 256, 300, 1024, 1500])
        {
            byte[] ascii = [.. Enumerable.Range(0, length).Select(i => (byte)(i & 0x7F))];
            byte[] copy = new byte[length];
            Assert.True(Masking.CopyIsAscii(Naive(ascii, key), copy, key), $"length {length}");
            Assert.Equal(ascii, copy);
            for (int at = 0; at < length; at++)
            {
                byte[] other = [.. ascii];
                other[at] |= 0x80;
                Assert.False(Masking.CopyIsAscii(Naive(other, key), copy, key), $"length {length}, octet {at}");
            }
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
