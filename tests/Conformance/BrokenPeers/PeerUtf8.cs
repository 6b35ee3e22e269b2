namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>UTF-8 checked octet by octet (RFC 3629 4), so that a fault shows at the first octet that cannot be right.</summary>
internal struct PeerUtf8
{
    private int missing;
    private byte low;
    private byte high;

    /// <summary>Whether the text may end here.</summary>
    public readonly bool IsComplete => missing == 0;

    public bool Take(ReadOnlySpan<byte> octets)
    {
        foreach (byte octet in octets)
        {
            if (!Take(octet))
            {
                return false;
            }
        }

        return true;
    }

    private bool Take(byte octet)
    {
        if (missing > 0)
        {
            bool fits = octet >= low && octet <= high;
            (missing, low, high) = (missing - 1, 0x80, 0xBF);
            return fits;
        }

        (missing, low, high) = octet switch
        {
            < 0x80 => (0, (byte)0, (byte)0),
            >= 0xC2 and <= 0xDF => (1, (byte)0x80, (byte)0xBF),
            0xE0 => (2, (byte)0xA0, (byte)0xBF),
            0xED => (2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => (2, (byte)0x80, (byte)0xBF),
            0xF0 => (3, (byte)0x90, (byte)0xBF),
            0xF4 => (3, (byte)0x80, (byte)0x8F),
            >= 0xF1 and <= 0xF3 => (3, (byte)0x80, (byte)0xBF),
            _ => (-1, (byte)0, (byte)0),
        };
        return missing >= 0;
    }
}
