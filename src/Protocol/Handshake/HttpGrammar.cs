using System.Buffers;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The lexical rules shared by header readers and writers. One char stands for one octet (ISO 8859-1).</summary>
internal static class HttpGrammar
{
    /// <summary>White space inside a line: OWS of RFC 9110 §5.6.3.</summary>
    public static readonly char[] SpaceAndTab = [' ', '\t'];

    // RFC 9110 §5.6.2: tchar; the same set as the token of RFC 2616 §2.2, which RFC 6455 refers to.
    private static readonly SearchValues<char> TokenChars = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The length of the token that the text begins with; 0 when it begins with none.</summary>
    public static int TokenLength(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExcept(TokenChars);
        return end < 0 ? text.Length : end;
    }

    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && TokenLength(text) == text.Length;

    // RFC 9110 §5.5: field-value is VCHAR, obs-text, SP and HTAB.
    public static bool IsFieldValue(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is not '\t' and (< ' ' or '\x7F' or > '\xFF'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the text is one or more visible ASCII characters: what a request target may be made of.</summary>
    public static bool IsVisibleAscii(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~');
}
