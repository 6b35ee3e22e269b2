using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Protocol.Text;

// RFC 3629 §4, the octets after a leading one:
//
//    leading    second     then
//    C2..DF     80..BF
//    E0         A0..BF     1 more
//    E1..EC     80..BF     1 more
//    ED         80..9F     1 more     (surrogates are not code points)
//    EE..EF     80..BF     1 more
//    F0         90..BF     2 more
//    F1..F3     80..BF     2 more
//    F4         80..8F     2 more     (nothing above U+10FFFF)
//
// What an open sequence still waits for is the validator's whole state: how many octets, and the range of the next.

/// <summary>
/// Validates UTF-8 that arrives in pieces and fails at the first octet that makes it invalid, not at the end of a sequence.
/// Whole runs go to the vectorised <see cref="Utf8Text"/>; only sequences cut by a piece's edge are walked by octet.
/// </summary>
internal struct Utf8Validator
{
    private byte _missing;
    private byte _nextLow;
    private byte _nextHigh;

    /// <summary>True when no code point is cut: a message may end here.</summary>
    public readonly bool IsComplete => _missing == 0;

    /// <summary>Takes the next piece; false as soon as an octet cannot continue any valid text.</summary>
    public bool Append(ReadOnlySpan<byte> piece)
    {
        int at = 0;
        while (_missing != 0)
        {
            if (at == piece.Length)
            {
                return true;
            }

            if (!Step(piece[at++]))
            {
                return false;
            }
        }

        ReadOnlySpan<byte> rest = piece[at..];
        int tail = CutTail(rest);
        if (!Utf8Text.IsValid(rest[..^tail]))
        {
            return false;
        }

        foreach (byte octet in rest[^tail..])
        {
            if (!Step(octet))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Forgets an open sequence.</summary>
    public void Reset() => _missing = 0;

    // How many octets at the end begin a code point that the piece does not finish: 0 to 3.
    private static int CutTail(ReadOnlySpan<byte> piece)
    {
        int most = Math.Min(3, piece.Length);
        for (int back = 1; back <= most; back++)
        {
            byte octet = piece[^back];
            if (octet >= 0xC0)
            {
                int sequence = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : 2;
                return sequence > back ? back : 0;
            }

            if (octet < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Step(byte octet) => _missing == 0 ? Lead(octet) : Continue(octet);

    private bool Continue(byte octet)
    {
        if (octet < _nextLow || octet > _nextHigh)
        {
            return false;
        }

        _missing--;
        (_nextLow, _nextHigh) = (0x80, 0xBF);
        return true;
    }

    private bool Lead(byte octet)
    {
        (_missing, _nextLow, _nextHigh) = octet switch
        {
            < 0x80 => ((byte)0, (byte)0, (byte)0),
            >= 0xC2 and <= 0xDF => ((byte)1, (byte)0x80, (byte)0xBF),
            0xE0 => ((byte)2, (byte)0xA0, (byte)0xBF),
            0xED => ((byte)2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => ((byte)2, (byte)0x80, (byte)0xBF),
            0xF0 => ((byte)3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => ((byte)3, (byte)0x80, (byte)0xBF),
            0xF4 => ((byte)3, (byte)0x80, (byte)0x8F),
            _ => ((byte)0, (byte)0xFF, (byte)0),
        };
        return _nextLow <= _nextHigh;
    }
}
