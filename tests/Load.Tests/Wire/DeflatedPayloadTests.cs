using Stratus.Realtime.Load.Tests.Peers;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

public sealed class DeflatedPayloadTests
{
    [Theory]
    [InlineData(0, 15)]
    [InlineData(1, 15)]
    [InlineData(4052, 15)]
    [InlineData(100_000, 15)]
    [InlineData(511, 9)]
    [InlineData(512, 9)]
    [InlineData(513, 9)]
    [InlineData(100_000, 9)]
    public void Make_AnyLength_InflatesToMarkerAndFilling(int octets, int windowBits)
    {
        byte[] filling = Filling.Make(PayloadKind.Json, octets);
        byte[] payload = DeflatedPayload.Make(filling, windowBits);
        Marker marker = new(0xFFFFFFFF, 2, 3, long.MaxValue);
        marker.Write(payload.AsSpan(DeflatedPayload.MarkerAt));

        byte[] message = PeerDeflate.Decompress(payload);
        Assert.True(Marker.TryRead(message, out Marker read) && read == marker);
        Assert.Equal(filling, message.AsSpan(Marker.Octets));
    }

    [Fact]
    public void Make_LikeJson_IsSmaller() => Assert.InRange(DeflatedPayload.Make(Filling.Make(PayloadKind.Json, 4052), 15).Length, 500, 2500);

    [Fact]
    public void Make_SmallWindow_RefersToNothingOutsideOfIt()
    {
        // The second half is the first again, further back than the window reaches: it compresses as badly as the first did.
        byte[] half = Filling.Make(PayloadKind.Ascii, 4096);
        int narrow = DeflatedPayload.Make([.. half, .. half], 9).Length;
        int wide = DeflatedPayload.Make([.. half, .. half], 15).Length;

        Assert.True(wide < 4096 && narrow > 2 * 2800, $"{wide}, {narrow}");
    }
}
