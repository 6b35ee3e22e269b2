namespace Stratus.Realtime.BareLoop.Wire;

/// <summary>
/// One connection's octets, from the first of the handshake on. Has memory of its own only while half a request or half a header
/// is there; everything else happens in the receive buffer.
/// </summary>
internal struct Conversation
{
    private const int MaxRequestOctets = 8192;

    private FrameEcho _frames;
    private byte[]? _kept;
    private bool _isOpen;
    private bool _isRefused;

    /// <summary>Once what there is to send is sent, the connection ends.</summary>
    public readonly bool IsOver => _isRefused || _frames.IsOver;

    /// <summary>Puts what was kept where the next octets are received behind it, and says how much it is.</summary>
    public readonly int Restore(Span<byte> buffer)
    {
        _kept?.CopyTo(buffer);
        return _kept?.Length ?? 0;
    }

    /// <summary>Replaces what was kept and received by what is to be sent, and says how much that is.</summary>
    public int Turn(Span<byte> octets)
    {
        int answer = 0;
        Span<byte> frames = octets;
        if (!_isOpen)
        {
            int end = octets.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                _isRefused = octets.Length > MaxRequestOctets;
                _kept = octets.ToArray();
                return 0;
            }

            frames = octets[(end + 4)..];
            answer = OpeningHandshake.Answer(octets[..(end + 4)]);
            _isOpen = true;
            _isRefused = answer == 0;
        }

        int length = _frames.Turn(frames, out int rest);
        _kept = rest > 0 ? frames[^rest..].ToArray() : null;
        if (answer > 0)
        {
            frames[..length].CopyTo(octets[answer..]);
        }

        return answer + length;
    }
}
