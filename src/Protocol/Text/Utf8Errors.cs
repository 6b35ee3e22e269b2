using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Stratus.Realtime.Protocol.Text;

// Two octets in a row can be wrong in these ways (RFC 3629 §3, §4):
//
//                       previous     current
//    TooShort           11......     0....... or 11......    a leading octet, and no continuation behind it
//    TooLong            0.......     10......                a continuation behind ASCII
//    TwoContinuations   10......     10......                unless the current octet is the third or fourth of its sequence
//    Overlong2          1100000.     10......                C0, C1: could be one octet
//    Overlong3          11100000     100.....                E0 80..9F: could be two
//    Overlong4          11110000     1000....                F0 80..8F: could be three
//    Surrogate          11101101     101.....                ED A0..BF: U+D800 to U+DFFF
//    TooLarge           11110100+    1001.... or 101.....    F4..FF 90..BF: above U+10FFFF
//    TooLarge8          11110101+    1000....                F5..FF 80..8F: likewise
//
// Three nibbles decide: both of the previous octet and the high one of the current octet. For each there is a table of the errors that
// it allows, one bit each; what all three allow is wrong. Overlong4 and TooLarge8 share a bit: they ask the same of the current octet
// and of the previous one's high nibble, so that its low nibble, 0 or 5 and more, says which of the two it is.

/// <summary>The errors of octets, given those before them: all octets of a vector at once, by three table look-ups.</summary>
internal readonly struct Utf8Errors<TOctets>
    where TOctets : struct, IOctets<TOctets>
{
    private const byte TooShort = 1 << 0;
    private const byte TooLong = 1 << 1;
    private const byte Overlong2 = 1 << 2;
    private const byte Overlong3 = 1 << 3;
    private const byte Surrogate = 1 << 4;
    private const byte TooLarge = 1 << 5;
    private const byte Overlong4 = 1 << 6;
    private const byte TooLarge8 = 1 << 6;
    private const byte TwoContinuations = 1 << 7;

    // The previous octet's low nibble has no say in these.
    private const byte AnyLow = TooShort | TooLong | TwoContinuations;

    private const byte Continuation = TooLong | TwoContinuations | Overlong2;

    // Loop constants too: made like tables they stay in registers, otherwise the JIT reads them from memory for every vector.
    private readonly TOctets _byPreviousHigh;
    private readonly TOctets _byPreviousLow;
    private readonly TOctets _byCurrentHigh;
    private readonly TOctets _lowNibble = TOctets.Repeat(Vector128.Create((byte)0x0F));
    private readonly TOctets _belowThree = TOctets.Repeat(Vector128.Create((byte)(0xE0 - 0x80)));
    private readonly TOctets _belowFour = TOctets.Repeat(Vector128.Create((byte)(0xF0 - 0x80)));
    private readonly TOctets _twoContinuations = TOctets.Repeat(Vector128.Create(TwoContinuations));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Utf8Errors()
    {
        _byPreviousHigh = TOctets.Repeat(Vector128.Create(
            TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong,
            /* 8 */ TwoContinuations,
            /* 9 */ TwoContinuations,
            /* A */ TwoContinuations,
            /* B */ TwoContinuations,
            /* C */ TooShort | Overlong2,
            /* D */ TooShort,
            /* E */ TooShort | Overlong3 | Surrogate,
            /* F */ TooShort | Overlong4 | TooLarge | TooLarge8));
        _byPreviousLow = TOctets.Repeat(Vector128.Create(
            /* 0 */ AnyLow | Overlong2 | Overlong3 | Overlong4,
            /* 1 */ AnyLow | Overlong2,
            /* 2 */ AnyLow,
            /* 3 */ AnyLow,
            /* 4 */ AnyLow | TooLarge,
            /* 5 */ AnyLow | TooLarge | TooLarge8,
            /* 6 */ AnyLow | TooLarge | TooLarge8,
            /* 7 */ AnyLow | TooLarge | TooLarge8,
            /* 8 */ AnyLow | TooLarge | TooLarge8,
            /* 9 */ AnyLow | TooLarge | TooLarge8,
            /* A */ AnyLow | TooLarge | TooLarge8,
            /* B */ AnyLow | TooLarge | TooLarge8,
            /* C */ AnyLow | TooLarge | TooLarge8,
            /* D */ AnyLow | TooLarge | TooLarge8 | Surrogate,
            /* E */ AnyLow | TooLarge | TooLarge8,
            /* F */ AnyLow | TooLarge | TooLarge8));
        _byCurrentHigh = TOctets.Repeat(Vector128.Create(
            TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
            /* 8 */ Continuation | Overlong3 | Overlong4 | TooLarge8,
            /* 9 */ Continuation | Overlong3 | TooLarge,
            /* A */ Continuation | Surrogate | TooLarge,
            /* B */ Continuation | Surrogate | TooLarge,
            /* C */ TooShort,
            /* D */ TooShort,
            /* E */ TooShort,
            /* F */ TooShort));
    }

    /// <summary>Not 0 where an octet cannot follow those before it.</summary>
    /// <param name="current">The octets in question.</param>
    /// <param name="before1">For each of them the octet one place before it.</param>
    /// <param name="before2">Two places before it.</param>
    /// <param name="before3">Three places before it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TOctets Find(TOctets current, TOctets before1, TOctets before2, TOctets before3)
    {
        TOctets pairs = TOctets.LookUp(_byPreviousHigh, before1 >>> 4)
            & TOctets.LookUp(_byPreviousLow, before1 & _lowNibble)
            & TOctets.LookUp(_byCurrentHigh, current >>> 4);

        // Behind E0 or more there is a third octet, two places on; behind F0 or more a fourth, three places on. There two continuations
        // in a row must be, and nowhere else. The differences have the highest bit, which is TwoContinuations, where that is so.
        TOctets later = TOctets.SubtractSaturate(before2, _belowThree) | TOctets.SubtractSaturate(before3, _belowFour);
        return pairs ^ (later & _twoContinuations);
    }
}
