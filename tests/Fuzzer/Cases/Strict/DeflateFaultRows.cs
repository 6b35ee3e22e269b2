using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.8: compressed messages that inflate to too much, or to nothing valid.</summary>
internal static class DeflateFaultRows
{
    private static readonly IReadOnlyList<DeflateOffer> Offer = [new()];

    // RFC 7692 names no close code for broken data: it is inconsistent with the message's type (1007) or with the protocol (1002).
    private static readonly IReadOnlyList<int> Broken = [1007, 1002];

    public static IEnumerable<CaseRow> All() => [.. Bombs(), .. BrokenStreams(), .. InvalidText()];

    private static IEnumerable<CaseRow> Bombs()
    {
        yield return Bomb("S.8.1", "one frame of about 1 MiB", bomb => [Shapes.Compressed(bomb) with { Opcode = 2 }]);
        yield return Bomb("S.8.2", "frames of 16 KiB, about 1 MiB in all", bomb => Cut(bomb, 16 << 10));
        yield return new CaseRow
        {
            Id = "S.8.3",
            Words = new("Send a compressed binary message of about 16 KiB that inflates to 16 MiB of zeros.",
                "The 16 MiB come back and the closing handshake is clean, or the peer fails the connection with 1009 or 1008 "
                + "because its limit is below that (RFC 6455 7.4.1, 10.4)."),
            Compression = Offer,
            Inflates = true,
            Script =
            [
                new ScriptStep.FailAfter(StrictRows.LongPatience),
                new ScriptStep.Flood(() => [Shapes.Compressed(Shapes.Bomb(16)) with { Opcode = 2 }]),
                new ScriptStep.AwaitEvents(1),
                StrictRows.CloseNow,
            ],
            SuppressClose = true,
            Accepted =
            [
                StrictRows.Receives() with { Name = "echoes 16 MiB of zeros", Events = null, Check = IsSixteenMebibytes },
                Outcome.FailsWith(1009, 1008) with { Events = [] },
            ],
        };
    }

    private static CaseRow Bomb(string id, string how, Func<byte[], IEnumerable<FrameSpec>> frames) => new()
    {
        Id = id,
        Words = new($"Send a compressed binary message, in {how}, that inflates to 1 GiB of zeros.",
            "The peer fails the connection with 1009 (or 1008) within 10 s and echoes nothing of it (RFC 6455 7.4.1, 10.4)."),
        Compression = Offer,
        Inflates = true,
        Script =
        [
            new ScriptStep.FailAfter(StrictRows.LongPatience),
            new ScriptStep.Flood(() => frames(Shapes.Bomb(1024))),
        ],
        SuppressClose = true,
        Accepted =
        [
            Outcome.FailsWith(1009, 1008) with { Events = [], Check = IsPromptAndSilent },
            Outcome.Drops() with { Behavior = Behavior.NonStrict, Events = [], Check = IsPromptAndSilent },
        ],
    };

    private static IEnumerable<FrameSpec> Cut(byte[] compressed, int size)
    {
        for (int start = 0; start < compressed.Length; start += size)
        {
            int end = Math.Min(start + size, compressed.Length);
            yield return new()
            {
                Opcode = start == 0 ? 2 : 0,
                Rsv = start == 0 ? 4 : 0,
                Fin = end == compressed.Length,
                Payload = Payload.Of(compressed[start..end]),
            };
        }
    }

    private static string? IsPromptAndSilent(Observation seen) =>
        seen.Duration > TimeSpan.FromSeconds(10) ? $"the peer took {seen.Duration.TotalSeconds:F1} s to refuse"
        : seen.FramesReceived.Any(frames => frames.Key is 0 or 1 or 2 && frames.Value > 0) ? "the peer echoed a part of the bomb"
        : null;

    private static string? IsSixteenMebibytes(Observation seen) =>
        seen.Received is [CaseEvent.Message { Binary: true } message] && message.Octets.Length == 16 << 20
        && !message.Octets.AsSpan().ContainsAnyExcept((byte)0)
            ? null
            : "not the 16 MiB of zeros came back";

    private static IEnumerable<CaseRow> BrokenStreams()
    {
        (string What, string Hex)[] rows =
        [
            ("a block of the reserved type 3", "06"),
            ("a stored block whose length and its complement do not agree", "000500050048656C6C6F00"),
            ("a reference to one octet back, before anything was output", "020200"),
            ("a reference to a message that was never sent", Convert.ToHexString(Shapes.HelloAgain)),
            ("a reference to two octets back, when only one was output", "F2004200"),
            ("the length symbol 286, which does not exist", "F2180300"),
            ("the distance symbol 30, which does not exist", "F2003E00"),
            ("a dynamic block whose code lengths assign more codes than there are", "04E09324499224499200"),
            ("a stored block of 100 octets that ends after 5", "0064009BFF48656C6C6F"),
            ("a fixed block that ends in the middle of its codes", "F248CDC9"),
            ("a dynamic block that ends in the middle of its codes",
                "2C92D111042108435BA1844314A4FFC6EEC5E563C7C1252109FEACBD2D2B6D955BFDB6751DBBDBC2ED7ADA8EB6FEFDCCBB2D22B976F3B5ADE85AB9ED34"),
        ];
        int number = 3;
        foreach ((string what, string hex) in rows)
        {
            FrameSpec frame = Shapes.Compressed(Convert.FromHexString(hex)) with { Opcode = 2 };
            yield return StrictRows.Fails(
                $"S.8.{++number}",
                new($"Send a compressed binary message that is not valid DEFLATE: {what}.",
                    "The peer fails the connection with 1007 (or 1002) and echoes nothing (RFC 7692 7.2.2, RFC 1951 3.2)."),
                StrictRows.Frames(frame),
                Broken) with { Compression = Offer };
        }

        yield return StrictRows.Fails(
            $"S.8.{++number}",
            new("Send a valid compressed message and, when its echo is there, one with a block of the reserved type 3.",
                "The first message comes back, then the peer fails the connection with 1007 (or 1002) (RFC 7692 7.2.2)."),
            [
                new ScriptStep.Frame(Shapes.CompressedHello(.., fin: true)),
                new ScriptStep.AwaitEvents(1),
                new ScriptStep.Frame(Shapes.Compressed([6])),
            ],
            Broken,
            StrictRows.Text("Hello")) with { Compression = Offer };
    }

    private static IEnumerable<CaseRow> InvalidText()
    {
        (string What, FrameSpec[] Frames)[] rows =
        [
            ("the octet FF behind 'Hello'", [Stored("48656C6C6FFF")]),
            ("the surrogate U+D800", [Stored("48EDA0806F")]),
            ("an overlong slash", [Stored("48C0AF6F")]),
            ("the first two octets of a euro sign and nothing more", [Stored("48E282")]),
            ("the octet FF, with the compressed octets in two fragments",
                [Stored("48656C6C6FFF") with { Fin = false }, FrameSpec.Continuation([], fin: true)]),
        ];
        int number = 15;
        foreach ((string what, FrameSpec[] frames) in rows)
        {
            yield return StrictRows.Fails(
                $"S.8.{++number}",
                new($"Send a compressed text message that inflates to invalid UTF-8: {what}.",
                    "The peer fails the connection with 1007 and echoes nothing: the rule is about the message, not about the frames (RFC 6455 8.1)."),
                StrictRows.Frames(frames),
                [1007]) with { Compression = Offer };
        }
    }

    /// <summary>A compressed text frame: the octets in a stored block.</summary>
    private static FrameSpec Stored(string hex)
    {
        byte[] octets = Convert.FromHexString(hex);
        return Shapes.Compressed([0, (byte)octets.Length, 0, (byte)~octets.Length, 0xFF, .. octets, 0]);
    }
}
