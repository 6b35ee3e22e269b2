using static Stratus.Realtime.Protocol.Handshake.HandshakeRule;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// The server's half of the opening handshake (RFC 6455 §4.2; RFC 8441 §5 on HTTP/2). The rules are checked in a fixed
/// order and the first one broken is answered: what the HTTP version asks, then the WebSocket version (so that a client
/// of another version learns ours), the key, the two lists, and the Origin last.
/// </summary>
public static class ServerHandshake
{
    /// <summary>Decides on a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">What the route accepts.</param>
    /// <returns>The answer to send; never an exception for what a client sent.</returns>
    public static HandshakeResult Evaluate(HandshakeRequest request, ServerHandshakeOptions options)
    {
        HandshakeRule rule = request.Version == HandshakeHttpVersion.Http2 ? CheckConnect(request) : CheckUpgrade(request);
        if (rule == None)
        {
            rule = CheckVersion(request.Headers);
        }

        // RFC 8441 §5: HTTP/2 needs no key and no proof of it.
        string key = "";
        if (rule == None && request.Version != HandshakeHttpVersion.Http2)
        {
            rule = CheckKey(request.Headers, out key);
        }

        List<string> subprotocols = [];
        if (rule == None)
        {
            rule = CheckSubprotocols(request.Headers, out subprotocols);
        }

        IReadOnlyList<Extension> extensions = [];

        // RFC 6455 §9.1: a malformed list fails the handshake.
        if (rule == None && !ExtensionHeader.TryParse(request.Headers, out extensions))
        {
            rule = ExtensionsMalformed;
        }

        // RFC 6455 §4.2.2: an origin that is not acceptable is answered by 403.
        if (rule == None && !options.Origins.Allows(request))
        {
            rule = OriginNotAllowed;
        }

        return rule == None
            ? Accept(request.Version, key, subprotocols, extensions, options)
            : HandshakeResult.Refuse(rule, request.Version);
    }

    private static HandshakeResult.Accepted Accept(
        HandshakeHttpVersion version, string key, List<string> offered, IReadOnlyList<Extension> extensions, ServerHandshakeOptions options)
    {
        List<HeaderField> headers = new(5);
        bool http2 = version == HandshakeHttpVersion.Http2;
        if (!http2)
        {
            // RFC 6455 §4.2.2 step 5.
            headers.Add(new(HeaderNames.Upgrade, "websocket"));
            headers.Add(new(HeaderNames.Connection, "Upgrade"));
            headers.Add(new(HeaderNames.SecWebSocketAccept, SecWebSocketAccept.Compute(key)));
        }

        // RFC 6455 §4.1: the client lists subprotocols in the order of its preference.
        string? subprotocol = offered.Find(name => options.Subprotocols.Contains(name, StringComparer.Ordinal));
        if (subprotocol is not null)
        {
            headers.Add(new(HeaderNames.SecWebSocketProtocol, subprotocol));
        }

        DeflateParameters? deflate = null;
        if (DeflateNegotiation.TryAnswer(extensions, options.Deflate, out DeflateParameters parameters, out Extension answer))
        {
            deflate = parameters;
            headers.Add(new(HeaderNames.SecWebSocketExtensions, answer.ToString()));
        }

        return new(http2 ? 200 : 101, [.. headers], subprotocol, deflate);
    }

    private static HandshakeRule CheckConnect(HandshakeRequest request)
    {
        // RFC 8441 §5: the GET of RFC 6455 is an extended CONNECT here.
        if (request.Method is not "CONNECT")
        {
            return Method;
        }

        // RFC 8441 §4: without :protocol it is a request for a tunnel.
        if (request.Protocol is null)
        {
            return ConnectProtocolMissing;
        }

        // RFC 9220 §3: 501 for a :protocol that is not supported; it holds for HTTP/2 as well.
        if (!string.Equals(request.Protocol, "websocket", StringComparison.OrdinalIgnoreCase))
        {
            return ConnectProtocolUnknown;
        }

        return IsTarget(request.Target) ? None : Target;
    }

    private static HandshakeRule CheckUpgrade(HandshakeRequest request)
    {
        HeaderFields headers = request.Headers;

        // RFC 6455 §4.2.1: an HTTP/1.1 or higher GET request, a request target, Host, Upgrade and Connection.
        if (request.Version == HandshakeHttpVersion.Http10)
        {
            return HttpVersion;
        }

        if (request.Method is not "GET")
        {
            return Method;
        }

        if (!IsTarget(request.Target))
        {
            return Target;
        }

        if (!headers.TryGetOnly(HeaderNames.Host, out string host) || host.Length == 0)
        {
            return HostHeader;
        }

        if (!TokenList.Contains(headers, HeaderNames.Upgrade, "websocket"))
        {
            return UpgradeHeader;
        }

        if (!TokenList.Contains(headers, HeaderNames.Connection, "Upgrade"))
        {
            return ConnectionHeader;
        }

        // RFC 9110 §9.3.1: content in a GET has no meaning; here its octets would be taken for frames.
        return HasBody(headers) ? Body : None;
    }

    private static HandshakeRule CheckVersion(HeaderFields headers)
    {
        // RFC 6455 §4.2.1 step 6, §11.3.5 and §4.2.2.
        if (headers.TryGetOnly(HeaderNames.SecWebSocketVersion, out string version))
        {
            return version is "13" ? None : VersionUnsupported;
        }

        return headers.Contains(HeaderNames.SecWebSocketVersion) ? VersionRepeated : VersionMissing;
    }

    private static HandshakeRule CheckKey(HeaderFields headers, out string key)
    {
        // RFC 6455 §4.2.1 step 5 and §11.3.1.
        if (headers.TryGetOnly(HeaderNames.SecWebSocketKey, out key))
        {
            return IsKey(key) ? None : KeyMalformed;
        }

        return headers.Contains(HeaderNames.SecWebSocketKey) ? KeyRepeated : KeyMissing;
    }

    // Convert ignores the bits behind the 16th octet, which some clients leave set (RFC 4648 §3.5 lets a decoder choose),
    // but it also skips white space: 24 characters, "==" included, that give 16 octets have no room for any.
    private static bool IsKey(string key)
    {
        Span<byte> octets = stackalloc byte[18];
        return key.Length == 24 && Convert.TryFromBase64String(key, octets, out int count) && count == 16;
    }

    private static HandshakeRule CheckSubprotocols(HeaderFields headers, out List<string> subprotocols)
    {
        // RFC 6455 §4.1 step 10: tokens, all of them different.
        if (!TokenList.TryRead(headers, HeaderNames.SecWebSocketProtocol, out subprotocols))
        {
            return SubprotocolsMalformed;
        }

        for (int i = 1; i < subprotocols.Count; i++)
        {
            if (subprotocols.IndexOf(subprotocols[i], 0, i) >= 0)
            {
                return SubprotocolsRepeated;
            }
        }

        return None;
    }

    // RFC 6455 §4.2.1 step 1: a resource name, or an http or https URI that contains one.
    private static bool IsTarget(string target) =>
        HttpGrammar.IsVisibleAscii(target)
        && (target[0] == '/'
            || target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    private static bool HasBody(HeaderFields headers) =>
        headers.Contains(HeaderNames.TransferEncoding)
        || (headers.Contains(HeaderNames.ContentLength)
            && !(headers.TryGetOnly(HeaderNames.ContentLength, out string length) && length is "0"));
}
