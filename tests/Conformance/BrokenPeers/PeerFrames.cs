using System.Buffers.Binary;
using System.Numerics;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>Frames as they come in: headers judged, payloads unmasked and handed on piece by piece (RFC 6455 5).</summary>
internal sealed class PeerFrames
{
    private const int MaxMessage = 64 << 20;
    private readonly byte[] header = new byte[14];
    private readonly bool isServer;
    private readonly PeerFault fault;
    private readonly bool hasDeflate;
    private readonly PeerOutput output;
    private readonly PeerMessages messages;
    private int headerLength;
    private long remaining;
    private long position;
    private PeerFrame frame;
    private bool isInPayload;
    private int smallFrames;

    public PeerFrames(bool isServer, PeerFault fault, PeerDeflate? deflate, PeerOutput output)
    {
        (this.isServer, this.fault, hasDeflate, this.output) = (isServer, fault, deflate is not null, output);
        messages = new(isServer, fault, deflate, output);
        messages.Open();
    }

    /// <summary>The peer drops TCP after it waited.</summary>
    public void Finish() => messages.Finish();

    public void Receive(ReadOnlySpan<byte> octets)
    {
        while (!output.WantsDrop && !messages.IsDeaf && (!octets.IsEmpty || (isInPayload && remaining == 0)))
        {
            if (isInPayload)
            {
                octets = octets[Payload(octets)..];
                continue;
            }

            header[headerLength++] = octets[0];
            octets = octets[1..];
            if (headerLength == HeaderLength())
            {
                Begin();
            }
            else if (octets.IsEmpty && fault == PeerFault.NeedsWholeHeaders)
            {
                messages.Fail(1002);
            }
        }
    }

    private int HeaderLength()
    {
        if (headerLength < 2)
        {
            return 2;
        }

        int extra = (header[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
        return 2 + extra + ((header[1] & 0x80) != 0 ? 4 : 0);
    }

    private void Begin()
    {
        int form = header[1] & 0x7F;
        ulong length = form switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(2)),
            _ => (ulong)form,
        };
        bool isMasked = (header[1] & 0x80) != 0;
        frame = new(header[0] & 0x0F, (header[0] & 0x80) != 0, (header[0] >> 4) & 7, isMasked,
            isMasked ? BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(headerLength - 4)) : 0);
        headerLength = 0;
        smallFrames = length <= 16 ? smallFrames + 1 : 0;
        bool isUnseen = fault == PeerFault.IgnoresTopLengthBit && length > long.MaxValue;
        length &= isUnseen ? long.MaxValue : ulong.MaxValue;
        int code = isUnseen ? 0 : Judge(form, length);
        if (code != 0)
        {
            messages.Fail(code);
        }
        else if (fault == PeerFault.RefusesFloods && smallFrames > 5000)
        {
            messages.Fail(1008);
        }
        else if (fault == PeerFault.HangsOnFloods && smallFrames > 5000)
        {
            messages.IsDeaf = true;
        }
        else
        {
            (remaining, position, isInPayload) = ((long)Math.Min(length, long.MaxValue), 0, true);
            messages.Begin(frame);
        }
    }

    /// <summary>The close code that a header earns; 0 when it is right.</summary>
    private int Judge(int form, ulong length)
    {
        if (messages.IsClosing)
        {
            return 0;
        }

        bool isLongForm = (form == 126 && length < 126) || (form == 127 && length < 65536);
        bool isControl = frame.Opcode >= 8;
        bool isReserved = frame.Opcode is (>= 3 and <= 7) or >= 11;
        bool broken = (frame.IsMasked != isServer && fault != PeerFault.AcceptsWrongMask)
            || (fault == PeerFault.RefusesZeroKey && frame.IsMasked && frame.Key == 0)
            || (isLongForm && fault != PeerFault.AcceptsLongLengths)
            || length > long.MaxValue
            || (isReserved && fault != PeerFault.AcceptsReservedOpcodes)
            || (isControl && !frame.Fin && fault != PeerFault.AcceptsFragmentedControls)
            || (isControl && length > 125 && fault != PeerFault.AcceptsLongControls)
            || (frame.Rsv != 0 && !IsRsvFine())
            || (!isControl && !isReserved && messages.IsOutOfOrder(frame.Opcode) && fault != PeerFault.IgnoresFragmentOrder);
        return broken ? 1002 : !isControl && (ulong)messages.Length + length > MaxMessage ? 1009 : 0;
    }

    // RFC 7692 6: RSV1 on the first frame of a message, where the extension was negotiated.
    private bool IsRsvFine() =>
        fault == PeerFault.IgnoresRsv
        || (frame.Rsv == 4 && hasDeflate && (frame.Opcode is 1 or 2 || fault == PeerFault.IgnoresRsvOnRest));

    private int Payload(ReadOnlySpan<byte> octets)
    {
        int count = (int)Math.Min(remaining, octets.Length);
        byte[] plain = octets[..count].ToArray();
        if (frame.IsMasked)
        {
            uint key = BitOperations.RotateLeft(frame.Key, 8 * (int)(position & 3));
            byte[] mask = [(byte)(key >> 24), (byte)(key >> 16), (byte)(key >> 8), (byte)key];
            for (int i = 0; i < plain.Length; i++)
            {
                plain[i] ^= mask[i & 3];
            }
        }

        remaining -= count;
        position += count;
        messages.Take(plain);
        if (remaining == 0 && !output.WantsDrop)
        {
            isInPayload = false;
            messages.End();
        }

        return count;
    }
}
