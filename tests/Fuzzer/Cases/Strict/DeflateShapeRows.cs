using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.9: valid compressed messages in the less usual shapes, which RFC 7692 §7.2.3 shows or allows.</summary>
internal static class DeflateShapeRows
{
    private static readonly IReadOnlyList<DeflateOffer> Offer = [new()];
    private static readonly CaseEvent HelloEcho = StrictRows.Text("Hello");

    public static IEnumerable<CaseRow> All()
    {
        FrameSpec ping = FrameSpec.Ping("between");
        FrameSpec plain = FrameSpec.Text("Hello");
        FrameSpec deflated = plain with { Deflate = true };
        byte[] twoParts = [.. Shapes.Hello, .. Shapes.FlushTail, .. Shapes.StoredHello];
        (string What, string Rule, FrameSpec[] Frames, CaseEvent[] Echo)[] rows =
        [
            ("an empty message as the octet 00", "7.2.3.6", [Shapes.Compressed([0])], [StrictRows.Text("")]),
            ("an empty message as an empty fixed block", "7.2.3.6", [Shapes.Compressed([2, 0])], [StrictRows.Text("")]),
            ("a message in one fixed block", "7.2.3.1", [Shapes.Compressed(Shapes.Hello)], [HelloEcho]),
            ("a message in one stored block", "7.2.3.3", [Shapes.Compressed(Shapes.StoredHello)], [HelloEcho]),
            ("a message in two blocks", "7.2.3.5", [Shapes.Compressed(Shapes.TwoBlockHello)], [HelloEcho]),
            ("a message flushed twice, a fixed and a stored block with an empty one between", "7.2.1",
                [Shapes.Compressed(twoParts)], [StrictRows.Text("HelloHello")]),
            ("a message that ends in a block with BFINAL set", "7.2.3.4", [Shapes.Compressed(Shapes.FinalHello)], [HelloEcho]),
            ("a message that ends in a block with BFINAL set, then one in a fixed block", "7.2.3.4",
                [Shapes.Compressed(Shapes.FinalHello), Shapes.Compressed(Shapes.Hello)], [HelloEcho, HelloEcho]),
            ("three messages that each end in a block with BFINAL set", "7.2.3.4",
                [.. Enumerable.Repeat(Shapes.Compressed(Shapes.FinalHello), 3)], [HelloEcho, HelloEcho, HelloEcho]),
            ("a message in two fragments", "6.1",
                [Shapes.CompressedHello(0..3, fin: false), FrameSpec.Continuation(Shapes.Hello[3..], fin: true)], [HelloEcho]),
            ("a message in two fragments with a ping between them", "6.1",
                [Shapes.CompressedHello(0..3, fin: false), ping, FrameSpec.Continuation(Shapes.Hello[3..], fin: true)],
                [StrictRows.Pong("between"), HelloEcho]),
            ("a message in fragments of one octet", "6.1", [.. OctetByOctet(Shapes.Hello)], [HelloEcho]),
            ("a message whose first and last fragment are empty", "6.1",
                [Shapes.Compressed([], fin: false), FrameSpec.Continuation(Shapes.Hello, fin: false), FrameSpec.Continuation([], fin: true)],
                [HelloEcho]),
            ("a message, written octet by octet", "6.2", [Shapes.Compressed(Shapes.Hello) with { Chop = 1 }], [HelloEcho]),
            ("an uncompressed message", "6", [plain], [HelloEcho]),
            ("a compressed message between two uncompressed ones", "6", [plain, deflated, plain], [HelloEcho, HelloEcho, HelloEcho]),
            ("an uncompressed message in two fragments", "6",
                [FrameSpec.Text("Hel", fin: false), FrameSpec.Continuation("lo"u8.ToArray(), fin: true)], [HelloEcho]),
            ("a fragmented compressed message between two uncompressed fragmented ones", "6.1",
                [FrameSpec.Text("Hel", fin: false), FrameSpec.Continuation("lo"u8.ToArray(), fin: true),
                 Shapes.CompressedHello(0..1, fin: false), FrameSpec.Continuation(Shapes.Hello[1..], fin: true),
                 FrameSpec.Text("Hel", fin: false), FrameSpec.Continuation("lo"u8.ToArray(), fin: true)],
                [HelloEcho, HelloEcho, HelloEcho]),
            ("a ping, whose payload is never compressed", "6.1", [deflated, ping], [HelloEcho, StrictRows.Pong("between")]),
            ("sixteen equal messages, with context takeover where the peer allows it", "7.2.3.2",
                [.. Enumerable.Repeat(deflated, 16)], [.. Enumerable.Repeat(HelloEcho, 16)]),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            (string what, string rule, FrameSpec[] frames, CaseEvent[] echo) = rows[i];
            yield return StrictRows.Answers(
                $"S.9.{i + 1}",
                new($"With permessage-deflate negotiated, send {what}.",
                    $"Every message comes back as it was, compressed or not, then the closing handshake is clean (RFC 7692 {rule})."),
                StrictRows.Frames(frames),
                echo) with { Compression = Offer };
        }

        yield return EmptyPayload(rows.Length + 1);
        yield return TakenOver(rows.Length + 2, "in a fixed block", Shapes.Hello);
        yield return TakenOver(rows.Length + 3, "that ends in a block with BFINAL set", Shapes.FinalHello);
    }

    private static IEnumerable<FrameSpec> OctetByOctet(byte[] compressed)
    {
        yield return Shapes.Compressed(compressed[..1], fin: false);
        for (int i = 1; i < compressed.Length; i++)
        {
            yield return FrameSpec.Continuation(compressed[i..(i + 1)], fin: i == compressed.Length - 1);
        }
    }

    // Without the octet 00 there is nothing to append 00 00 FF FF to: no valid DEFLATE, yet what is meant is plain.
    private static CaseRow EmptyPayload(int number)
    {
        CaseRow row = StrictRows.Answers(
            $"S.9.{number}",
            new("With permessage-deflate negotiated, send a message with RSV1 set and no payload at all.",
                "An empty message comes back, or the peer fails the connection with 1007 or 1002: strictly, no DEFLATE stream is "
                + "that short (RFC 7692 7.2.3.6)."),
            StrictRows.Frames(Shapes.Compressed([])),
            StrictRows.Text("")) with { Compression = Offer };
        return row with { Accepted = [.. row.Accepted, Outcome.FailsWith(1007, 1002) with { Events = [] }] };
    }

    /// <summary>The second message refers to the first one, which only a server that did not forbid it must understand.</summary>
    private static CaseRow TakenOver(int number, string how, byte[] first)
    {
        CaseRow row = StrictRows.Answers(
            $"S.9.{number}",
            new($"Offer permessage-deflate without parameters; send a message {how}, then one that refers back to it.",
                "Both messages come back, then the closing handshake is clean. INFORMATIONAL where the peer answers with "
                + "client_no_context_takeover, which forbids the reference (RFC 7692 7.1.1.2, 7.2.3.2)."),
            StrictRows.Frames(Shapes.Compressed(first), Shapes.Compressed(Shapes.HelloAgain)),
            HelloEcho,
            HelloEcho);
        Outcome forbidden = new()
        {
            Name = "forbids context takeover", Behavior = Behavior.Informational, Check = seen =>
                ExtensionAnswer.Of(seen).Any(one => one.Has("client_no_context_takeover")) ? null : "the peer did not forbid it",
        };
        return row with
        {
            AppliesTo = Applicability.Servers,
            Compression = Offer,
            Opening = new() { ExtensionOffer = "permessage-deflate" },
            Accepted = [.. row.Accepted, forbidden],
        };
    }
}
