using Stratus.Realtime.Protocol.Framing;

namespace Stratus.Realtime.Protocol.Connection;

/// <summary>Collects the payload of a control frame and counts how many pings and pongs come a second.</summary>
internal sealed class ControlFrames(int maxPerSecond)
{
    private byte[] _payload = [];
    private int _length;
    private int _count;
    private TimeSpan _second;

    /// <summary>The payload that has come so far, unmasked.</summary>
    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _length);

    /// <summary>The header of a control frame has come.</summary>
    public ProtocolRule Begin(Opcode opcode, TimeSpan now)
    {
        _length = 0;
        if (opcode == Opcode.Close)
        {
            return ProtocolRule.None; // the last of all cannot be one too many
        }

        if (now - _second >= TimeSpan.FromSeconds(1))
        {
            _second = now;
            _count = 0;
        }

        // RFC 6455 §10.4: limits on what a peer may cost are this end's to set.
        return ++_count > maxPerSecond ? ProtocolRule.TooManyControlFrames : ProtocolRule.None;
    }

    /// <summary>A frame begins that is only looked at to see whether it is a close frame.</summary>
    public void BeginDiscarded() => _length = 0;

    public void Append(ReadOnlySpan<byte> piece, uint key)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (_payload.Length == 0)
        {
            _payload = new byte[FrameHeader.MaxControlPayloadOctets]; // once a connection, and only if its peer sends one
        }

        Masking.Copy(piece, _payload.AsSpan(_length), key);
        _length += piece.Length;
    }
}
