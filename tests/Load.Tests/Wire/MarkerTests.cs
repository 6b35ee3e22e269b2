using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

public sealed class MarkerTests
{
    private static readonly Marker s_marker = new(0x12, 0xABCDEF, 0xFFFFFFFF, 0x0123456789ABCDEF);

    private readonly byte[] octets = new byte[Marker.Octets];

    [Fact]
    public void Write_Values_AreHexadecimal()
    {
        s_marker.Write(octets);

        Assert.Equal("@@0000001200abcdefffffffff0123456789abcdef@@"u8, octets);
    }

    [Fact]
    public void TryRead_RandomMarkers_ComeBack()
    {
        int seed = FuzzSeed.Next();
        Random random = new(seed);
        for (int i = 0; i < 1000; i++)
        {
            Marker marker = new((uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32), random.NextInt64());
            marker.Write(octets);
            Assert.True(Marker.TryRead(octets, out Marker read) && read == marker, $"seed {seed}: {marker}");
        }
    }

    [Fact]
    public void TryRead_AnyOctetChanged_IsAnotherMarkerOrNone()
    {
        for (int i = 0; i < Marker.Octets; i++)
        {
            for (int change = 1; change < 256; change++)
            {
                s_marker.Write(octets);
                octets[i] ^= (byte)change;
                Assert.False(Marker.TryRead(octets, out Marker read) && read == s_marker, $"octet {i}, {change}");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Write_Masked_IsTheMarkerUnderItsMask(int at)
    {
        const uint Mask = 0xA1B2C3D4;
        byte[] payload = new byte[at + Marker.Octets];
        s_marker.Write(payload.AsSpan(at), Masking.Wide(Mask, at + 2));
        Masking.Apply(payload.AsSpan(at), Mask, at);

        Assert.True(Marker.TryRead(payload.AsSpan(at), out Marker read));
        Assert.Equal(s_marker, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"push\":{\"pub\":{\"data\":\"")]
    [InlineData("a@@b@")]
    [InlineData("@@@@@@@")]
    public void TryFind_BehindOtherOctets_IsFound(string before)
    {
        s_marker.Write(octets);
        byte[] line = [.. System.Text.Encoding.ASCII.GetBytes(before), .. octets, .. "\"}"u8];

        Assert.True(Marker.TryFind(line, out Marker found, out int at));
        Assert.Equal((s_marker, before.Length), (found, at));
    }

    [Fact]
    public void TryFind_CutShort_IsNotFound()
    {
        s_marker.Write(octets);

        Assert.False(Marker.TryFind(octets.AsSpan(0, Marker.Octets - 1), out _, out _));
        Assert.False(Marker.TryFind(""u8, out _, out _));
    }
}
