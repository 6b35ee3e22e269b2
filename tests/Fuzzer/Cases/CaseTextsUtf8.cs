namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Texts of category 6. From 6.5 on a case is one text message of the octets in its row; the words follow from the octets.</summary>
internal static class CaseTextsUtf8
{
    private const string ThenClean = "then the fuzzer closes with 1000 and the closing handshake is clean";

    public static CaseText? Get(string id)
    {
        if (Rows.TryGetValue(id, out CaseText text))
        {
            return text;
        }

        return Octets(id) is { } octets ? Sequence(octets) : null;
    }

    public static string? Title(string prefix) =>
        Titles.TryGetValue(prefix, out string? title) ? title
        : CaseTexts.Numbers(prefix) is [int sub] && Sequences.TryGetValue(sub, out (string Title, string[] Hex) family) ? family.Title
        : null;

    /// <summary>The octets that a case from 6.5 on sends; null for the others.</summary>
    internal static byte[]? Octets(string id) =>
        id.StartsWith("6.", StringComparison.Ordinal) && CaseTexts.Numbers(id) is [int sub, int row] && Sequences.TryGetValue(sub, out (string Title, string[] Hex) family)
        && CaseTexts.Row(family.Hex, row) is { } hex
            ? Convert.FromHexString(hex)
            : null;

    private static CaseText Sequence(byte[] octets)
    {
        string hex = Utf8Words.Hex(octets);
        if (Utf8Words.Fault(octets) is { } fault)
        {
            return new($"Send a text message of the octets {hex}. Not valid UTF-8: {fault}.",
                "The peer fails the connection with close code 1007 and does not echo the message (RFC 6455 8.1).");
        }

        return new($"Send a text message of the octets {hex}. Valid UTF-8: {Utf8Words.CodePoints(octets)}.",
            $"The same message comes back, {ThenClean} (RFC 6455 5.6).");
    }

    private static readonly Dictionary<string, string> Titles = new()
    {
        ["6.1"] = "Empty text messages",
        ["6.2"] = "Valid text, whole and in fragments",
        ["6.3"] = "Invalid text, whole and in fragments",
        ["6.4"] = "Failing fast on invalid text",
    };

    private static readonly Dictionary<string, CaseText> Rows = new()
    {
        ["6.1.1"] = new("Send an empty text message.", $"An empty text message comes back, {ThenClean}."),
        ["6.1.2"] = new("Send a text message in three empty fragments.",
            $"One empty text message comes back, {ThenClean} (RFC 6455 5.4)."),
        ["6.1.3"] = new("Send a text message in three fragments of which only the middle one has a payload.",
            $"One text message with the middle fragment's text comes back, {ThenClean} (RFC 6455 5.4)."),
        ["6.2.1"] = new("Send a valid text message with characters of one and two octets in one frame.",
            $"The same message comes back, {ThenClean} (RFC 6455 5.6)."),
        ["6.2.2"] = new("Send the text of 6.2.1 in two fragments, cut between two characters.",
            $"The whole message comes back, {ThenClean} (RFC 6455 5.4)."),
        ["6.2.3"] = new("Send the text of 6.2.1 in fragments of one octet, so that characters are cut apart, ended by an empty fragment.",
            $"The whole message comes back, {ThenClean}: a fragment may end inside a character, only the message may not (RFC 6455 5.6)."),
        ["6.2.4"] = new("Send a Greek word, with characters of two and three octets, in fragments of one octet, ended by an empty fragment.",
            $"The whole message comes back, {ThenClean}: a fragment may end inside a character, only the message may not (RFC 6455 5.6)."),
        ["6.3.1"] = new("Send a text message in one frame that is a valid word, then ED A0 80, the surrogate U+D800, then more text.",
            "The peer fails the connection with close code 1007 and does not echo the message (RFC 6455 8.1)."),
        ["6.3.2"] = new("Send the octets of 6.3.1 in fragments of one octet, ended by an empty fragment.",
            "The peer fails the connection with close code 1007 and does not echo the message (RFC 6455 8.1)."),
        ["6.4.1"] = FailFast(
            "in three fragments: a valid word, then F4 90 80 80 (U+110000, beyond the last code point), then the rest",
            "the second fragment"),
        ["6.4.2"] = FailFast(
            "in three fragments: a valid word and F4, then 90, with which no valid character can follow, then the rest",
            "the second fragment"),
        ["6.4.3"] = FailFast(
            "in one frame, written in three parts: a valid word, then F4 90 80 80 (U+110000, beyond the last code point), then the rest",
            "the second part"),
        ["6.4.4"] = FailFast(
            "in one frame, written in three parts: a valid word and F4, then 90, with which no valid character can follow, then the rest",
            "the second part"),
    };

    private static CaseText FailFast(string message, string place) => new(
        $"Send an invalid text message {message}, with pauses of 1 s (A before the second, B before the third).",
        $"The peer fails the connection with close code 1007 as soon as {place} is there, before pause B has ended. "
        + "NON-STRICT: it fails later, once the message is complete (RFC 6455 8.1).");

    private const string Allowed = "Characters at the edges of the allowed ranges";

    private static readonly Dictionary<int, (string Title, string[] Hex)> Sequences = new()
    {
        [5] = ("Characters of one to four octets",
            ["68656c6c6f24776f726c64", "68656c6c6fc2a2776f726c64", "68656c6c6fe282ac776f726c64", "68656c6c6ff0a4ada2776f726c64",
             "cebae1bdb9cf83cebcceb5"]),
        [6] = ("Every prefix of a valid word",
            [.. Enumerable.Range(1, 11).Select(length => "cebae1bdb9cf83cebcceb5"[..(2 * length)])]),
        [7] = ("First character of each length", ["00", "c280", "e0a080", "f0908080"]),
        [8] = ("First sequence of five and of six octets", ["f888808080", "fc8480808080"]),
        [9] = ("Last character of each length", ["7f", "dfbf", "efbfbf", "f48fbfbf"]),
        [10] = ("Last sequence of four, five and six octets", ["f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"]),
        [11] = (Allowed, ["ed9fbf", "ee8080", "efbfbd", "f48fbfbf", "f4908080"]),
        [12] = ("Continuation octets without a first octet",
            ["80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf", Run(0x80, 63)]),
        [13] = ("First octets without their continuation",
            [Interrupted(0xC0, 31), Interrupted(0xE0, 15), Interrupted(0xF0, 7), Interrupted(0xF8, 3), Interrupted(0xFC, 1)]),
        [14] = ("Sequences whose last octet is missing",
            ["c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"]),
        [15] = ("Incomplete sequences one after the other",
            ["c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf"]),
        [16] = ("Octets that never occur", ["fe", "ff", "fefeffff"]),
        [17] = ("Overlong forms of the slash", ["c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"]),
        [18] = ("Largest overlong forms", ["c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"]),
        [19] = ("Overlong forms of U+0000", ["c080", "e08080", "f0808080", "f880808080", "fc8080808080"]),
        [20] = ("Single surrogates", ["eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"]),
        [21] = ("Pairs of surrogates",
            [.. from high in new[] { "eda080", "edadbf", "edae80", "edafbf" } from low in new[] { "edb080", "edbfbf" } select high + low]),
        [22] = ("Noncharacters, which are valid all the same",
            [.. from plane in Enumerable.Range(0, 17) from low in new[] { 0xFFFE, 0xFFFF } select Encode((plane << 16) | low)]),
        [23] = ("Special characters at the end of the basic plane",
            [.. Enumerable.Range(0xFFF9, 7).Select(Encode)]),
    };

    private static string Run(byte first, int count) =>
        Convert.ToHexString([.. Enumerable.Range(first, count).Select(value => (byte)value)]);

    /// <summary>Each first octet of a length followed by a blank; the suite leaves out the last of them.</summary>
    private static string Interrupted(byte first, int count) =>
        Convert.ToHexString([.. Enumerable.Range(first, count).SelectMany(value => new byte[] { (byte)value, 0x20 })]);

    private static string Encode(int codePoint) => codePoint < 0x10000
        ? Convert.ToHexString([(byte)(0xE0 | (codePoint >> 12)), (byte)(0x80 | ((codePoint >> 6) & 0x3F)), (byte)(0x80 | (codePoint & 0x3F))])
        : Convert.ToHexString([(byte)(0xF0 | (codePoint >> 18)), (byte)(0x80 | ((codePoint >> 12) & 0x3F)),
            (byte)(0x80 | ((codePoint >> 6) & 0x3F)), (byte)(0x80 | (codePoint & 0x3F))]);
}
