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
        uint[] templates = new uint[DeflateSymbols.FixedLiterals];
        for (int symbol = 0; symbol < templates.Length; symbol++)
        {
            templates[symbol] = symbol switch
            {
                < DeflateSymbols.BlockEnd => Template(symbol, 0) | Literal,
                DeflateSymbols.BlockEnd => BlockEnd,
                < DeflateSymbols.Literals => Length(symbol - DeflateSymbols.FirstLength),
                _ => Invalid,
            };
        }
        return templates;
    }

    private static uint Length(int index) =>
        Template(DeflateSymbols.MinMatch + DeflateSymbols.LengthBase[index], DeflateSymbols.LengthExtraBits[index]);

    private static uint[] MakeDistances()
    {
        uint[] templates = new uint[DeflateSymbols.FixedDistances];
        for (int symbol = 0; symbol < templates.Length; symbol++)
        {
            templates[symbol] = symbol < DeflateSymbols.Distances
                ? Template(DeflateSymbols.DistanceBase(symbol), DeflateSymbols.DistanceExtraBits(symbol))
                : Invalid;
        }
        return templates;
    }

    private static uint[] MakeLengthCodes()
    {
        uint[] templates = new uint[DeflateSymbols.CodeLengths];
        for (int symbol = 0; symbol < templates.Length; symbol++)
        {
            templates[symbol] = Template(symbol, DeflateSymbols.RepeatExtraBits(symbol));
        }
        return templates;
    }
}
