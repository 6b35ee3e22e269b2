namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Texts of categories 12 and 13: permessage-deflate over the corpora and over the offers, eighteen rows each.</summary>
internal static class CaseTextsCompression
{
    private static readonly (int Octets, int Fragment, int Seconds)[] Rows =
    [
        (16, 0, 60), (64, 0, 60), (256, 0, 120), (1024, 0, 240), (4096, 0, 480), (8192, 0, 480), (16384, 0, 480), (32768, 0, 480),
        (65536, 0, 480), (131072, 0, 480), (8192, 256, 480), (16384, 256, 480), (32768, 256, 480), (65536, 256, 480),
        (131072, 256, 480), (131072, 1024, 480), (131072, 4096, 480), (131072, 32768, 480),
    ];

    private static readonly string[] Corpora =
        ["a large JSON text (as text)", "a grey bitmap (as binary)", "German prose (as binary)", "a large HTML page (as binary)", "a PDF-like file (as binary)"];

    private static readonly string[] Offers =
    [
        "the default offer",
        "server_no_context_takeover",
        "server_max_window_bits=9",
        "server_max_window_bits=15",
        "server_no_context_takeover and server_max_window_bits=9",
        "server_no_context_takeover and server_max_window_bits=15",
        "three offers: server_no_context_takeover with server_max_window_bits=9, server_no_context_takeover alone, the default",
    ];

    public static CaseText? Get(string id, int messages) => CaseTexts.Numbers(id) is [int family, int row and >= 1] && row <= Rows.Length
        ? id.StartsWith("12.", StringComparison.Ordinal) && CaseTexts.Row(Corpora, family) is { } corpus
            ? Text(corpus, Offers[0], row - 1, messages)
        : id.StartsWith("13.", StringComparison.Ordinal) && CaseTexts.Row(Offers, family) is { } offer
            ? Text(Corpora[0], offer, row - 1, messages)
        : null
        : null;

    public static string? Title(string prefix) => CaseTexts.Numbers(prefix) is [int family]
        ? prefix.StartsWith("12.", StringComparison.Ordinal)
            ? CaseTexts.Row(Corpora, family) is { } corpus ? $"Messages cut from {corpus}" : null
            : CaseTexts.Row(Offers, family) is { } offer ? $"Negotiated with {offer}" : null
        : null;

    private static CaseText Text(string corpus, string offer, int row, int messages)
    {
        (int octets, int fragment, int seconds) = Rows[row];
        string fragments = fragment == 0 ? "" : $", in fragments of {CaseTexts.Size(fragment)}";
        return new(
            $"Negotiate permessage-deflate with {offer}; send {CaseTexts.Messages(messages, "compressed")} of {CaseTexts.Size(octets)}{fragments}, "
            + $"cut from {corpus}, each when the echo of the one before is there.",
            $"Each comes back equal, all within {seconds} s, compressed within what was negotiated, then the closing handshake is clean. "
            + "UNIMPLEMENTED: the peer does not negotiate the extension (RFC 7692 7.1, 7.2).");
    }
}
