using Stratus.Realtime.Fuzzer.Running;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.12: unusual requests that a server must accept. S.13: requests that it must refuse, and how.</summary>
internal static class RequestRows
{
    /// <summary>22 characters, of which the last has bits beyond the 16 octets set, as a public client sends them.</summary>
    private const string StrayBits = "E7A25F33c728DABHD31ea0==";

    /// <summary>The server itself ends the connection; waiting for more until the fuzzer's patience ends is another thing.</summary>
    private static readonly Outcome Drops = Outcome.DropsHandshake() with { DroppedByMe = false };

    private static readonly IReadOnlyList<int> ClientErrors = [.. Enumerable.Range(400, 100)];

    private static readonly Outcome Refuses4xx = Outcome.Refuses(ClientErrors) with { Name = "refuses with a status from 400 to 499" };

    public static IEnumerable<CaseRow> All() => [.. Accepted(), .. Refused(), .. Versions(), .. NoUpgrade(), .. Debatable()];

    private static IEnumerable<CaseRow> Accepted()
    {
        int number = 0;
        foreach ((int chop, int pause, string words) in ((int, int, string)[])
            [
                (1, 0, "octet by octet, without pauses"), (7, 0, "in pieces of 7 octets"),
                (1, 5, "octet by octet, with pauses of 5 ms"), (64, 300, "in pieces of 64 octets, with pauses of 300 ms"),
            ])
        {
            yield return Opens(
                ++number, $"Send the request {words}.", "a request may arrive in any pieces (RFC 9112 2)",
                new Opening { Chop = chop, Pause = TimeSpan.FromMilliseconds(pause) });
        }

        (HeadEdit Edit, string Rule)[] rows =
        [
            (new("header names in lower case", "Upgrade", "upgrade: websocket"), "names have no case (RFC 9110 5.1)"),
            (new("'Upgrade: WebSocket'", "Upgrade", "Upgrade: WebSocket"), "the value has no case (RFC 6455 4.2.1)"),
            (new("'connection: upgrade'", "Connection", "connection: upgrade"), "the token has no case (RFC 6455 4.2.1)"),
            (new("'Connection: keep-alive, Upgrade'", "Connection", "Connection: keep-alive, Upgrade"), "the token may stand in a list (RFC 6455 4.2.1)"),
            (new("two Connection headers, 'keep-alive' and 'Upgrade'", "Connection", "Connection: keep-alive", "Connection: Upgrade"),
                "a list may be spread over headers (RFC 9110 5.3)"),
            (new("blanks and tabs around header values", "Sec-WebSocket-Version", "Sec-WebSocket-Version: \t 13 \t"), "they are no part of the value (RFC 9112 5)"),
            (new("no blank behind a header's colon", "Upgrade", "Upgrade:websocket"), "it is optional (RFC 9112 5)"),
            (new("thirty unknown headers", "", [.. Enumerable.Range(1, 30).Select(i => $"X-Unknown-{i}: value {i}")]), "they are ignored (RFC 6455 4.2.1)"),
            (new("the target in absolute form") { StartLine = "GET http://{host}{target} HTTP/1.1" }, "servers must accept it (RFC 9112 3.2.2)"),
            (new("an empty line before it") { StartLine = "\r\nGET {target} HTTP/1.1" }, "a server should skip one (RFC 9112 2.2)"),
            (new("a subprotocol that the server does not know", "", "Sec-WebSocket-Protocol: nobody.knows.this"),
                "the server opens without one (RFC 6455 4.2.2)"),
        ];
        foreach ((HeadEdit edit, string rule) in rows)
        {
            yield return Opens(++number, $"Send a request with {edit.What}.", rule, new Opening { RawRequest = edit.MakeRequest });
        }

        yield return new CaseRow
        {
            Id = $"S.12.{++number}",
            Words = new($"Send a request with the key '{StrayBits}', whose base64 has bits set beyond the 16 octets.",
                "The server answers 101 with the Sec-WebSocket-Accept that belongs to the text of the key: it decodes to 16 octets, "
                + "and nothing says that the rest is zero (RFC 6455 4.2.1, RFC 4648 3.5)."),
            AppliesTo = Applicability.ServersOverHttp1,
            Opening = new() { RawRequest = new HeadEdit("", "Sec-WebSocket-Key", $"Sec-WebSocket-Key: {StrayBits}").MakeRequest },
            Accepted = [new() { Name = "accepts the key", Statuses = null, Check = AcceptsStrayBits }],
        };
    }

    /// <summary>The fuzzer's own key is another one, so that the run itself takes the answer for wrong: the answer is looked at here.</summary>
    private static string? AcceptsStrayBits(Observation seen)
    {
        string? accept = seen.ResponseHeaders
            .FirstOrDefault(one => one.Key.Equals("Sec-WebSocket-Accept", StringComparison.OrdinalIgnoreCase)).Value;
        return seen.Status != 101 ? $"the response has status {seen.Status}"
            : accept != HandshakeText.Accept(StrayBits) ? $"Sec-WebSocket-Accept is '{accept}'" : null;
    }

    private static CaseRow Opens(int number, string what, string rule, Opening opening) => StrictRows.Answers(
        $"S.12.{number}",
        new(what + " Then send a text message.",
            $"The server opens the connection and echoes the message, then the closing handshake is clean: {rule}."),
        StrictRows.Frames(FrameSpec.Text("Hello")),
        StrictRows.Text("Hello")) with { AppliesTo = Applicability.ServersOverHttp1, Opening = opening };

    private static IEnumerable<CaseRow> Refused()
    {
        const string Key = "Sec-WebSocket-Key";
        (HeadEdit Edit, string Rule)[] rows =
        [
            (new("no key", Key), "RFC 6455 4.2.1"),
            (new("an empty key", Key, Key + ": "), "RFC 6455 4.2.1"),
            (new("a key of 15 octets", Key, Key + ": AAAAAAAAAAAAAAAAAAAA"), "RFC 6455 4.2.1"),
            (new("a key of 17 octets", Key, Key + ": AAAAAAAAAAAAAAAAAAAAAAA="), "RFC 6455 4.2.1"),
            (new("a key that is not base64", Key, Key + ": this is not base64!!=="), "RFC 6455 4.2.1"),
            (new("a key without its padding", Key, Key + ": AAAAAAAAAAAAAAAAAAAAAA"), "RFC 6455 4.2.1, RFC 4648 3.2"),
            (new("two keys", "", Key + ": AAAAAAAAAAAAAAAAAAAAAA=="), "RFC 6455 11.3.1"),
            (new("no Host", "Host"), "RFC 6455 4.2.1, RFC 9112 3.2"),
            (new("two Hosts", "", "Host: another.example"), "RFC 9112 3.2"),
            (new("a blank between a header's name and its colon", "Upgrade", "Upgrade : websocket"), "RFC 9112 5.1"),
            (new("a header line without a colon", "", "this is no header"), "RFC 9112 5"),
            (new("the method POST") { StartLine = "POST {target} HTTP/1.1", With = ["Content-Length: 0"] }, "RFC 6455 4.2.1"),
            (new("the method PUT") { StartLine = "PUT {target} HTTP/1.1", With = ["Content-Length: 0"] }, "RFC 6455 4.2.1"),
            (new("a start line that is none") { StartLine = "websocket, please" }, "RFC 9112 3"),
            (Extensions("permessage-deflate; server_max_window_bits="), "RFC 6455 9.1"),
            (Extensions("permessage-deflate; =10"), "RFC 6455 9.1"),
            (Extensions("permessage-deflate; ; client_max_window_bits"), "RFC 6455 9.1"),
            (Extensions("permessage deflate"), "RFC 6455 9.1"),
            (Extensions("permessage-deflate; server_max_window_bits=\"10"), "RFC 6455 9.1"),
            (Extensions("permessage-deflate; server_max_window_bits=\"1 0\""), "RFC 6455 9.1"),
            (Extensions("; permessage-deflate"), "RFC 6455 9.1"),
            (Extensions("permessage-deflate="), "RFC 6455 9.1"),
        ];
        int number = 0;
        foreach ((HeadEdit edit, string rule) in rows)
        {
            yield return Refuses(
                ++number, edit,
                $"The server answers with 400 or another status from 400 to 499 and does not open ({rule}). NON-STRICT: it drops TCP without a response.",
                Refuses4xx);
        }
    }

    private static HeadEdit Extensions(string value) =>
        new($"malformed extensions, '{value}'", "", "Sec-WebSocket-Extensions: " + value);

    // RFC 6455 §4.4: the refusal names the versions that the server does speak.
    private static IEnumerable<CaseRow> Versions()
    {
        int number = 22;
        foreach (string version in (string[])["8", "12", "14", "99", "255", "013", "thirteen"])
        {
            yield return Refuses(
                ++number,
                new($"version {version}", "Sec-WebSocket-Version", "Sec-WebSocket-Version: " + version),
                "The server answers with 426 (or 400) and a Sec-WebSocket-Version that contains 13 (RFC 6455 4.2.2, 4.4).",
                Outcome.Refuses(426, 400) with { Check = NamesVersion13 });
        }

        yield return Refuses(
            ++number, new("no version", "Sec-WebSocket-Version"),
            "The server answers with 400 or 426, or another status from 400 to 499, and does not open (RFC 6455 4.2.1).",
            Refuses4xx);
    }

    private static string? NamesVersion13(Observation seen) =>
        seen.ResponseHeaders.Any(one => one.Key.Equals("Sec-WebSocket-Version", StringComparison.OrdinalIgnoreCase)
            && one.Value.Split(',', StringSplitOptions.TrimEntries).Contains("13"))
            ? null
            : "no Sec-WebSocket-Version of the response contains 13";

    private static IEnumerable<CaseRow> NoUpgrade()
    {
        int number = 30;
        foreach (HeadEdit edit in (HeadEdit[])
            [
                new("no Upgrade header", "Upgrade"), new("no Connection header", "Connection"),
                new("'Upgrade: h2c'", "Upgrade", "Upgrade: h2c"), new("'Connection: keep-alive'", "Connection", "Connection: keep-alive"),
            ])
        {
            yield return Refuses(
                ++number, edit,
                "This asks for no WebSocket connection: any response is right but 101 and a server error (RFC 6455 4.2.1).",
                Outcome.Refuses([.. Enumerable.Range(200, 300)]) with { Name = "answers with a status from 200 to 499" });
        }
    }

    /// <summary>Where HTTP leaves the server a choice.</summary>
    private static IEnumerable<CaseRow> Debatable()
    {
        Outcome opens = StrictRows.Receives(StrictRows.Text("Hello")) with { Name = "opens" };
        yield return Refuses(
            35, new("HTTP/1.0 as the version") { StartLine = "GET {target} HTTP/1.0" },
            "The server refuses with a status from 400 to 499, or 505, or drops: the handshake needs HTTP/1.1 (RFC 6455 4.2.1).",
            Outcome.Refuses([.. ClientErrors, 505]) with { Name = "refuses with 505 or a status from 400 to 499" }, Drops);
        yield return Refuses(
            36, new("a target that nobody serves") { StartLine = "GET /there/is/no/such/route HTTP/1.1" },
            "The server answers 404. INFORMATIONAL: it opens, since it serves every target (RFC 6455 4.2.2).",
            Outcome.Refuses(404), opens with { Behavior = Behavior.Informational });
        yield return Refuses(
            37, new("a header that is folded over two lines", "", "X-Folded: one", "  two"),
            "The server refuses with 400, or takes the fold for a blank and opens (RFC 9112 5.2).",
            Refuses4xx, opens);
        yield return Refuses(
            38, new("line feeds alone as line ends") { LineEnd = "\n" },
            "The server refuses with 400 or drops, or it accepts the lines and opens. INFORMATIONAL: it waits for a line that ends (RFC 9112 2.2).",
            Refuses4xx, opens, Drops,
            Outcome.DropsHandshake() with { Name = "waits for more", DroppedByMe = true, Behavior = Behavior.Informational });
        yield return Refuses(
            39, new("a target of 60,000 octets") { StartLine = "GET /" + new string('a', 60_000) + " HTTP/1.1" },
            "The server refuses with a status from 400 to 499 (414 says it best), or drops, within its limits (RFC 9112 3).",
            Refuses4xx, Drops);
        yield return Refuses(
            40, new("5,000 headers", "", [.. Enumerable.Range(1, 5000).Select(i => $"X-Unknown-{i}: {i}")]),
            "The server refuses with a status from 400 to 499 (431 says it best) or drops, or it opens (RFC 6585 5).",
            Refuses4xx, Drops, opens);
    }

    private static CaseRow Refuses(int number, HeadEdit edit, string expectation, params IReadOnlyList<Outcome> accepted) => new()
    {
        Id = $"S.13.{number}",
        Words = new($"Send a request with {edit.What}.", expectation),
        AppliesTo = Applicability.ServersOverHttp1,
        Opening = new() { RawRequest = edit.MakeRequest },
        Script =
        [
            new ScriptStep.FailAfter(StrictRows.Patience), new ScriptStep.Frame(FrameSpec.Text("Hello")), new ScriptStep.AwaitEvents(1),
            StrictRows.CloseNow,
        ],
        SuppressClose = true,
        Accepted = accepted.Any(one => one.Statuses is { Count: 0 })
            ? accepted
            : [.. accepted, Drops with { Behavior = Behavior.NonStrict }],
    };
}
