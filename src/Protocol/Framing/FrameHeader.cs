namespace Stratus.Realtime.Protocol.Framing;

// RFC 6455 §5.2, base framing protocol:
//
//     0                   1                   2                   3
//     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//    +-+-+-+-+-------+-+-------------+-------------------------------+
//    |F|R|R|R| opcode|M| Payload len |    Extended payload length    |
//    |I|S|S|S|  (4)  |A|     (7)     |         (16 or 64 bits)       |
//    |N|V|V|V|       |S|             |  when Payload len is 126, 127 |
//    | |1|2|3|       |K|             |                               |
//    +-+-+-+-+-------+-+-------------+ - - - - - - - - - - - - - - - +
//    |        Masking-key (0 or 4 octets), then the payload          |
//    +---------------------------------------------------------------+

/// <summary>One frame header as it stood on the wire, nothing checked yet: <see cref="FrameRules"/> does that.</summary>
/// <param name="First">FIN, RSV1 to RSV3 and the opcode.</param>
/// <param name="Second">MASK and the seven-bit length.</param>
/// <param name="PayloadOctets">The payload length, top bit included.</param>
/// <param name="MaskingKey">The key in memory order (the first key octet is the lowest); 0 when unmasked.</param>
internal readonly record struct FrameHeader(byte First, byte Second, ulong PayloadOctets, uint MaskingKey)
{
    public const int MaxOctets = 14;
    public const byte FinBit = 0x80;
    public const byte Rsv1Bit = 0x40;
    public const byte RsvBits = 0x70;
    public const byte OpcodeBits = 0x0F;
    public const byte ControlBit = 0x08;
    public const byte MaskBit = 0x80;
    public const byte LengthBits = 0x7F;
    public const int MaxControlPayloadOctets = 125;
    public const byte Length16 = 126;
    public const byte Length64 = 127;

    public bool Fin => (First & FinBit) != 0;
    public bool Rsv1 => (First & Rsv1Bit) != 0;
    public bool IsControl => (First & ControlBit) != 0;
    public Opcode Opcode => (Opcode)(First & OpcodeBits);

    /// <summary>True when nothing but the mask could be wrong with it as the header of a close frame.</summary>
    public bool IsPlausibleClose => First == (FinBit | (byte)Opcode.Close) && PayloadOctets <= MaxControlPayloadOctets;

    /// <summary>The octets of a whole header whose second octet is <paramref name="second"/>: 2 to 14.</summary>
    public static int OctetsOf(byte second)
    {
        int length = second & LengthBits;
        int extended = length < Length16 ? 0 : length == Length16 ? 2 : 8;
        return 2 + extended + ((second & MaskBit) >> 5);
    }
}
