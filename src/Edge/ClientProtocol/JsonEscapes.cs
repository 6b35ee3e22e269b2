using System.Buffers.Text;
using System.Globalization;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>Escapes of surrogates in JSON strings: grammar (RFC 8259 §7) allows halves, text has none.</summary>
internal static class JsonEscapes
{
    private const int Length = 6; // \uXXXX

    /// <summary>True when the inside of a well-formed string escapes half a surrogate pair without the other half next to it.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> text)
    {
        int escape;
        while ((escape = text.IndexOf((byte)'\\')) >= 0)
        {
            text = text[escape..];
            char unit = Unit(text);
            if (char.IsLowSurrogate(unit) || (char.IsHighSurrogate(unit) && !char.IsLowSurrogate(Unit(text[Length..]))))
            {
                return true;
            }

            text = text[(char.IsHighSurrogate(unit) ? 2 * Length : text[1] == 'u' ? Length : 2)..];
        }

        return false;
    }

    // The UTF-16 unit that the text begins with, when that is an escaped one; else zero.
    private static char Unit(ReadOnlySpan<byte> text) =>
        text.StartsWith("\\u"u8) && ushort.TryParse(text[2..Length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit
            : '\0';
}
