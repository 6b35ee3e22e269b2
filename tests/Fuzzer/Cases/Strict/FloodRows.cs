using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.7: valid frames in numbers that nobody means well. A peer answers them or refuses them; it does not hang.</summary>
internal static class FloodRows
{
    private const int Count = 20_000;
    private const int Pings = 10_000;

    public static IEnumerable<CaseRow> All()
    {
        yield return Fragments("S.7.1", "20,000 empty fragments before the last one", "Hello",
            () => Message(1, [], Count, "Hello"u8.ToArray()), binary: false);
        yield return Fragments("S.7.2", "20,000 empty fragments, the last one empty too", "",
            () => Message(2, [], Count, []), binary: true);
        yield return Fragments("S.7.3", "20,000 fragments of one octet", new string('*', Count) + "!",
            () => Message(1, "*"u8.ToArray(), Count, "!"u8.ToArray()), binary: false);
        yield return Messages();
        yield return PingFlood("S.7.5", "10,000 pings with a payload each, then a text message", () => [], () => [FrameSpec.Text("Hello")]);
        yield return PingFlood("S.7.6", "a text message in two fragments with 10,000 pings between them",
            () => [FrameSpec.Text("Hel", fin: false)], () => [FrameSpec.Continuation("lo"u8.ToArray(), fin: true)]);
        yield return Pongs();
    }

    private static IEnumerable<FrameSpec> Message(int opcode, byte[] fragment, int count, byte[] last)
    {
        FrameSpec frame = new() { Opcode = opcode, Fin = false, Payload = Payload.Of(fragment) };
        yield return frame;
        FrameSpec next = frame with { Opcode = 0 };
        for (int i = 1; i < count; i++)
        {
            yield return next;
        }

        yield return FrameSpec.Continuation(last, fin: true);
    }

    private static CaseRow Fragments(string id, string what, string echo, Func<IEnumerable<FrameSpec>> frames, bool binary) => Flood(
        id,
        new($"Send one message in {what}.",
            "The whole message comes back and the closing handshake is clean, or the peer fails the connection with 1008 or 1009 "
            + "because it limits fragments (RFC 6455 5.4, 10.4). It does not hang."),
        frames,
        1,
        StrictRows.Receives(new CaseEvent.Message(System.Text.Encoding.UTF8.GetBytes(echo), binary)));

    private static CaseRow Messages() => Flood(
        "S.7.4",
        new("Send 20,000 empty text messages without waiting for their echoes.",
            "All 20,000 come back and the closing handshake is clean, or the peer fails the connection with 1008. It does not hang."),
        () => Enumerable.Repeat(FrameSpec.Text(""), Count),
        Count,
        StrictRows.Receives([.. Enumerable.Repeat(StrictRows.Text(""), Count)]));

    private static CaseRow PingFlood(string id, string what, Func<IEnumerable<FrameSpec>> before, Func<IEnumerable<FrameSpec>> behind)
    {
        CaseRow row = Flood(
            id,
            new($"Send {what}.",
                "Pongs come back in order, each with its ping's payload, for all pings or for some and the latest (RFC 6455 5.5.3), "
                + "and the message's echo; or the peer fails the connection with 1008. It does not hang."),
            () => [.. before(), .. Enumerable.Range(0, Pings).Select(i => FrameSpec.Ping(Name(i))), .. behind()],
            Pings + 1,
            StrictRows.Receives() with { Name = "answers the pings and the message", Events = null, Check = CheckPongs });

        // A peer may leave pongs out, so their number does not tell when it is done.
        return row with { Script = [new ScriptStep.CloseAfter(TimeSpan.FromSeconds(5)), .. row.Script] };
    }

    private static CaseRow Pongs() => Flood(
        "S.7.7",
        new("Send 10,000 pongs that answer nothing, then a text message.",
            "The pongs are ignored and the message comes back (RFC 6455 5.5.3), or the peer fails the connection with 1008. It does not hang."),
        () => [.. Enumerable.Range(0, Pings).Select(i => FrameSpec.Pong(Name(i))), FrameSpec.Text("Hello")],
        1,
        StrictRows.Receives(StrictRows.Text("Hello")));

    private static CaseRow Flood(string id, CaseText words, Func<IEnumerable<FrameSpec>> frames, int events, Outcome answered) => new()
    {
        Id = id,
        Words = words,
        Script =
        [
            new ScriptStep.FailAfter(StrictRows.LongPatience),
            new ScriptStep.Flood(frames),
            new ScriptStep.AwaitEvents(events),
            StrictRows.CloseNow,
        ],
        SuppressClose = true,
        Accepted = [answered, Outcome.FailsWith(1008, 1009)],
    };

    private static string Name(int number) => FormattableString.Invariant($"ping {number}");

    /// <summary>Pongs in the order of their pings, the last of them present, and the one message.</summary>
    private static string? CheckPongs(Observation seen)
    {
        int next = 0;
        foreach (CaseEvent.Pong pong in seen.Received.OfType<CaseEvent.Pong>())
        {
            string text = System.Text.Encoding.UTF8.GetString(pong.Octets);
            int number = Enumerable.Range(next, Pings - next).FirstOrDefault(i => Name(i) == text, -1);
            if (number < 0)
            {
                return $"the pong '{text}' answers no ping, or comes twice or out of order";
            }

            next = number + 1;
        }

        if (next != Pings)
        {
            return next == 0 ? "no ping was answered" : $"the latest ping was not answered, only '{Name(next - 1)}'";
        }

        CaseEvent[] others = [.. seen.Received.Where(one => one is not CaseEvent.Pong)];
        return others is [CaseEvent.Message] && others[0].Matches(StrictRows.Text("Hello")) ? null : "the message did not come back once";
    }
}
