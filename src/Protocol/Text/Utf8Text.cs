using System.Text.Unicode;

namespace Stratus.Realtime.Protocol.Text;

/// <summary>Validates text that is all there.</summary>
internal static class Utf8Text
{
    /// <summary>True when the text is UTF-8 (RFC 3629), and no code point is cut at its end.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (Octets64.IsSupported && text.Length >= Utf8Blocks<Octets64>.MinOctets)
        {
            return Utf8Blocks<Octets64>.IsValid(text);
        }

        if (Octets32.IsSupported && text.Length >= Utf8Blocks<Octets32>.MinOctets)
        {
            return Utf8Blocks<Octets32>.IsValid(text);
        }

        if (Octets16.IsSupported && text.Length >= Utf8Blocks<Octets16>.MinOctets)
        {
            return Utf8Blocks<Octets16>.IsValid(text);
        }

        return Utf8.IsValid(text);
    }
}
