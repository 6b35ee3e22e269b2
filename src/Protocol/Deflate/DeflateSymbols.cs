using System.Numerics;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>The alphabets of a compressed block (RFC 1951 §3.2.5 to §3.2.7): which symbol a length or a distance has, and its extra bits.</summary>
internal static class DeflateSymbols
{
    public const int Literals = 286;
    public const int Distances = 30;

    /// <summary>The symbols of the fixed codes: the last two of each never occur (RFC 1951 §3.2.6).</summary>
    public const int FixedLiterals = 288;

    /// <inheritdoc cref="FixedLiterals"/>
    public const int FixedDistances = 32;

    /// <summary>No code of a literal, length or distance has more bits (RFC 1951 §3.2.7).</summary>
    public const int MaxCodeBits = 15;

    public const int BlockEnd = 256;
    public const int FirstLength = 257;
    public const int MinMatch = 3;
    public const int MaxMatch = 258;

    /// <summary>In the alphabet that tells the lengths of codes, the symbols that stand for several, and how many there are (RFC 1951 §3.2.7).</summary>
    public const int RepeatLast = 16;

    /// <inheritdoc cref="RepeatLast"/>
    public const int RepeatZero = 17;

    /// <inheritdoc cref="RepeatLast"/>
    public const int RepeatZeroOften = 18;

    /// <inheritdoc cref="RepeatLast"/>
    public const int CodeLengths = 19;

    /// <summary>The symbol of each length, less <see cref="FirstLength"/>; the index is the length less <see cref="MinMatch"/>.</summary>
    public static readonly byte[] LengthIndex = MakeLengthIndex();

    /// <summary>The extra bits of each length symbol.</summary>
    public static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>The least length of each length symbol, less <see cref="MinMatch"/>.</summary>
    public static ReadOnlySpan<byte> LengthBase =>
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 255];

    /// <summary>The order in which a block's head tells the codes of the code lengths.</summary>
    public static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The code lengths of <see cref="FixedLiterals"/>.</summary>
    public static byte[] FixedLiteralLengths { get; } =
        [.. Enumerable.Repeat<byte>(8, 144), .. Enumerable.Repeat<byte>(9, 112), .. Enumerable.Repeat<byte>(7, 24), .. Enumerable.Repeat<byte>(8, 8)];

    /// <summary>The code lengths of <see cref="FixedDistances"/>.</summary>
    public static byte[] FixedDistanceLengths { get; } = [.. Enumerable.Repeat<byte>(5, FixedDistances)];

    /// <summary>How many code lengths a symbol of theirs at least stands for, where it stands for several.</summary>
    public static int LeastRepeat(int codeLength) => codeLength == RepeatZeroOften ? 11 : 3;

    /// <summary>The extra bits that say how many more.</summary>
    public static int RepeatExtraBits(int codeLength) => codeLength switch
    {
        RepeatLast => 2,
        RepeatZero => 3,
        RepeatZeroOften => 7,
        _ => 0,
    };

    /// <summary>The symbol of a distance. From five on, each doubling of it has two: its second highest bit tells which.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DistanceSymbol(int distance)
    {
        uint less = (uint)distance - 1;
        int top = BitOperations.Log2(less | 1);
        return less < 2 ? (int)less : (2 * top) + (int)((less >> (top - 1)) & 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DistanceExtraBits(int symbol) => symbol < 2 ? 0 : (symbol >> 1) - 1;

    /// <summary>The least distance of a symbol.</summary>
    public static int DistanceBase(int symbol) => symbol < 2 ? symbol + 1 : ((2 + (symbol & 1)) << DistanceExtraBits(symbol)) + 1;

    private static byte[] MakeLengthIndex()
    {
        byte[] index = new byte[MaxMatch - MinMatch + 1];
        for (int symbol = 0; symbol < LengthBase.Length; symbol++)
        {
            index.AsSpan(LengthBase[symbol]).Fill((byte)symbol);
        }

        return index;
    }
}
