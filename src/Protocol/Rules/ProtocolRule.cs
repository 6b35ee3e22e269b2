namespace Stratus.Realtime.Protocol;

/// <summary>Everything that a peer can do wrong after the opening handshake; <see cref="ProtocolRules"/> has a row for each.</summary>
public enum ProtocolRule : byte
{
    /// <summary>No rule was broken.</summary>
    None = 0,

    /// <summary>An RSV bit is set that no negotiated extension defines.</summary>
    ReservedBits,

    /// <summary>The opcode is one of 3 to 7 or B to F.</summary>
    ReservedOpcode,

    /// <summary>RSV1 is set on a control frame or a continuation.</summary>
    CompressedBitMisplaced,

    /// <summary>A client sent a frame without a mask.</summary>
    MaskMissing,

    /// <summary>A server sent a frame with a mask.</summary>
    MaskForbidden,

    /// <summary>The payload length is not encoded in the fewest octets.</summary>
    LengthNotMinimal,

    /// <summary>The top bit of a 64-bit payload length is set.</summary>
    LengthTopBit,

    /// <summary>A control frame has FIN clear.</summary>
    ControlFragmented,

    /// <summary>A control frame has a payload of more than 125 octets.</summary>
    ControlTooLong,

    /// <summary>A continuation frame came while no message was open.</summary>
    ContinuationUnexpected,

    /// <summary>A new message began inside a fragmented one.</summary>
    ContinuationExpected,

    /// <summary>A text message is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A close frame has a payload of one octet.</summary>
    ClosePayloadTooShort,

    /// <summary>A close frame has a code that must not be sent.</summary>
    CloseCodeInvalid,

    /// <summary>The reason of a close frame is not UTF-8.</summary>
    CloseReasonInvalidUtf8,

    /// <summary>Compressed data is not valid DEFLATE, or refers back beyond the agreed window.</summary>
    DeflateDataInvalid,

    /// <summary>A message is longer than this end accepts, as sent.</summary>
    MessageTooBig,

    /// <summary>A compressed message is longer than this end accepts, once inflated.</summary>
    InflatedMessageTooBig,

    /// <summary>A message has more fragments than this end accepts.</summary>
    TooManyFragments,

    /// <summary>More pings and pongs came within a second than this end accepts.</summary>
    TooManyControlFrames,

    /// <summary>A ping was not answered in time.</summary>
    PongMissing,
}
