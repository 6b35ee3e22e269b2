using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.5: what comes behind a close frame. S.6: what stands in one.</summary>
internal static class ClosingRows
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    public static IEnumerable<CaseRow> All() => [.. AfterClose(), .. Codes(), .. Malformed()];

    private static IEnumerable<CaseRow> AfterClose()
    {
        FrameSpec hello = FrameSpec.Text("Hello");
        (string What, ScriptStep[] Steps)[] rows =
        [
            ("a text message and a ping", [.. StrictRows.Frames(hello, FrameSpec.Ping("late"))]),
            ("a binary message of 1 MiB", [.. StrictRows.Frames(new FrameSpec { Opcode = 2, Payload = Payload.Fill(0x2A, 1 << 20) })]),
            ("a frame with a reserved opcode", [.. StrictRows.Frames(new FrameSpec { Opcode = 3, Payload = Payload.Text("late") })]),
            ("an invalid text message", [.. StrictRows.Frames(new FrameSpec { Opcode = 1, Payload = Payload.Hex("FF") })]),
            ("octets that are no frames", [new ScriptStep.Octets(Payload.Fill(0xFF, 300))]),
            ("a thousand text messages", [new ScriptStep.Flood(() => Enumerable.Repeat(hello, 1000))]),
            ("a second close frame, with code 4000", [.. StrictRows.Frames(FrameSpec.Close(4000))]),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            yield return Closes(
                $"S.5.{i + 1}",
                new($"Send a close frame with code 1000 and, behind it, {rows[i].What}.",
                    "The peer answers the close frame with 1000, cleanly; nothing of what stands behind it is looked at (RFC 6455 1.4, 5.5.1)."),
                [new ScriptStep.CloseFrame(FrameSpec.Close(1000)), .. rows[i].Steps],
                [1000, 0]);
        }

        yield return Closes(
            "S.5.8",
            new("Send the first fragment of a text message, a close frame and the last fragment, all in one write.",
                "The peer answers the close frame with 1000, cleanly; the message never becomes complete (RFC 6455 5.4, 5.5.1)."),
            [
                new ScriptStep.Frame(FrameSpec.Text("Hel", fin: false)),
                new ScriptStep.CloseFrame(FrameSpec.Close(1000)),
                new ScriptStep.Frame(FrameSpec.Continuation("lo"u8.ToArray(), fin: true)),
            ],
            [1000, 0]);
    }

    private static IEnumerable<CaseRow> Codes()
    {
        int number = 0;
        foreach (int code in (int[])[1012, 1013, 1014, 3001, 4500])
        {
            yield return Closes(
                $"S.6.{++number}",
                new($"Send a close frame with code {code} ({CaseTextsClosing.CodeMeaning(code)}).",
                    "The peer answers with the same code, with 1000 or without a code, cleanly: the code is allowed (RFC 6455 7.4, IANA's registry)."),
                [new ScriptStep.CloseFrame(FrameSpec.Close(code))],
                [code, 1000, 0]);
        }

        foreach (int code in (int[])[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1999, 2999])
        {
            yield return Refuses(
                $"S.6.{++number}",
                new($"Send a close frame with code {code} ({CaseTextsClosing.CodeMeaning(code)}).",
                    "The peer fails the connection with 1002; it does not echo the code (RFC 6455 7.4)."),
                FrameSpec.Close(code),
                [1002]);
        }

        foreach (int code in (int[])[5000, 32768, 65535])
        {
            CaseRow row = Refuses(
                $"S.6.{++number}",
                new($"Send a close frame with code {code} ({CaseTextsClosing.CodeMeaning(code)}).",
                    "The peer fails the connection with 1002. NON-STRICT: it takes the code for a valid one and closes (RFC 6455 7.4.2)."),
                FrameSpec.Close(code),
                [1002]);
            Outcome takes = new() { Name = "closes with 1000 or the code", Behavior = Behavior.NonStrict, Events = [], CloseCodes = [code, 1000, 0] };
            yield return row with { Accepted = [.. row.Accepted, takes] };
        }
    }

    private static IEnumerable<CaseRow> Malformed()
    {
        string longest = string.Concat(Enumerable.Repeat("\u20AC", 41));
        yield return Closes(
            "S.6.19",
            new("Send a close frame with code 1000 and a reason of 123 octets, 41 euro signs.",
                "The peer answers with 1000, cleanly: this is the longest reason that fits (RFC 6455 5.5)."),
            [new ScriptStep.CloseFrame(FrameSpec.Close(1000, longest))],
            [1000, 0]);

        (string What, FrameSpec Frame, string Why, int[] Codes)[] rows =
        [
            ("a payload of one octet", Close("03"), "a code has two octets (RFC 6455 5.5.1)", [1002]),
            ("a payload of one octet, 00", Close("00"), "a code has two octets (RFC 6455 5.5.1)", [1002]),
            ("126 octets of payload", new() { Opcode = 8, Payload = Payload.Close(1000, new string('a', 124)) },
                "a control frame has 125 octets at most (RFC 6455 5.5)", [1002]),
            ("70,000 octets of payload", new() { Opcode = 8, Payload = Payload.Close(1000, new string('a', 69_998)) },
                "a control frame has 125 octets at most (RFC 6455 5.5)", [1002]),
            ("FIN clear", FrameSpec.Close(1000) with { Fin = false }, "control frames are never fragmented (RFC 6455 5.5)", [1002]),
            ("a reason that is the octet FF", Close("03E8FF"), "a reason is UTF-8 (RFC 6455 5.5.1, 8.1)", [1007, 1002]),
            ("a reason that ends inside a character", Close("03E848656C6C6FE282"), "a reason is UTF-8 (RFC 6455 5.5.1, 8.1)", [1007, 1002]),
            ("a reason that contains the surrogate U+D800", Close("03E848EDA0806F"), "a reason is UTF-8 (RFC 6455 5.5.1, 8.1)", [1007, 1002]),
            ("a reason with an overlong slash", Close("03E8C0AF"), "a reason is UTF-8 (RFC 6455 5.5.1, 8.1)", [1007, 1002]),
            ("a reason beyond U+10FFFF", Close("03E8F4908080"), "a reason is UTF-8 (RFC 6455 5.5.1, 8.1)", [1007, 1002]),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            (string what, FrameSpec frame, string why, int[] codes) = rows[i];
            yield return Refuses(
                $"S.6.{20 + i}",
                new($"Send a close frame with {what}.", $"The peer fails the connection with {string.Join(" or ", codes)}: {why}."),
                frame,
                codes);
        }
    }

    private static FrameSpec Close(string hex) => new() { Opcode = 8, Payload = Payload.Hex(hex) };

    private static CaseRow Closes(string id, CaseText words, IReadOnlyList<ScriptStep> script, IReadOnlyList<int> codes) => new()
    {
        Id = id,
        Words = words,
        Script = [.. script, new ScriptStep.FailAfter(StrictRows.Patience)],
        SuppressClose = true,
        Accepted =
        [
            new()
            {
                Name = "answers the close frame, cleanly", Events = [], CloseCodes = codes, ClosedByMe = true, Clean = true,
            },
        ],
    };

    private static CaseRow Refuses(string id, CaseText words, FrameSpec frame, IReadOnlyList<int> codes) => new()
    {
        Id = id,
        Words = words,
        Script = [new ScriptStep.CloseFrame(frame), new ScriptStep.FailAfter(StrictRows.Patience)],
        CloseLimit = CloseLimit,
        SuppressClose = true,
        Accepted =
        [
            new() { Name = $"fails with {string.Join(" or ", codes)}", Events = [], CloseCodes = codes, DroppedByMe = false },
            new()
            {
                Name = "drops TCP", Behavior = Behavior.NonStrict, Events = [], WithoutCloseFrame = true, DroppedByMe = false, Check = DropsInTime,
            },
        ],
    };

    // The close frame goes out when the connection opens. After the limit it is the fuzzer that drops TCP, which as server it may.
    private static string? DropsInTime(Observation seen) =>
        seen.PeerFault ?? (seen.Duration < CloseLimit ? null : "the peer neither answered the close frame nor dropped TCP");
}
