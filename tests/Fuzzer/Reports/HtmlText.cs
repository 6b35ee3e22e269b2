using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>Text on its way into a page. A peer chooses much of it, so nothing passes unencoded, and nothing stays invisible.</summary>
internal static class HtmlText
{
    public static void Encode(StringBuilder html, ReadOnlySpan<char> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            char character = text[at];
            if (char.IsHighSurrogate(character) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                html.Append(character).Append(text[++at]);
                continue;
            }

            switch (character)
            {
                case '&':
                    html.Append("&amp;");
                    break;
                case '<':
                    html.Append("&lt;");
                    break;
                case '>':
                    html.Append("&gt;");
                    break;
                case '"':
                    html.Append("&quot;");
                    break;
                case '\'':
                    html.Append("&#39;");
                    break;
                case '\n' or '\t':
                    html.Append(character);
                    break;
                default:
                    AppendVisibly(html, character);
                    break;
            }
        }
    }

    /// <summary>Line ends and tabs, too, in sight: for payloads, of which every octet matters.</summary>
    public static string ShowBreaks(string text) =>
        text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    private static void AppendVisibly(StringBuilder html, char character)
    {
        if (char.IsAscii(character) && char.IsControl(character))
        {
            html.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
        }
        else if (IsHidden(character))
        {
            html.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }
        else
        {
            html.Append(character);
        }
    }

    // Controls, lone surrogates, non-characters, and what reorders or hides the text around it.
    private static bool IsHidden(char character) =>
        char.IsControl(character)
        || char.IsSurrogate(character)
        || character is (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u2069') or '\ufeff' or '\ufffe' or '\uffff';
}
