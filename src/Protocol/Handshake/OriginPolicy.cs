using System.Buffers;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// Which web origins may open a WebSocket (RFC 6455 §10.2). A request without Origin does not come from a browser,
/// and passes: the header protects a browser's user against foreign pages, and nobody else.
/// </summary>
public sealed class OriginPolicy
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/?#@\\,");

    // Null: any. Empty: none but, when _sameOrigin is set, the request's own.
    private readonly HashSet<string>? _allowed;
    private readonly bool _sameOrigin;

    private OriginPolicy(HashSet<string>? allowed, bool sameOrigin)
    {
        _allowed = allowed;
        _sameOrigin = sameOrigin;
    }

    /// <summary>Every origin. Not for routes that authenticate by cookies.</summary>
    public static OriginPolicy Any { get; } = new(null, sameOrigin: false);

    /// <summary>The origin made of the request's own scheme and Host.</summary>
    public static OriginPolicy SameOrigin { get; } = new([], sameOrigin: true);

    /// <summary>The listed origins.</summary>
    /// <param name="origins">
    /// Serialised origins (RFC 6454 §6), such as <c>https://example.com</c> or <c>http://localhost:8080</c>, or "null".
    /// Case does not matter, and neither does a default port.
    /// </param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">An entry is not a serialised origin.</exception>
    public static OriginPolicy Allow(params IEnumerable<string> origins)
    {
        // RFC 6454 §4: scheme and host are compared without regard to case.
        HashSet<string> allowed = new(StringComparer.OrdinalIgnoreCase);
        foreach (string origin in origins)
        {
            allowed.Add(Normalize(origin) ?? throw new ArgumentException(
                $"'{origin}' is not an origin; expected scheme://host or scheme://host:port, without a path.", nameof(origins)));
        }

        return new OriginPolicy(allowed, sameOrigin: false);
    }

    /// <summary>Whether a text is a serialised origin, such as <see cref="Allow"/> takes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True for scheme://host, scheme://host:port and "null".</returns>
    public static bool IsOrigin(string text) => Normalize(text) is not null;

    /// <summary>Whether a request may open a WebSocket.</summary>
    /// <param name="request">The request, with its Origin, Host and scheme.</param>
    /// <returns>False when its Origin is not allowed, malformed or repeated.</returns>
    public bool Allows(HandshakeRequest request)
    {
        if (_allowed is null || !request.Headers.Contains(HeaderNames.Origin))
        {
            return true;
        }

        // RFC 6454 §7.3: a user agent sends one Origin.
        if (!request.Headers.TryGetOnly(HeaderNames.Origin, out string value) || Normalize(value) is not { } origin)
        {
            return false;
        }

        return _allowed.Contains(origin)
            || (_sameOrigin
                && request.Headers.TryGetOnly(HeaderNames.Host, out string host)
                && string.Equals(origin, Normalize($"{request.Scheme}://{host}"), StringComparison.OrdinalIgnoreCase));
    }

    // RFC 6454 §6.2: scheme "://" host, and the port unless it is the scheme's default.
    private static string? Normalize(string origin)
    {
        if (origin is "null")
        {
            return origin;
        }

        int schemeEnd = origin.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0 || !IsScheme(origin.AsSpan(0, schemeEnd)))
        {
            return null;
        }

        ReadOnlySpan<char> authority = origin.AsSpan(schemeEnd + 3);
        int hostEnd = authority.LastIndexOf(':');
        if (hostEnd < authority.LastIndexOf(']'))
        {
            hostEnd = -1; // the colons of an IPv6 address
        }

        if (!IsHost(hostEnd < 0 ? authority : authority[..hostEnd]))
        {
            return null;
        }

        if (hostEnd < 0)
        {
            return origin;
        }

        ReadOnlySpan<char> port = authority[(hostEnd + 1)..];
        if (port.IsEmpty || port.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return IsDefaultPort(origin.AsSpan(0, schemeEnd), port) ? origin[..(schemeEnd + 3 + hostEnd)] : origin;
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }

    private static bool IsHost(ReadOnlySpan<char> text) =>
        HttpGrammar.IsVisibleAscii(text)
        && !text.ContainsAny(NotInHosts)
        && (!text.Contains(':') || (text[0] == '[' && text[^1] == ']'));

    private static bool IsDefaultPort(ReadOnlySpan<char> scheme, ReadOnlySpan<char> port) =>
        (port is "80" && scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
        || (port is "443" && scheme.Equals("https", StringComparison.OrdinalIgnoreCase));
}
