using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The bits of a decoding table's entry, laid out so that the fast loop needs one shift and one test a symbol:
/// <code>
///  31       30..16                      14       13       12       11..8         5..0
/// | literal | octet, base, symbol, or  | invalid| block  | sub-   | code bits,  | code bits + extra bits:  |
/// |         | where the sub-table is   |        | end    | table  | sub's bits  | what the entry uses up   |
/// </code>
/// </summary>
internal static class InflateEntry
{
    public const uint Literal = 1u << 31;
    public const uint Invalid = 1u << 14;
    public const uint BlockEnd = 1u << 13;
    public const uint SubTable = 1u << 12;
    public const uint Special = Invalid | BlockEnd | SubTable;

    // RFC 1951 §3.2.5: the lengths of symbols 257..285 and the distances of symbols 0..29, and their extra bits.
    private static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static ReadOnlySpan<byte> LengthExtra =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static ReadOnlySpan<ushort> DistanceBase =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769,
         1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static ReadOnlySpan<byte> DistanceExtra =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>Each symbol's entry, still without the length of its code.</summary>
    public static readonly uint[] LiteralTemplates = MakeLiterals();

    /// <inheritdoc cref="LiteralTemplates"/>
    public static readonly uint[] DistanceTemplates = MakeDistances();

    /// <inheritdoc cref="LiteralTemplates"/>
    public static readonly uint[] LengthCodeTemplates = MakeLengthCodes();

    public static uint WithCode(uint template, int codeBits) => template + ((uint)codeBits * 0x101);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BitsUsed(uint entry) => (int)(entry & 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Field(uint entry) => (int)(entry >> 16) & 0x7fff;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CodeBits(uint entry) => (int)(entry >> 8) & 15;

    /// <summary>The base plus the extra bits, which follow the code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Value(uint entry, ulong bits) =>
        Field(entry) + (int)((bits & ((1UL << BitsUsed(entry)) - 1)) >> CodeBits(entry));

    private static uint Template(int field, int extraBits) => ((uint)field << 16) | (uint)extraBits;

    private static uint[] MakeLiterals()
    {
        uint[] templates = new uint[288];
        for (int symbol = 0; symbol < templates.Length; symbol++)
        {
            templates[symbol] = symbol switch
            {
                < 256 => Template(symbol, 0) | Literal,
                256 => BlockEnd,
                < 286 => Template(LengthBase[symbol - 257], LengthExtra[symbol - 257]),
                // RFC 1951 §3.2.6: 286 and 287 take part in the fixed code but never occur.
                _ => Invalid,
            };
        }
        return templates;
    }

    private static uint[] MakeDistances()
    {
        uint[] templates = new uint[32];
        for (int symbol = 0; symbol < templates.Length; symbol++)
        {
            // RFC 1951 §3.2.6: distance codes 30 and 31 never occur.
            templates[symbol] = symbol < 30 ? Template(DistanceBase[symbol], DistanceExtra[symbol]) : Invalid;
        }
        return templates;
    }

    // RFC 1951 §3.2.7: 16 repeats the last length, 17 and 18 repeat zero; 2, 3 and 7 extra bits say how often.
    private static uint[] MakeLengthCodes()
    {
        uint[] templates = new uint[19];
        for (int symbol = 0; symbol < templates.Length; symbol++)
        {
            int extra = symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };
            templates[symbol] = Template(symbol, extra);
        }
        return templates;
    }
}
