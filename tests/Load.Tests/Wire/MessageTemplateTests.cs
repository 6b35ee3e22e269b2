using System.Text;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

public sealed class MessageTemplateTests
{
    private const uint Mask = 0x9F8E7D6C;

    [Theory]
    [InlineData(0)]
    [InlineData(81)]       // 125 octets with the marker
    [InlineData(82)]
    [InlineData(65_491)]   // 65,535
    [InlineData(65_492)]
    public void Write_AnyLength_IsAMaskedFrameOfMarkerAndFilling(int fillingOctets)
    {
        byte[] filling = Filling.Text(fillingOctets);
        MessageTemplate template = new(Opcode.Binary, [.. new byte[Marker.Octets], .. filling], 0, null, Mask);
        byte[] frame = new byte[template.Octets];
        Marker marker = new(1, 2, 3, 4);
        template.Write(frame, marker);

        byte[] payload = Unmask(frame, Opcode.Binary);
        Assert.True(Marker.TryRead(payload, out Marker read) && read == marker);
        Assert.Equal(filling, payload.AsSpan(Marker.Octets));
    }

    [Fact]
    public void Write_Number_HasAlwaysTenDigits()
    {
        byte[] payload = [.. "#1000000000,"u8, .. new byte[Marker.Octets]];
        MessageTemplate template = new(Opcode.Text, payload, 12, 1, Mask);
        byte[] frame = new byte[template.Octets];
        template.Write(frame, new Marker(1, 2, uint.MaxValue, 4));

        Assert.Equal("#1294967295,", Encoding.ASCII.GetString(Unmask(frame, Opcode.Text), 0, 12));
    }

    private static byte[] Unmask(byte[] frame, Opcode opcode)
    {
        Assert.Equal(0x80 | (byte)opcode, frame[0]);
        int header = (frame[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
        Assert.Equal(0x80, frame[1] & 0x80);
        byte[] key = frame[header..(header + 4)];
        return [.. frame.Skip(header + 4).Select((octet, i) => (byte)(octet ^ key[i & 3]))];
    }
}
