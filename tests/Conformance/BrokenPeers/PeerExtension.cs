using System.Globalization;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>One element of Sec-WebSocket-Extensions (RFC 6455 9.1).</summary>
internal sealed record PeerExtension(string Name, IReadOnlyList<KeyValuePair<string, string?>> Parameters)
{
    public bool Has(string parameter) => Parameters.Any(one => one.Key == parameter);

    /// <summary>The value of a window parameter; 15 where it is missing or has none.</summary>
    public int Bits(string parameter) =>
        Parameters.FirstOrDefault(one => one.Key == parameter).Value is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : 15;

    /// <summary>permessage-deflate with parameters that are known, valid and there once (RFC 7692 7).</summary>
    public bool IsDeflate(bool asOffer) =>
        Name == "permessage-deflate"
        && Parameters.DistinctBy(one => one.Key).Count() == Parameters.Count
        && Parameters.All(one => one.Key switch
        {
            "server_no_context_takeover" or "client_no_context_takeover" => one.Value is null,
            "server_max_window_bits" => IsBits(one.Value),
            "client_max_window_bits" => IsBits(one.Value) || (asOffer && one.Value is null),
            _ => false,
        });

    /// <summary>The extensions of a header; null when it is malformed.</summary>
    public static IReadOnlyList<PeerExtension>? Parse(string header)
    {
        List<PeerExtension> extensions = [];
        foreach (string element in header.Split(',').Select(text => text.Trim()).Where(text => text.Length > 0))
        {
            string[] parts = element.Split(';', StringSplitOptions.TrimEntries);
            List<KeyValuePair<string, string?>> parameters = [];
            foreach (string part in parts.Skip(1))
            {
                string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
                string? value = pair.Length == 2 ? Unquote(pair[1]) : null;
                if (!IsToken(pair[0]) || (value is not null && !IsToken(value)))
                {
                    return null;
                }

                parameters.Add(new(pair[0], value));
            }

            if (!IsToken(parts[0]))
            {
                return null;
            }

            extensions.Add(new(parts[0], parameters));
        }

        return extensions;
    }

    private static bool IsBits(string? value) => value is "8" or "9" || (value is { Length: 2 } && value.CompareTo("10") >= 0 && value.CompareTo("15") <= 0);

    private static string Unquote(string text) => text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));
}
