using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Protocol.Tests.Text;

/// <summary>One width of vectors, called directly: Utf8Text alone would test only the widest that the machine has.</summary>
internal sealed record Utf8Width(int Octets, int MinOctets, bool IsSupported, Utf8Width.Validation IsValid)
{
    private static readonly Utf8Width[] All = [Of<Octets16>(), Of<Octets32>(), Of<Octets64>()];

    public delegate bool Validation(ReadOnlySpan<byte> text);

    /// <summary>The widths that this machine has.</summary>
    public static IEnumerable<int> Supported => All.Where(width => width.IsSupported).Select(width => width.Octets);

    public static Utf8Width Find(int octets) => All.Single(width => width.Octets == octets);

    private static Utf8Width Of<TOctets>()
        where TOctets : struct, IOctets<TOctets> =>
        new(TOctets.Count, Utf8Blocks<TOctets>.MinOctets, TOctets.IsSupported, Utf8Blocks<TOctets>.IsValid);
}
