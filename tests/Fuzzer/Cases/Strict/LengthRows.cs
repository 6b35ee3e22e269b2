namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.3: payload lengths that are written longer than need be, or that no peer can mean.</summary>
internal static class LengthRows
{
    private const string Minimal = "the shortest form is a must (RFC 6455 5.2)";

    public static IEnumerable<CaseRow> All()
    {
        (int Opcode, int Length, LengthForm Form)[] rows =
        [
            (1, 0, LengthForm.TwoOctets), (1, 5, LengthForm.TwoOctets), (2, 125, LengthForm.TwoOctets),
            (1, 0, LengthForm.EightOctets), (1, 5, LengthForm.EightOctets), (2, 125, LengthForm.EightOctets),
            (2, 126, LengthForm.EightOctets), (2, 65535, LengthForm.EightOctets),
            (9, 5, LengthForm.TwoOctets), (9, 5, LengthForm.EightOctets), (10, 0, LengthForm.TwoOctets),
        ];
        int number = 0;
        foreach ((int opcode, int length, LengthForm form) in rows)
        {
            string field = form == LengthForm.TwoOctets ? "16-bit" : "64-bit";
            yield return StrictRows.Fails(
                $"S.3.{++number}",
                new($"Send a {Kind(opcode)} of {CaseTexts.Size(length)} whose length is written in the {field} field.",
                    $"The peer fails the connection with 1002 and does not answer the frame: {Minimal}."),
                StrictRows.Frames(new FrameSpec { Opcode = opcode, Payload = Payload.Fill(0x2A, length), LengthForm = form }),
                [1002]);
        }

        yield return StrictRows.Fails(
            $"S.3.{++number}",
            new("Send a close frame with code 1000 whose length, 2, is written in the 16-bit field.",
                $"The peer fails the connection with 1002, not with 1000: {Minimal}."),
            StrictRows.Frames(FrameSpec.Close(1000) with { LengthForm = LengthForm.TwoOctets }),
            [1002]);
        yield return StrictRows.Fails(
            $"S.3.{++number}",
            new("Send a text message in two fragments; the second one's length, 3, is written in the 16-bit field.",
                $"The peer fails the connection with 1002 and echoes nothing: {Minimal}."),
            StrictRows.Frames(
                FrameSpec.Text("Hel", fin: false),
                FrameSpec.Continuation("lo!"u8.ToArray(), fin: true) with { LengthForm = LengthForm.TwoOctets }),
            [1002]);
        yield return TopBit(++number, 5, "5 octets");
        yield return TopBit(++number, 70_000, "70,000 octets");
        yield return TopBit(++number, (1UL << 63) - 1, "all 63 bits below it set");
    }

    // RFC 6455 §5.2: the most significant bit of the 64-bit length MUST be 0. Too big for anyone is a reason as good as malformed.
    private static CaseRow TopBit(int number, ulong rest, string words) => StrictRows.Fails(
        $"S.3.{number}",
        new($"Send a binary frame whose 64-bit length has the top bit set, and {words}.",
            "The peer fails the connection with 1002 (or 1009) as soon as it has read the header: the top bit must be 0 (RFC 6455 5.2)."),
        StrictRows.Frames(new FrameSpec
        {
            Opcode = 2,
            Payload = Payload.Fill(0x2A, (int)Math.Min(rest, 70_000)),
            AnnouncedLength = (1UL << 63) | rest,
            LengthForm = LengthForm.EightOctets,
        }),
        [1002, 1009]);

    private static string Kind(int opcode) => opcode switch { 1 => "text message", 2 => "binary message", 9 => "ping", _ => "pong" };
}
