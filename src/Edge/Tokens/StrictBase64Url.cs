using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>base64url as RFC 7515 §2 has it: no padding, no other characters, and one spelling for each value.</summary>
internal static class StrictBase64Url
{
    // The last characters whose unused bits are zero: four unused after one octet, two after two.
    private const string EndsAfterOneOctet = "AQgw";
    private const string EndsAfterTwoOctets = "AEIMQUYcgkosw048";

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? octets)
    {
        bool canonical = !text.ContainsAnyExcept(Alphabet) && (text.Length % 4) switch
        {
            0 => true,
            2 => EndsAfterOneOctet.Contains(text[^1], StringComparison.Ordinal),
            3 => EndsAfterTwoOctets.Contains(text[^1], StringComparison.Ordinal),
            _ => false,
        };
        octets = canonical ? Base64Url.DecodeFromChars(text) : null;
        return canonical;
    }
}
