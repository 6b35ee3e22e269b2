using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Stratus.Realtime.Protocol.Framing;

namespace Stratus.Realtime.Protocol.CloseFrames;

/// <summary>The payload of a close frame (RFC 6455 §5.5.1): nothing, or a code and a reason in UTF-8.</summary>
internal static class ClosePayload
{
    public const int MaxReasonOctets = FrameHeader.MaxControlPayloadOctets - 2;

    /// <summary>Reads and checks a payload.</summary>
    public static ProtocolRule Read(ReadOnlySpan<byte> payload, out CloseStatus status)
    {
        status = new CloseStatus(CloseCode.NoStatus, "");
        if (payload.IsEmpty)
        {
            return ProtocolRule.None;
        }

        // RFC 6455 §5.5.1: if there is a body, its first two octets MUST be the code.
        if (payload.Length == 1)
        {
            return ProtocolRule.ClosePayloadTooShort;
        }

        // RFC 6455 §7.4: reserved and unassigned codes MUST NOT be sent.
        int code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!CloseCodes.IsSendable(code))
        {
            return ProtocolRule.CloseCodeInvalid;
        }

        // RFC 6455 §5.5.1: the reason is UTF-8.
        ReadOnlySpan<byte> reason = payload[2..];
        if (!Utf8.IsValid(reason))
        {
            return ProtocolRule.CloseReasonInvalidUtf8;
        }

        status = new CloseStatus((CloseCode)code, reason.IsEmpty ? "" : Encoding.UTF8.GetString(reason));
        return ProtocolRule.None;
    }

    /// <summary>Checks what the caller wants to send.</summary>
    /// <exception cref="InvalidOperationException">The code must not be sent.</exception>
    public static void CheckSendable(CloseCode code)
    {
        if (code != CloseCode.NoStatus && !CloseCodes.IsSendable((int)code))
        {
            throw new InvalidOperationException($"Close code {(int)code} must not be sent (RFC 6455 7.4).");
        }
    }

    /// <summary>Writes a payload; a reason that does not fit is cut where a code point ends.</summary>
    /// <param name="destination">At least 125 octets.</param>
    /// <param name="code">The code; <see cref="CloseCode.NoStatus"/> writes an empty payload.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>The octets written.</returns>
    /// <exception cref="InvalidOperationException">The code must not be sent.</exception>
    public static int Write(Span<byte> destination, CloseCode code, ReadOnlySpan<char> reason)
    {
        if (code == CloseCode.NoStatus)
        {
            return 0;
        }

        CheckSendable(code);
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)code);

        // FromUtf16 stops before the first code point that does not fit, and replaces lone surrogates.
        Utf8.FromUtf16(reason, destination.Slice(2, MaxReasonOctets), out _, out int written);
        return 2 + written;
    }
}
