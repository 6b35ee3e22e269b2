using System.Buffers;
using System.Text;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Text inside of JSON strings: quotes, backslashes and control characters are escaped (RFC 8259 §7), all else is UTF-8.
/// Half a surrogate pair, which UTF-8 cannot say, becomes U+FFFD.
/// </summary>
internal static class JsonText
{
    private const string HexDigits = "0123456789abcdef";

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(unit => (char)unit), '"', '\\']);

    // The letter after the backslash for each control character; u where JSON has none and the code follows.
    private static ReadOnlySpan<byte> Letters => "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu"u8;

    /// <summary>How many octets <see cref="Write"/> makes of a text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        int next;
        while ((next = text.IndexOfAny(Escaped)) >= 0)
        {
            count += (Letter(text[next]) == 'u' ? 6 : 2) - 1;
            text = text[(next + 1)..];
        }

        return count;
    }

    /// <summary>Writes a text without the quotes around it.</summary>
    /// <returns>How many octets that took.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<byte> destination)
    {
        int written = 0;
        int next;
        while ((next = text.IndexOfAny(Escaped)) >= 0)
        {
            written += Encoding.UTF8.GetBytes(text[..next], destination[written..]);
            written += Escape(text[next], destination[written..]);
            text = text[(next + 1)..];
        }

        return written + Encoding.UTF8.GetBytes(text, destination[written..]);
    }

    private static int Escape(char unit, Span<byte> destination)
    {
        byte letter = Letter(unit);
        destination[0] = (byte)'\\';
        destination[1] = letter;
        if (letter != 'u')
        {
            return 2;
        }

        destination[2] = (byte)'0';
        destination[3] = (byte)'0';
        destination[4] = (byte)HexDigits[unit >> 4];
        destination[5] = (byte)HexDigits[unit & 15];
        return 6;
    }

    private static byte Letter(char unit) => unit < Letters.Length ? Letters[unit] : (byte)unit;
}
