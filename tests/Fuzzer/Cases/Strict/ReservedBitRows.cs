namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.4: reserved bits where permessage-deflate gives them no meaning, or where it was not negotiated.</summary>
internal static class ReservedBitRows
{
    private const int Rsv1 = 4;
    private const int Rsv2 = 2;
    private const int Rsv3 = 1;

    public static IEnumerable<CaseRow> All()
    {
        FrameSpec fragment = FrameSpec.Text("Hel", fin: false);
        FrameSpec last = FrameSpec.Continuation("lo"u8.ToArray(), fin: true);
        FrameSpec compressed = FrameSpec.Text("Hello") with { Deflate = true };
        const string OnControl = "RSV1 marks compressed messages and says nothing on a control frame (RFC 7692 6.1)";
        const string OnRest = "RSV1 belongs on a message's first frame alone (RFC 7692 6.1)";
        const string Undefined = "no extension gives this bit a meaning (RFC 6455 5.2)";
        const string NotNegotiated = "nothing was negotiated that gives RSV1 a meaning (RFC 6455 5.2)";

        (string What, FrameSpec[] Frames, string Rule, bool Plain, bool Compressed)[] rows =
        [
            ("a ping with RSV1 set", [FrameSpec.Ping("Hello") with { Rsv = Rsv1 }], OnControl, true, true),
            ("a pong with RSV1 set", [FrameSpec.Pong("Hello") with { Rsv = Rsv1 }], OnControl, true, true),
            ("a close frame with RSV1 set", [FrameSpec.Close(1000) with { Rsv = Rsv1 }], OnControl, true, true),
            ("an uncompressed message whose continuation has RSV1 set", [fragment, last with { Rsv = Rsv1 }], OnRest, true, true),
            ("a compressed message whose continuation has RSV1 set too",
                [Shapes.CompressedHello(0..3, fin: false), Shapes.CompressedHello(3.., fin: true) with { Opcode = 0, Rsv = Rsv1 }],
                OnRest, false, true),
            ("a text message with RSV2 set", [FrameSpec.Text("Hello") with { Rsv = Rsv2 }], Undefined, false, true),
            ("a text message with RSV3 set", [FrameSpec.Text("Hello") with { Rsv = Rsv3 }], Undefined, false, true),
            ("a compressed text message with RSV2 set as well",
                [Shapes.CompressedHello(.., fin: true) with { Rsv = Rsv1 | Rsv2 }], Undefined, false, true),
            ("a compressed text message with RSV3 set as well",
                [Shapes.CompressedHello(.., fin: true) with { Rsv = Rsv1 | Rsv3 }], Undefined, false, true),
            ("a ping with RSV2 set", [FrameSpec.Ping("Hello") with { Rsv = Rsv2 }], Undefined, true, true),
            ("a continuation with RSV2 set", [fragment, last with { Rsv = Rsv2 }], Undefined, true, true),
            ("a compressed text message", [Shapes.CompressedHello(.., fin: true)], NotNegotiated, true, false),
            ("a compressed empty message", [FrameSpec.Text("") with { Rsv = Rsv1, Payload = Payload.Hex("00") }], NotNegotiated, true, false),
        ];
        int number = 0;
        foreach ((string what, FrameSpec[] frames, string rule, bool plain, bool negotiated) in rows)
        {
            if (plain)
            {
                yield return Row(++number, "Without compression", what, frames, rule, []);
            }

            if (negotiated)
            {
                yield return Row(++number, "With permessage-deflate negotiated", what, frames, rule, [new DeflateOffer()]);
            }
        }
    }

    private static CaseRow Row(
        int number, string condition, string what, FrameSpec[] frames, string rule, IReadOnlyList<DeflateOffer> offers) =>
        StrictRows.Fails(
            $"S.4.{number}",
            new($"{condition}: send {what}.", $"The peer fails the connection with 1002 and answers nothing: {rule}."),
            StrictRows.Frames(frames),
            [1002]) with { Compression = offers };
}
