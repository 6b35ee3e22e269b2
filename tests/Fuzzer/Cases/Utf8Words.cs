using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>
/// Says in words what a sequence of octets is as UTF-8: its code points, or its first fault and why it is one (RFC 3629 3, 4).
/// For the texts of category 6 and the strict cases; a witness of its own, so it shares nothing with the decoder of the runtime.
/// </summary>
internal static class Utf8Words
{
    /// <summary>The first fault in the octets as half a sentence; null when they are valid.</summary>
    public static string? Fault(ReadOnlySpan<byte> octets)
    {
        for (int i = 0; i < octets.Length;)
        {
            if (FaultAt(octets[i..], out int length) is { } fault)
            {
                return fault;
            }

            i += length;
        }

        return null;
    }

    /// <summary>The code points of valid octets, as "U+0065 U+20AC".</summary>
    public static string CodePoints(ReadOnlySpan<byte> octets)
    {
        List<string> names = [];
        for (int i = 0; i < octets.Length;)
        {
            int length = Length(octets[i]);
            names.Add(Name(Value(octets.Slice(i, length))));
            i += length;
        }

        return string.Join(' ', names);
    }

    /// <summary>The octets in hex with blanks, the middle of long ones left out.</summary>
    public static string Hex(ReadOnlySpan<byte> octets)
    {
        const int Shown = 12;
        StringBuilder text = new();
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets.Length > Shown && i == Shown - 4)
            {
                _ = text.Append(" ...");
                i = octets.Length - 2;
            }

            _ = text.Append(i == 0 ? "" : " ").Append(octets[i].ToString("X2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string? FaultAt(ReadOnlySpan<byte> octets, out int length)
    {
        byte first = octets[0];
        length = Length(first);
        switch (first)
        {
            case >= 0x80 and < 0xC0:
                return $"{first:X2} continues a character, but none was begun";
            case >= 0xFE:
                return $"{first:X2} never occurs in UTF-8";
        }

        int present = 1;
        while (present < length && present < octets.Length && (octets[present] & 0xC0) == 0x80)
        {
            present++;
        }

        string sequence = Hex(octets[..present]);
        if (present < length)
        {
            return present == octets.Length
                ? $"the text ends inside a character ({sequence} is {present} of {length} octets)"
                : $"{sequence} is {present} of {length} octets of a character, and {octets[present]:X2} does not continue it";
        }

        int value = Value(octets[..length]);
        return length switch
        {
            > 1 when value < Smallest(length) => $"{sequence} is an overlong form of {Name(value)}",
            3 when value is >= 0xD800 and < 0xE000 => $"{sequence} is the surrogate {Name(value)}, which belongs to UTF-16 alone",
            4 when value > 0x10FFFF => $"{sequence} is {Name(value)}, beyond the last code point U+10FFFF",
            > 4 => $"{sequence} has {length} octets, and a character has four at most",
            _ => null,
        };
    }

    private static int Length(byte first) => first switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        < 0xF8 => 4,
        < 0xFC => 5,
        _ => 6,
    };

    private static int Smallest(int length) => length switch { 2 => 0x80, 3 => 0x800, 4 => 0x10000, 5 => 0x200000, _ => 0x4000000 };

    private static int Value(ReadOnlySpan<byte> octets)
    {
        int value = octets.Length == 1 ? octets[0] : octets[0] & (0x7F >> octets.Length);
        foreach (byte octet in octets[1..])
        {
            value = (value << 6) | (octet & 0x3F);
        }

        return value;
    }

    private static string Name(int codePoint) => "U+" + codePoint.ToString("X4", CultureInfo.InvariantCulture);
}
