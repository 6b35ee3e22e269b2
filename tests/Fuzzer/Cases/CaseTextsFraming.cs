namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Texts of categories 1 to 5: payload lengths, pings and pongs, reserved bits and opcodes, fragmentation.</summary>
internal static class CaseTextsFraming
{
    private const string ThenClean = "then the fuzzer closes with 1000 and the closing handshake is clean";
    private const string Fail1002 = "The peer fails the connection with close code 1002, without an answer to any frame";

    private static readonly string[] PayloadWords =
    [
        "an empty payload",
        "125 octets, the longest payload that the 7-bit length holds",
        "126 octets, the shortest payload that needs the 16-bit length",
        "127 octets: the number 127 in the 7-bit field would mean a 64-bit length",
        "128 octets, which a length field read as signed would get wrong",
        "65,535 octets, the longest payload of the 16-bit length",
        "65,536 octets, the shortest payload that needs the 64-bit length",
        "65,536 octets, written to the connection in pieces of 997 octets",
    ];

    /// <summary>Category 1: one message, eight lengths, as text and as binary.</summary>
    public static CaseText? Payloads(string id)
    {
        if (CaseTexts.Numbers(id) is not [1 or 2, _] numbers || CaseTexts.Row(PayloadWords, numbers[1]) is not { } payload)
        {
            return null;
        }

        string type = numbers[0] == 1 ? "text" : "binary";
        return new($"Send one unfragmented {type} message with {payload}.",
            $"The same {type} message comes back, {ThenClean} (RFC 6455 5.2, 5.6).");
    }

    public static CaseText? Get(string id) => Rows.TryGetValue(id, out CaseText text) ? text : null;

    private static readonly Dictionary<string, CaseText> Rows = new()
    {
        ["2.1"] = new("Send a ping without payload.",
            $"An empty pong comes back, {ThenClean} (RFC 6455 5.5.2, 5.5.3)."),
        ["2.2"] = new("Send a ping with a short text as payload.",
            $"A pong with the same payload comes back, {ThenClean} (RFC 6455 5.5.3)."),
        ["2.3"] = new("Send a ping whose payload is binary and no valid UTF-8.",
            $"A pong with the same octets comes back: a control frame's payload is not text; {ThenClean} (RFC 6455 5.5.3)."),
        ["2.4"] = new("Send a ping with 125 octets of payload, the most that a control frame may carry.",
            $"A pong with the same 125 octets comes back, {ThenClean} (RFC 6455 5.5)."),
        ["2.5"] = new("Send a ping with 126 octets of payload, one more than a control frame may carry.",
            $"{Fail1002} (RFC 6455 5.5)."),
        ["2.6"] = new("Send a ping with 125 octets of payload, written octet by octet.",
            $"One pong with the same 125 octets comes back, {ThenClean} (RFC 6455 5.5.3)."),
        ["2.7"] = new("Send an empty pong that answers no ping, then close.",
            "The pong is ignored: nothing comes back but the answer to the close frame (RFC 6455 5.5.3)."),
        ["2.8"] = new("Send a pong with payload that answers no ping, then close.",
            "The pong is ignored: nothing comes back but the answer to the close frame (RFC 6455 5.5.3)."),
        ["2.9"] = new("Send a pong with payload that answers no ping, then a ping with another payload.",
            $"The unsolicited pong is ignored, the ping is answered with its own payload, {ThenClean} (RFC 6455 5.5.3)."),
        ["2.10"] = new("Send ten pings, each with a payload of its own.",
            $"Ten pongs come back in the order of the pings, each with its ping's payload, {ThenClean} (RFC 6455 5.5.3)."),
        ["2.11"] = new("Send ten pings, each with a payload of its own, written octet by octet.",
            $"Ten pongs come back in the order of the pings, each with its ping's payload, {ThenClean} (RFC 6455 5.5.3)."),

        ["3.1"] = new("Send a short text message with RSV3 set (RSV = 1); no extension was negotiated that defines it.",
            "The peer fails the connection with close code 1002 and does not echo the message (RFC 6455 5.2)."),
        ["3.2"] = Rsv(2, "RSV2", ""),
        ["3.3"] = Rsv(3, "RSV2 and RSV3", ", each frame flushed by itself"),
        ["3.4"] = Rsv(4, "RSV1", ", all of it written octet by octet"),
        ["3.5"] = new("Send a short binary message with RSV1 and RSV3 set (RSV = 5).",
            "The peer fails the connection with close code 1002 and does not echo the message (RFC 6455 5.2)."),
        ["3.6"] = new("Send a short binary message with RSV1 and RSV2 set (RSV = 6).",
            "The peer fails the connection with close code 1002 and does not echo the message (RFC 6455 5.2)."),
        ["3.7"] = new("Send a close frame without payload and with all three reserved bits set (RSV = 7).",
            "The peer fails the connection with close code 1002; it does not take the frame for a normal close (RFC 6455 5.2)."),

        ["4.1.1"] = new("Send a frame with reserved data opcode 3, without payload.", $"{Fail1002} (RFC 6455 5.2)."),
        ["4.1.2"] = new("Send a frame with reserved data opcode 4 and a payload.", $"{Fail1002} (RFC 6455 5.2)."),
        ["4.1.3"] = Opcode("data opcode 5", "without payload", ""),
        ["4.1.4"] = Opcode("data opcode 6", "with a payload", ""),
        ["4.1.5"] = Opcode("data opcode 7", "with a payload", ", all of it written octet by octet"),
        ["4.2.1"] = new("Send a frame with reserved control opcode 11, without payload.", $"{Fail1002} (RFC 6455 5.2)."),
        ["4.2.2"] = new("Send a frame with reserved control opcode 12 and a payload.", $"{Fail1002} (RFC 6455 5.2)."),
        ["4.2.3"] = Opcode("control opcode 13", "without payload", ""),
        ["4.2.4"] = Opcode("control opcode 14", "with a payload", ""),
        ["4.2.5"] = Opcode("control opcode 15", "with a payload", ", all of it written octet by octet"),

        ["5.1"] = new("Send a ping in two fragments: FIN clear, then a continuation with FIN set.",
            $"{Fail1002}: control frames are never fragmented (RFC 6455 5.4, 5.5)."),
        ["5.2"] = new("Send a pong in two fragments: FIN clear, then a continuation with FIN set.",
            $"{Fail1002}: control frames are never fragmented (RFC 6455 5.4, 5.5)."),
        ["5.3"] = Fragments("Send a text message in two fragments, both in one write."),
        ["5.4"] = Fragments("Send a text message in two fragments, each flushed by itself."),
        ["5.5"] = Fragments("Send a text message in two fragments, written octet by octet."),
        ["5.6"] = PingBetween("all in one write"),
        ["5.7"] = PingBetween("each frame flushed by itself"),
        ["5.8"] = PingBetween("written octet by octet"),
        ["5.9"] = Stray("with FIN set", "all in one write"),
        ["5.10"] = Stray("with FIN set", "each frame flushed by itself"),
        ["5.11"] = Stray("with FIN set", "written octet by octet"),
        ["5.12"] = Stray("with FIN clear", "all in one write"),
        ["5.13"] = Stray("with FIN clear", "each frame flushed by itself"),
        ["5.14"] = Stray("with FIN clear", "written octet by octet"),
        ["5.15"] = new("Send a text message in two fragments, then a continuation (FIN clear) that continues nothing, then a whole text frame.",
            "The first message comes back; then the peer fails the connection with close code 1002 at the stray continuation. "
            + "NON-STRICT: it fails without having echoed the first message (RFC 6455 5.4)."),
        ["5.16"] = new("Twice: send a continuation with FIN clear that continues nothing, then a text message in two fragments.",
            $"{Fail1002}, at the first frame (RFC 6455 5.4)."),
        ["5.17"] = new("Twice: send a continuation with FIN set that continues nothing, then a text message in two fragments.",
            $"{Fail1002}, at the first frame (RFC 6455 5.4)."),
        ["5.18"] = new("Send the first fragment of a text message, then a second text frame (FIN set) in place of a continuation.",
            $"{Fail1002}: a new message must not begin inside another (RFC 6455 5.4)."),
        ["5.19"] = FivePieces("with every run of frames in one write"),
        ["5.20"] = FivePieces("with each frame flushed by itself"),
    };

    private static CaseText Rsv(int value, string bits, string writes) => new(
        $"Send a short text message, then the same with {bits} set (RSV = {value}), then a ping{writes}.",
        "The first message comes back; then the peer fails the connection with close code 1002 and answers neither the second message "
        + "nor the ping. NON-STRICT: it fails without having echoed the first message (RFC 6455 5.2).");

    private static CaseText Opcode(string opcode, string payload, string writes) => new(
        $"Send a short text message, then a frame with reserved {opcode} {payload}, then a ping{writes}.",
        "The first message comes back; then the peer fails the connection with close code 1002 and does not answer the ping. "
        + "NON-STRICT: it fails without having echoed the first message (RFC 6455 5.2).");

    private static CaseText Fragments(string description) => new(description,
        $"The whole message comes back as one text message, {ThenClean} (RFC 6455 5.4).");

    private static CaseText PingBetween(string writes) => new(
        $"Send a text message in two fragments with a ping between them, {writes}.",
        $"The pong comes back first, with the ping's payload, then the whole message, {ThenClean}: "
        + "control frames may stand between fragments and do not wait for the message's end (RFC 6455 5.4, 5.5).");

    private static CaseText Stray(string fin, string writes) => new(
        $"Send a continuation frame {fin} although no message is open, then a whole text message, {writes}.",
        $"{Fail1002}: there is nothing to continue (RFC 6455 5.4).");

    private static CaseText FivePieces(string writes) => new(
        $"Send a text message in five fragments, {writes}: two fragments, a ping, a pause of 1 s, two fragments, a second ping, the last fragment.",
        $"Both pongs come back, the first one before the pause has ended, then the whole message, {ThenClean} (RFC 6455 5.4, 5.5.2).");
}
