using System.Buffers.Binary;

namespace Stratus.Realtime.BareLoop.Wire;

/// <summary>
/// Turns a client's frames into a server's, in place: without mask, otherwise as they came, pings as pongs. A frame that has not
/// arrived as a whole goes out as far as it has. Nothing is checked but that a frame is masked.
/// </summary>
internal struct FrameEcho
{
    private const byte OpcodeBits = 0x0F;
    private const byte Close = 8;
    private const byte Ping = 9;
    private const byte Pong = 10;
    private const byte Masked = 0x80;
    private const int MaskOctets = 4;

    // Payload of the present frame that is still to come, and the mask of its next octets.
    private ulong _left;
    private uint _mask;

    /// <summary>The peer closes, or sends what cannot be read.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Replaces what was received by what is to be sent, which is never longer.</summary>
    /// <param name="octets">What was received.</param>
    /// <param name="rest">How many octets at the end are part of a header that is not whole.</param>
    /// <returns>How many octets at the start are to be sent.</returns>
    public int Turn(Span<byte> octets, out int rest)
    {
        int from = 0;
        int to = 0;
        while (from < octets.Length)
        {
            if (_left == 0)
            {
                int header = HeaderOctets(octets[from..]);
                if (header + MaskOctets > octets.Length - from || IsOver)
                {
                    break;
                }

                TakeHeader(octets.Slice(from, header + MaskOctets), octets[to..]);
                from += header + MaskOctets;
                to += header;
            }

            int length = (int)Math.Min(_left, (ulong)(octets.Length - from));
            _mask = Masking.Move(octets, from, to, length, _mask);
            _left -= (ulong)length;
            from += length;
            to += length;
        }

        rest = octets.Length - from;
        return to;
    }

    // Without the mask. One octet says too little: as if it were the longest.
    private static int HeaderOctets(ReadOnlySpan<byte> octets) =>
        octets.Length < 2 ? 10 : (octets[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };

    // Header and target may overlap: what is read is read before what is written there.
    private void TakeHeader(ReadOnlySpan<byte> header, Span<byte> target)
    {
        IsOver |= (header[1] & Masked) == 0 || (header[0] & OpcodeBits) == Close;
        _mask = BinaryPrimitives.ReadUInt32LittleEndian(header[^MaskOctets..]);
        _left = (header[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            127 => BinaryPrimitives.ReadUInt64BigEndian(header[2..]),
            int length => (ulong)length,
        };

        header[..^MaskOctets].CopyTo(target);
        target[1] &= 0x7F;
        if ((target[0] & OpcodeBits) == Ping)
        {
            target[0] = (byte)((target[0] & ~OpcodeBits) | Pong);
        }
    }
}
