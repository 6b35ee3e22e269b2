namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>
/// The S families: what RFC 6455 and RFC 7692 demand and the public suite does not look at. Where they leave a peer a choice,
/// every choice passes.
/// </summary>
public static class StrictCases
{
    private static readonly string[] Titles =
    [
        "Unmasked frames to a server",
        "Masked frames to a client",
        "Payload lengths",
        "Reserved bits",
        "What follows a close frame",
        "Close codes and reasons",
        "Floods",
        "Bombs and broken DEFLATE",
        "Shapes of compressed messages",
        "Window and context of the peer's deflater",
        "Slow frames",
        "Requests to accept",
        "Requests to refuse",
        "Offers of extensions",
        "Responses to refuse",
        "Responses to accept",
    ];

    /// <summary>All rows, by id.</summary>
    public static IReadOnlyList<CaseRow> Rows { get; } =
    [
        .. MaskRows.All(), .. LengthRows.All(), .. ReservedBitRows.All(), .. ClosingRows.All(), .. FloodRows.All(), .. DeflateFaultRows.All(),
        .. DeflateShapeRows.All(), .. WindowRows.All(), .. SlowRows.All(), .. RequestRows.All(), .. OfferRows.All(), .. ResponseRows.All(),
    ];

    private static readonly Dictionary<string, CaseText> Texts = Rows.ToDictionary(row => row.Id, row => row.Words!.Value);

    /// <summary>The texts of a strict case; null when there is none of that id.</summary>
    public static CaseText? Text(string id) => Texts.TryGetValue(id, out CaseText text) ? text : null;

    /// <summary>The title of a family, as of "S.3"; null when there is none.</summary>
    public static string? Title(string prefix) =>
        CaseTexts.Numbers(prefix) is [int number and >= 1] && number <= Titles.Length ? Titles[number - 1] : null;
}
