using System.Collections.Immutable;

namespace Stratus.Realtime.Protocol;

/// <summary>
/// The rule table: every MUST that the engine enforces. From it come the close code on the wire, the close reason,
/// the log text, the metric tag and docs/CONFORMANCE.md.
/// </summary>
public static class ProtocolRules
{
    /// <summary>One row a rule, in the order of <see cref="ProtocolRule"/>, without <see cref="ProtocolRule.None"/>.</summary>
    public static ImmutableArray<ProtocolRuleRow> All { get; } =
    [
        new(ProtocolRule.ReservedBits,           6455, "5.2",   CloseCode.ProtocolError,  "RSV bits must be 0 unless an extension defines them"),
        new(ProtocolRule.ReservedOpcode,         6455, "5.2",   CloseCode.ProtocolError,  "Reserved opcodes must not be used"),
        new(ProtocolRule.CompressedBitMisplaced, 7692, "6",     CloseCode.ProtocolError,  "RSV1 belongs to the first frame of a data message"),
        new(ProtocolRule.MaskMissing,            6455, "5.1",   CloseCode.ProtocolError,  "A client must mask every frame"),
        new(ProtocolRule.MaskForbidden,          6455, "5.1",   CloseCode.ProtocolError,  "A server must not mask any frame"),
        new(ProtocolRule.LengthNotMinimal,       6455, "5.2",   CloseCode.ProtocolError,  "A length must use the fewest octets"),
        new(ProtocolRule.LengthTopBit,           6455, "5.2",   CloseCode.ProtocolError,  "The top bit of a 64-bit length must be 0"),
        new(ProtocolRule.ControlFragmented,      6455, "5.4",   CloseCode.ProtocolError,  "Control frames must not be fragmented"),
        new(ProtocolRule.ControlTooLong,         6455, "5.5",   CloseCode.ProtocolError,  "Control frames carry at most 125 octets"),
        new(ProtocolRule.ContinuationUnexpected, 6455, "5.4",   CloseCode.ProtocolError,  "A continuation needs an open message"),
        new(ProtocolRule.ContinuationExpected,   6455, "5.4",   CloseCode.ProtocolError,  "A message must end before the next one begins"),
        new(ProtocolRule.InvalidUtf8,            6455, "8.1",   CloseCode.InvalidPayload, "Text messages must be UTF-8"),
        new(ProtocolRule.ClosePayloadTooShort,   6455, "5.5.1", CloseCode.ProtocolError,  "A close payload must be empty or begin with a 2-octet code"),
        new(ProtocolRule.CloseCodeInvalid,       6455, "7.4",   CloseCode.ProtocolError,  "This close code must not be sent"),
        new(ProtocolRule.CloseReasonInvalidUtf8, 6455, "5.5.1", CloseCode.InvalidPayload, "Close reasons must be UTF-8"),
        new(ProtocolRule.DeflateDataInvalid,     7692, "7.2.2", CloseCode.InvalidPayload, "Compressed data must be valid DEFLATE within the agreed window"),
        new(ProtocolRule.MessageTooBig,          6455, "7.4.1", CloseCode.MessageTooBig,  "The message is longer than this end accepts"),
        new(ProtocolRule.InflatedMessageTooBig,  7692, "8",     CloseCode.MessageTooBig,  "The inflated message is longer than this end accepts"),
        new(ProtocolRule.TooManyFragments,       6455, "10.4",  CloseCode.PolicyViolation, "The message has more fragments than this end accepts"),
        new(ProtocolRule.TooManyControlFrames,   6455, "10.4",  CloseCode.PolicyViolation, "More pings and pongs a second than this end accepts"),
        new(ProtocolRule.PongMissing,            6455, "5.5.2", CloseCode.InternalError,  "A ping must be answered by a pong in time"),
    ];

    /// <summary>The row of a rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule is <see cref="ProtocolRule.None"/> or not defined.</exception>
    public static ProtocolRuleRow Row(ProtocolRule rule)
    {
        int index = (int)rule - 1;
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(rule));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, All.Length, nameof(rule));
        return All[index];
    }
}
