namespace Stratus.Realtime.Protocol.Framing;

/// <summary>Every MUST that a frame header can break, in one place and in the order in which it is found out.</summary>
internal static class FrameRules
{
    /// <summary>Checks the first two octets, so that a bad frame fails before its length or payload is read.</summary>
    public static ProtocolRule CheckFirstOctets(byte first, byte second, FrameContext context)
    {
        var opcode = (Opcode)(first & FrameHeader.OpcodeBits);

        // RFC 6455 §5.2: RSV bits MUST be 0 unless an extension defines their meaning.
        int undefined = context.DeflateNegotiated ? FrameHeader.RsvBits & ~FrameHeader.Rsv1Bit : FrameHeader.RsvBits;
        if ((first & undefined) != 0)
        {
            return ProtocolRule.ReservedBits;
        }

        // RFC 6455 §5.2: opcodes 3 to 7 and B to F are reserved.
        if (opcode is > Opcode.Binary and < Opcode.Close or > Opcode.Pong)
        {
            return ProtocolRule.ReservedOpcode;
        }

        // RFC 7692 §6: RSV1 is set on the first frame of a message only, and never on a control frame.
        if ((first & FrameHeader.Rsv1Bit) != 0 && opcode is not (Opcode.Text or Opcode.Binary))
        {
            return ProtocolRule.CompressedBitMisplaced;
        }

        // RFC 6455 §5.1: clients mask every frame, servers none; empty frames are no exception.
        bool masked = (second & FrameHeader.MaskBit) != 0;
        if (masked != context.ExpectMasked)
        {
            return context.ExpectMasked ? ProtocolRule.MaskMissing : ProtocolRule.MaskForbidden;
        }

        return (first & FrameHeader.ControlBit) != 0
            ? CheckControl(first, second)
            : CheckFragmentation(opcode, context.MessageOpen);
    }

    /// <summary>Checks the length of a whole header.</summary>
    public static ProtocolRule CheckLength(in FrameHeader header)
    {
        int encoding = header.Second & FrameHeader.LengthBits;

        // RFC 6455 §5.2: the most significant bit of a 64-bit length MUST be 0.
        if (header.PayloadOctets > long.MaxValue)
        {
            return ProtocolRule.LengthTopBit;
        }

        // RFC 6455 §5.2: the minimal number of octets MUST be used to encode the length.
        bool minimal = encoding < FrameHeader.Length16
            || (encoding == FrameHeader.Length16 && header.PayloadOctets >= FrameHeader.Length16)
            || (encoding == FrameHeader.Length64 && header.PayloadOctets > ushort.MaxValue);
        return minimal ? ProtocolRule.None : ProtocolRule.LengthNotMinimal;
    }

    private static ProtocolRule CheckControl(byte first, byte second)
    {
        // RFC 6455 §5.4: control frames MUST NOT be fragmented.
        if ((first & FrameHeader.FinBit) == 0)
        {
            return ProtocolRule.ControlFragmented;
        }

        // RFC 6455 §5.5: control frames MUST have a payload of 125 octets or less.
        return (second & FrameHeader.LengthBits) > FrameHeader.MaxControlPayloadOctets
            ? ProtocolRule.ControlTooLong
            : ProtocolRule.None;
    }

    private static ProtocolRule CheckFragmentation(Opcode opcode, bool messageOpen)
    {
        // RFC 6455 §5.4: a continuation belongs to an open message, and nothing else may interrupt one.
        if ((opcode == Opcode.Continuation) == messageOpen)
        {
            return ProtocolRule.None;
        }

        return messageOpen ? ProtocolRule.ContinuationExpected : ProtocolRule.ContinuationUnexpected;
    }
}
