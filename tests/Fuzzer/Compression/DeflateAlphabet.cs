namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>The tables of RFC 1951 §3.2.5 to §3.2.7, which both directions need.</summary>
internal static class DeflateAlphabet
{
    public const int EndOfBlock = 256;
    public const int FirstLength = 257;
    public const int MaxCodeLength = 15;
    public const int MaxCodeLengthOfLengths = 7;
    public const int MinMatch = 3;
    public const int MaxMatch = 258;

    // RFC 1951 §3.2.6: the fixed codes name 288 and 32 symbols, of which 286 and 30 mean something (§3.2.5).
    public const int LiteralSymbols = 286;
    public const int DistanceSymbols = 30;
    public const int FixedLiteralSymbols = 288;
    public const int FixedDistanceSymbols = 32;
    public const int LengthOfLengthSymbols = 19;

    public const int RepeatPrevious = 16;
    public const int RepeatZero = 17;
    public const int RepeatZeroLong = 18;

    private static readonly byte[] LengthSymbols = InvertLengths();
    private static readonly byte[] NearDistanceSymbols = InvertDistances(0);
    private static readonly byte[] FarDistanceSymbols = InvertDistances(7);

    /// <summary>The order in which a dynamic block names the lengths of the code-length code (RFC 1951 §3.2.7).</summary>
    public static ReadOnlySpan<byte> LengthOfLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    public static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    public static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    public static ReadOnlySpan<byte> DistanceExtraBits =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    public static ReadOnlySpan<ushort> DistanceBase =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    /// <summary>The lengths of the fixed literal and length code (RFC 1951 §3.2.6).</summary>
    public static byte[] FixedLiteralLengths()
    {
        byte[] lengths = new byte[FixedLiteralSymbols];
        lengths.AsSpan(0, 144).Fill(8);
        lengths.AsSpan(144, 112).Fill(9);
        lengths.AsSpan(256, 24).Fill(7);
        lengths.AsSpan(280).Fill(8);
        return lengths;
    }

    public static byte[] FixedDistanceLengths()
    {
        byte[] lengths = new byte[FixedDistanceSymbols];
        lengths.AsSpan().Fill(5);
        return lengths;
    }

    /// <summary>Which length code, counted from 0, stands for a match of 3 to 258 octets.</summary>
    public static int LengthCode(int length) => LengthSymbols[length - MinMatch];

    /// <summary>Which distance code stands for a distance of 1 to 32,768.</summary>
    public static int DistanceCode(int distance) =>
        distance <= 256 ? NearDistanceSymbols[distance - 1] : FarDistanceSymbols[(distance - 1) >> 7];

    private static byte[] InvertLengths()
    {
        byte[] symbols = new byte[MaxMatch - MinMatch + 1];
        for (int code = 0; code < LengthBase.Length; code++)
        {
            symbols.AsSpan(LengthBase[code] - MinMatch).Fill((byte)code);
        }

        return symbols;
    }

    // Codes for distances above 256 start at multiples of 128 (plus 1), so one table of 256 serves them by their upper bits.
    private static byte[] InvertDistances(int shift)
    {
        byte[] symbols = new byte[256];
        for (int code = 0; code < DistanceBase.Length; code++)
        {
            int first = (DistanceBase[code] - 1) >> shift;
            if (first < symbols.Length)
            {
                symbols.AsSpan(first).Fill((byte)code);
            }
        }

        return symbols;
    }
}
