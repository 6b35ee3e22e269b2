using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.15: responses for which a client must not open. S.16: unusual ones for which it must.</summary>
internal static class ResponseRows
{
    public static IEnumerable<CaseRow> All() => [.. Refused(), .. Accepted()];

    private static IEnumerable<CaseRow> Refused()
    {
        const string Accept = "Sec-WebSocket-Accept";
        (HeadEdit Edit, string Rule)[] rows =
        [
            (new("a Sec-WebSocket-Accept for another key", Accept, Accept + ": AAAAAAAAAAAAAAAAAAAAAAAAAAA="), "RFC 6455 4.1, item 4"),
            (new("no Sec-WebSocket-Accept", Accept), "RFC 6455 4.1, item 4"),
            (new("an empty Sec-WebSocket-Accept", Accept, Accept + ":"), "RFC 6455 4.1, item 4"),
            (new("the key itself as Sec-WebSocket-Accept", Accept, Accept + ": {key}"), "RFC 6455 4.1, item 4"),
            (new("no Upgrade header", "Upgrade"), "RFC 6455 4.1, item 2"),
            (new("'Upgrade: h2c'", "Upgrade", "Upgrade: h2c"), "RFC 6455 4.1, item 2"),
            (new("no Connection header", "Connection"), "RFC 6455 4.1, item 3"),
            (new("'Connection: keep-alive'", "Connection", "Connection: keep-alive"), "RFC 6455 4.1, item 3"),
            (new("an extension that was not asked for", "", "Sec-WebSocket-Extensions: x-nobody-asked-for-this"), "RFC 6455 4.1, item 5"),
            (new("permessage-deflate with an unknown parameter", "", "Sec-WebSocket-Extensions: permessage-deflate; unknown_parameter=1"),
                "RFC 6455 4.1, item 5, RFC 7692 7"),
            (new("permessage-deflate with server_max_window_bits=16", "", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=16"),
                "RFC 6455 4.1, item 5, RFC 7692 7.1.2.1"),
            (new("permessage-deflate twice", "", "Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate"),
                "RFC 6455 4.1, item 5, RFC 7692 5.1"),
            (new("malformed extensions", "", "Sec-WebSocket-Extensions: permessage-deflate; =1"), "RFC 6455 9.1"),
            (new("a subprotocol that was not asked for", "", "Sec-WebSocket-Protocol: nobody.asked.for.this"), "RFC 6455 4.1, item 6"),
            (Status("200 OK"), "RFC 6455 4.1, item 1"),
            (Status("204 No Content"), "RFC 6455 4.1, item 1"),
            (Status("400 Bad Request"), "RFC 6455 4.1, item 1"),
            (Status("404 Not Found"), "RFC 6455 4.1, item 1"),
            (Status("500 Internal Server Error"), "RFC 6455 4.1, item 1"),
            (new("a start line that is none") { StartLine = "101 Switching Protocols" }, "RFC 9112 4"),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            (HeadEdit edit, string rule) = rows[i];
            yield return new CaseRow
            {
                Id = $"S.15.{i + 1}",
                Words = new($"Answer the client's request with {edit.What}, and send a text message behind it.",
                    $"The client drops TCP without sending a frame ({rule}). NON-STRICT: it sends a close frame before."),
                AppliesTo = Applicability.Clients,
                Opening = new() { RawResponse = edit.MakeResponse },
                Script = [new ScriptStep.Frame(FrameSpec.Text("Hello")), new ScriptStep.FailAfter(StrictRows.Patience)],
                SuppressClose = true,
                Accepted =
                [
                    Outcome.Drops() with { Events = [] },
                    Outcome.FailsWith(1002, 1010, 0) with { Behavior = Behavior.NonStrict, Events = [] },
                ],
            };
        }
    }

    private static HeadEdit Status(string status) =>
        new($"status {status} and otherwise all that belongs to a 101", "", "Content-Length: 0") { StartLine = "HTTP/1.1 " + status };

    private static IEnumerable<CaseRow> Accepted()
    {
        int number = 0;
        // The pieces of a slow response take up to 1.5 s; the frame waits for them.
        ScriptStep wait = new ScriptStep.Wait(TimeSpan.FromSeconds(2));
        foreach ((int chop, int pause, string words) in ((int, int, string)[])
            [(1, 0, "octet by octet, without pauses"), (1, 10, "octet by octet, with pauses of 10 ms"), (50, 300, "in pieces of 50 octets, with pauses of 300 ms")])
        {
            CaseRow row = Opens(
                ++number, $"Answer the client's request {words}.", new Opening { Chop = chop, Pause = TimeSpan.FromMilliseconds(pause) });
            yield return row with { Script = [wait, .. row.Script] };
        }

        HeadEdit[] edits =
        [
            new("header names in lower case", "Upgrade", "upgrade: websocket"),
            new("'Upgrade: WebSocket'", "Upgrade", "Upgrade: WebSocket"),
            new("'Connection: keep-alive, upgrade'", "Connection", "Connection: keep-alive, upgrade"),
            new("no reason phrase") { StartLine = "HTTP/1.1 101 " },
            new("another reason phrase") { StartLine = "HTTP/1.1 101 Web Socket Protocol Handshake" },
            new("unknown headers", "", "X-Unknown: value", "Date: Thu, 01 Jan 1970 00:00:00 GMT"),
        ];
        foreach (HeadEdit edit in edits)
        {
            yield return Opens(++number, $"Answer the client's request with {edit.What}.", new Opening { RawResponse = edit.MakeResponse });
        }

        yield return Opens(
            ++number, "Answer the client's request, with the first frame in the same write.", new Opening { TogetherWithScript = true });
    }

    private static CaseRow Opens(int number, string what, Opening opening) => StrictRows.Answers(
        $"S.16.{number}",
        new(what + " Then send a text message.",
            "The client opens, the message comes back, then the closing handshake is clean (RFC 6455 4.1)."),
        StrictRows.Frames(FrameSpec.Text("Hello")),
        StrictRows.Text("Hello")) with { AppliesTo = Applicability.Clients, Opening = opening };
}
