namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.1 and S.2: frames masked the wrong way. The public suite always masks by role, so nothing there sees a peer that does not look.</summary>
internal static class MaskRows
{
    public static IEnumerable<CaseRow> All() =>
    [
        .. Wrong("S.1", Masking.Unmasked, Applicability.Servers, "unmasked", "a server must refuse a frame that is not masked"),
        ZeroKey(),
        .. Wrong("S.2", Masking.Masked, Applicability.Clients, "masked", "a client must refuse a frame that is masked"),
    ];

    private static IEnumerable<CaseRow> Wrong(string family, Masking masking, Applicability where, string how, string rule)
    {
        FrameSpec hello = FrameSpec.Text("Hello");
        FrameSpec fragment = FrameSpec.Text("Hel", fin: false);
        (string What, FrameSpec[] Valid, FrameSpec Bad)[] rows =
        [
            ("a short text message", [], hello),
            ("an empty text message", [], FrameSpec.Text("")),
            ("a binary message of 126 octets", [], new() { Opcode = 2, Payload = Payload.Fill(0xFE, 126) }),
            ("a binary message of 65,536 octets", [], new() { Opcode = 2, Payload = Payload.Fill(0xFE, 65536) }),
            ("an empty ping", [], FrameSpec.Ping()),
            ("a ping with a payload", [], FrameSpec.Ping("are you there?")),
            ("a pong", [], FrameSpec.Pong("unasked")),
            ("a close frame with code 1000", [], FrameSpec.Close(1000)),
            ("an empty close frame", [], new() { Opcode = 8 }),
            ("a continuation, after a correct first fragment", [fragment], FrameSpec.Continuation("lo"u8.ToArray(), fin: true)),
            ("an empty continuation, after a correct first fragment", [fragment], FrameSpec.Continuation([], fin: true)),
            ("a ping, between correct fragments", [fragment], FrameSpec.Ping("between")),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            (string what, FrameSpec[] valid, FrameSpec bad) = rows[i];
            yield return StrictRows.Fails(
                $"{family}.{i + 1}",
                new($"Send {how}: {what}.", $"The peer fails the connection with 1002 and answers nothing: {rule} (RFC 6455 5.1)."),
                StrictRows.Frames([.. valid, bad with { Masking = masking }]),
                [1002]) with { AppliesTo = where };
        }

        yield return StrictRows.Fails(
            $"{family}.{rows.Length + 1}",
            new($"Send a correct text message, then the same one {how}.",
                $"The first message comes back, then the peer fails the connection with 1002: {rule}, at any time (RFC 6455 5.1)."),
            [
                new ScriptStep.Frame(hello),
                new ScriptStep.AwaitEvents(1),
                new ScriptStep.Frame(hello with { Masking = masking }),
            ],
            [1002],
            StrictRows.Text("Hello")) with { AppliesTo = where };
    }

    private static CaseRow ZeroKey() => StrictRows.Answers(
        "S.1.14",
        new("Send a text message masked with the key 00 00 00 00.",
            $"{StrictRows.EchoThenClean}: every key is allowed, this one too (RFC 6455 5.3)."),
        StrictRows.Frames(FrameSpec.Text("Hello") with { MaskingKey = 0 }),
        StrictRows.Text("Hello")) with { AppliesTo = Applicability.Servers };
}
