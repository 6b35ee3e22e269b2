using System.Text;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>How Autobahn writes octets into its reports: the first 64, and a mark where there may be more.</summary>
internal static class LoggedOctets
{
    public const string More = " ...";
    private const int Shown = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>In hex. <paramref name="start"/> is at least the shown part, <paramref name="length"/> what it was cut from.</summary>
    public static string Hex(ReadOnlySpan<byte> start, long length) =>
        Convert.ToHexStringLower(Cut(start)) + MoreIf(length);

    /// <summary>As text where the shown part is UTF-8, else as 0x and hex.</summary>
    public static string Text(ReadOnlySpan<byte> start, long length)
    {
        try
        {
            return Strict.GetString(Cut(start)) + MoreIf(length);
        }
        catch (DecoderFallbackException)
        {
            return "0x" + Hex(start, length);
        }
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> start) => start[..Math.Min(start.Length, Shown)];

    // The mark counts as part of the 64, so it is also there when exactly 61 to 64 octets are shown in full.
    private static string MoreIf(long length) => length > Shown - More.Length ? More : string.Empty;
}
