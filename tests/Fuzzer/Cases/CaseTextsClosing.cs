namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Texts of category 7: closing.</summary>
internal static class CaseTextsClosing
{
    private const string Clean = "The closing handshake is clean, and nothing else comes back";
    private const string OwnCode = "The peer answers with 1000 or with the same code, and the closing handshake is clean";

    private static readonly int[] ValidCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
    private static readonly int[] InvalidCodes = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
    private static readonly int[] BeyondCodes = [5000, 65535];

    public static CaseText? Get(string id)
    {
        if (Rows.TryGetValue(id, out CaseText text))
        {
            return text;
        }

        return CaseTexts.Numbers(id) switch
        {
            [7, int row] when row >= 1 && row <= ValidCodes.Length => Valid(ValidCodes[row - 1]),
            [9, int row] when row >= 1 && row <= InvalidCodes.Length => Invalid(InvalidCodes[row - 1]),
            [13, int row] when row >= 1 && row <= BeyondCodes.Length => Beyond(BeyondCodes[row - 1]),
            _ => null,
        };
    }

    /// <summary>What a close code stands for, in brackets behind the number (RFC 6455 7.4).</summary>
    internal static string CodeMeaning(int code) => code switch
    {
        1000 => "normal closure",
        1001 => "going away",
        1002 => "protocol error",
        1003 => "unsupported data",
        1004 => "reserved, without a meaning",
        1005 => "stands for 'no code was there' and must not be sent",
        1006 => "stands for 'no close frame was there' and must not be sent",
        1007 => "invalid payload data",
        1008 => "policy violation",
        1009 => "message too big",
        1010 => "extension missing",
        1011 => "internal error",
        1012 => "service restart",
        1013 => "try again later",
        1014 => "bad gateway",
        1015 => "stands for 'TLS handshake failed' and must not be sent",
        < 1000 => "below 1000, never used",
        < 3000 => "reserved for the protocol, not defined",
        3000 => "first code for registered applications",
        3999 => "last code for registered applications",
        4000 => "first code for private use",
        4999 => "last code for private use",
        < 4000 => "for registered applications",
        < 5000 => "for private use",
        _ => "beyond 4999, outside of every range",
    };

    private static CaseText Valid(int code) => new(
        $"Send a close frame with code {code} ({CodeMeaning(code)}).",
        $"{OwnCode} (RFC 6455 7.4).");

    private static CaseText Invalid(int code) => new(
        $"Send a close frame with code {code} ({CodeMeaning(code)}).",
        "The peer answers with 1002, or drops the connection (RFC 6455 7.4).");

    private static CaseText Beyond(int code) => new(
        $"Send a close frame with code {code} ({CodeMeaning(code)}).",
        "Informational: what the peer does is recorded and not judged. Answering with 1002 is best (RFC 6455 7.4).");

    private static readonly Dictionary<string, CaseText> Rows = new()
    {
        ["7.1.1"] = new("Send a short text message, and close when its echo is there.",
            "The message comes back, then the closing handshake is clean (RFC 6455 7.1.2)."),
        ["7.1.2"] = new("Send a close frame, then a second close frame.", $"{Clean}: the second one is ignored (RFC 6455 5.5.1)."),
        ["7.1.3"] = new("Send a close frame, then a ping.", $"{Clean}: the ping is not answered (RFC 6455 5.5.1)."),
        ["7.1.4"] = new("Send a close frame, then a text message.", $"{Clean}: the message is not echoed (RFC 6455 5.5.1)."),
        ["7.1.5"] = new("Send the first fragment of a text message, a close frame, then the last fragment.",
            $"{Clean}: the message never becomes complete (RFC 6455 5.5.1)."),
        ["7.1.6"] = new("Send a text message of 256 KiB, a short one, a close frame and a ping, all at once.",
            "Informational: how much a peer still echoes before it answers the close frame is recorded and not judged (RFC 6455 5.5.1)."),
        ["7.3.1"] = new("Send a close frame without payload.", $"{Clean}; the answer has code 1000 or no code (RFC 6455 5.5.1)."),
        ["7.3.2"] = new("Send a close frame with a payload of one octet, which is too short for a code.",
            "The peer answers with 1002, or drops the connection (RFC 6455 5.5.1)."),
        ["7.3.3"] = new("Send a close frame with code 1000 and no reason.", $"{Clean} (RFC 6455 5.5.1)."),
        ["7.3.4"] = new("Send a close frame with code 1000 and a short reason.", $"{Clean} (RFC 6455 5.5.1)."),
        ["7.3.5"] = new("Send a close frame with code 1000 and a reason of 123 octets, the longest that fits.", $"{Clean} (RFC 6455 5.5, 5.5.1)."),
        ["7.3.6"] = new("Send a close frame with code 1000 and a reason of 124 octets: 126 octets of payload, one too many.",
            "The peer fails the connection with 1002, or drops it (RFC 6455 5.5)."),
        ["7.5.1"] = new("Send a close frame with code 1000 and a reason that is not valid UTF-8: it contains the surrogate U+D800.",
            "The peer answers with 1007 or 1002, or drops the connection (RFC 6455 5.5.1, 8.1)."),
    };
}
