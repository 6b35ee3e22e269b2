using System.Numerics;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>The alphabets of a compressed block (RFC 1951 §3.2.5): which symbol a length or a distance has, and its extra bits.</summary>
internal static class DeflateSymbols
{
    public const int Literals = 286;
    public const int Distances = 30;
    public const int BlockEnd = 256;
    public const int FirstLength = 257;
    public const int MinMatch = 3;
    public const int MaxMatch = 258;

    /// <summary>The symbol of each length, less <see cref="FirstLength"/>; the index is the length less <see cref="MinMatch"/>.</summary>
    public static readonly byte[] LengthIndex = MakeLengthIndex();

    /// <summary>The extra bits of each length symbol.</summary>
    public static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>The least length of each length symbol, less <see cref="MinMatch"/>.</summary>
    public static ReadOnlySpan<byte> LengthBase =>
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 255];

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
