using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.14: offers of extensions, over every transport. What an answer may say is checked by the run; here is what it must not accept.</summary>
internal static class OfferRows
{
    private const string Deflate = "permessage-deflate";

    public static IEnumerable<CaseRow> All() => [.. Declined(), .. WindowOfEight(), .. Negotiable()];

    private static IEnumerable<CaseRow> Declined()
    {
        (string Offer, string Rule)[] rows =
        [
            ("x-nobody-knows-this; level=9", "an unknown extension is declined (RFC 6455 9.1)"),
            ($"{Deflate}; unknown_parameter", "an unknown parameter (RFC 7692 7)"),
            ($"{Deflate}; client_max_window_bits; unknown_parameter=1", "an unknown parameter (RFC 7692 7)"),
            ($"{Deflate}; server_max_window_bits", "this parameter needs a value in an offer (RFC 7692 7.1.2.1)"),
            ($"{Deflate}; server_max_window_bits=0", "values run from 8 to 15 (RFC 7692 7.1.2.1)"),
            ($"{Deflate}; server_max_window_bits=7", "values run from 8 to 15 (RFC 7692 7.1.2.1)"),
            ($"{Deflate}; server_max_window_bits=16", "values run from 8 to 15 (RFC 7692 7.1.2.1)"),
            ($"{Deflate}; server_max_window_bits=010", "no leading zeros (RFC 7692 7.1.2.1)"),
            ($"{Deflate}; server_max_window_bits=ten", "the value is a number (RFC 7692 7.1.2.1)"),
            ($"{Deflate}; server_max_window_bits=4294967306", "the value runs from 8 to 15, in any arithmetic (RFC 7692 7.1.2.1)"),
            ($"{Deflate}; client_max_window_bits=7", "values run from 8 to 15 (RFC 7692 7.1.2.2)"),
            ($"{Deflate}; client_max_window_bits=16", "values run from 8 to 15 (RFC 7692 7.1.2.2)"),
            ($"{Deflate}; server_no_context_takeover=1", "this parameter has no value (RFC 7692 7.1.1.1)"),
            ($"{Deflate}; client_no_context_takeover=true", "this parameter has no value (RFC 7692 7.1.1.2)"),
            ($"{Deflate}; server_no_context_takeover; server_no_context_takeover", "a parameter is there twice (RFC 7692 7)"),
            ($"{Deflate}; server_max_window_bits=10; server_max_window_bits=12", "a parameter is there twice (RFC 7692 7)"),
            ($"{Deflate}; client_max_window_bits; client_max_window_bits=10", "a parameter is there twice (RFC 7692 7)"),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            yield return Row(
                i + 1, rows[i].Offer,
                $"The offer is declined, the connection opens without extension, and the message comes back: {rows[i].Rule}.",
                seen => ExtensionAnswer.Of(seen).Count == 0 ? null : "the offer was accepted");
        }
    }

    // A peer whose deflater cannot do 8 (zlib's cannot) declines. It must not answer a larger window than it was asked for.
    private static IEnumerable<CaseRow> WindowOfEight()
    {
        const string Expectation =
            "The offer is declined, or answered with server_max_window_bits=8; never with more (RFC 7692 7.1.2.1). The message comes back.";
        yield return Row(18, $"{Deflate}; server_max_window_bits=8", Expectation, AtMost(8));
        yield return Row(19, $"{Deflate}; server_no_context_takeover; server_max_window_bits=8", Expectation, AtMost(8));
        yield return Row(
            20, $"{Deflate}; server_max_window_bits=8, {Deflate}; server_max_window_bits=10",
            "One of the two offers is taken, with at most 10 window bits, or both are declined (RFC 7692 5.1). The message comes back.",
            AtMost(10));
    }

    private static IEnumerable<CaseRow> Negotiable()
    {
        const string Fits = "The offer is accepted with an answer that fits it, or declined. The message comes back";
        yield return Row(
            21, $"{Deflate}; server_max_window_bits=\"10\"", $"{Fits}: a value may be quoted (RFC 6455 9.1).", AtMost(10));
        yield return Row(
            22, Deflate, $"{Fits}: client_max_window_bits was not offered, so that it must not be answered (RFC 7692 7.1.2.2).",
            seen => ExtensionAnswer.Of(seen).Any(one => one.Has("client_max_window_bits")) ? "client_max_window_bits was answered" : null);
        yield return Row(
            23, $"{Deflate}; client_max_window_bits", $"{Fits}: in an offer the value is optional, in an answer it is not (RFC 7692 7.1.2.2).",
            seen => ExtensionAnswer.Of(seen).Any(one => one.Has("client_max_window_bits") && one.Value("client_max_window_bits") is null)
                ? "client_max_window_bits was answered without a value" : null);
        yield return Row(
            24, $"{Deflate}; client_max_window_bits=8", $"{Fits}: the answer's value is at most 8 (RFC 7692 7.1.2.2).",
            seen => ExtensionAnswer.Of(seen).Any(one => one.Value("client_max_window_bits") is not (null or "8"))
                ? "the answer's client_max_window_bits is above the offer's" : null);
        yield return Row(
            25, $"{Deflate}; server_no_context_takeover", $"{Fits}: an answer repeats server_no_context_takeover (RFC 7692 7.1.1.1).",
            seen => ExtensionAnswer.Of(seen).Any(one => !one.Has("server_no_context_takeover")) ? "the answer leaves it out" : null);
        yield return Row(
            26, $"{Deflate}; unknown_parameter, {Deflate}; client_max_window_bits",
            "The first offer is declined and the second one accepted, or both are declined (RFC 7692 5.1). The message comes back.",
            seen => ExtensionAnswer.Of(seen).Any(one => one.Has("unknown_parameter")) ? "the unknown parameter was answered" : null);
        yield return Row(
            27, $"{Deflate}; server_max_window_bits=12, {Deflate}, x-nobody-knows-this",
            "At most one of the offers is accepted, as it was made (RFC 7692 5.1). The message comes back.",
            seen => ExtensionAnswer.Of(seen).Count > 1 ? "several extensions were answered" : null);
        CaseRow blanks = Row(
            28, $" {Deflate} ;client_max_window_bits\t; server_max_window_bits = 11 ",
            $"{Fits}: blanks between tokens mean nothing (RFC 6455 9.1). Refused with 400 passes too.",
            AtMost(11));
        yield return blanks with { Accepted = [.. blanks.Accepted, Outcome.Refuses(400)] };
        yield return Row(
            29, $"{Deflate.ToUpperInvariant()}; client_max_window_bits",
            $"{Fits}: whether names have a case is left open (RFC 6455 9.1).", _ => null);
    }

    private static Func<Observation, string?> AtMost(int bits) => seen =>
        ExtensionAnswer.Of(seen).FirstOrDefault(one =>
            !int.TryParse(one.Value("server_max_window_bits"), out int answered) || answered > bits) is { } wrong
            ? $"server_max_window_bits was answered with {wrong.Value("server_max_window_bits") ?? "nothing"}"
            : null;

    private static CaseRow Row(int number, string offer, string expectation, Func<Observation, string?> check)
    {
        CaseRow row = StrictRows.Answers(
            $"S.14.{number}",
            new($"Offer the extension '{offer}', then send a text message, not compressed.", expectation),
            StrictRows.Frames(FrameSpec.Text("Hello")),
            StrictRows.Text("Hello"));
        return row with
        {
            AppliesTo = Applicability.Servers,
            Opening = new() { ExtensionOffer = offer },
            Accepted = [row.Accepted[0] with { Check = check }],
        };
    }
}
