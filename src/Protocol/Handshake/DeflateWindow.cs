namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The limits of LZ77 windows, as base-2 logarithms of octets.</summary>
public static class DeflateWindow
{
    /// <summary>The smallest window of RFC 7692 §7.1.2, 256 octets; the inflater reads it, the deflater cannot write it.</summary>
    public const int MinBits = 8;

    /// <summary>The smallest window that the deflater can be held to, 512 octets: zlib has no raw window of 8 bits.</summary>
    public const int MinDeflateBits = 9;

    /// <summary>The largest window, 32 KiB.</summary>
    public const int MaxBits = 15;

    // RFC 7692 §7.1.2: a decimal integer from 8 to 15, without leading zeros.
    internal static bool TryParse(string text, out int bits)
    {
        bits = text switch
        {
            "8" => 8,
            "9" => 9,
            ['1', >= '0' and <= '5'] => 10 + (text[1] - '0'),
            _ => 0,
        };
        return bits != 0;
    }
}
