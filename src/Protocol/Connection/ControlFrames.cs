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

        return ++_count > maxPerSecond ? ProtocolRule.TooManyControlFrames : ProtocolRule.None;
    }

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
