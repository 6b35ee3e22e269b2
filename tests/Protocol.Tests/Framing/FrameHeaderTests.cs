using Stratus.Realtime.Protocol.Framing;
using Stratus.Realtime.Protocol.Tests.Engine;

namespace Stratus.Realtime.Protocol.Tests.Framing;

public sealed class FrameHeaderTests
{
    public static TheoryData<long> Lengths => [0, 1, 125, 126, 127, 255, 256, 65535, 65536, 65537, int.MaxValue, 1L << 32, long.MaxValue];

    [Theory, MemberData(nameof(Lengths))]
    public void Write_ThenAnIndependentReader_Agree(long octets)
    {
        foreach (uint? key in (uint?[])[null, 0x44332211u])
        {
            byte[] header = new byte[14];
            int written = FrameHeaderWriter.Write(header, 0x82, octets, key);
            Assert.Equal(FrameHeaderWriter.OctetsOf(octets, key.HasValue), written);
            byte[] expected = (Frame.Binary() with { ClaimedOctets = (ulong)octets }).ToOctets(key.HasValue, 0x11223344);
            Assert.Equal(expected, header[..written]);
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void TryRead_OfAnIndependentWriter_NeedsEveryOctet(long octets)
    {
        foreach (bool masked in (bool[])[false, true])
        {
            byte[] wire = (Frame.Binary() with { ClaimedOctets = (ulong)octets }).ToOctets(masked, 0x11223344);
            for (int length = 0; length < wire.Length; length++)
            {
                Assert.False(FrameHeaderReader.TryRead(wire.AsSpan(0, length), out _, out _));
            }

            Assert.True(FrameHeaderReader.TryRead(wire, out FrameHeader header, out int headerOctets));
            Assert.Equal(wire.Length, headerOctets);
            Assert.Equal((ulong)octets, header.PayloadOctets);
            Assert.Equal(masked ? 0x44332211u : 0u, header.MaskingKey);
        }
    }
}
