namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>What a server answers to an opening handshake: <see cref="Accepted"/> or <see cref="Refused"/>.</summary>
public abstract record HandshakeResult
{
    private HandshakeResult()
    {
    }

    /// <summary>The refusal for a rule, also for those that the host finds itself (an unknown route, a broken head).</summary>
    /// <param name="rule">A rule with an HTTP status.</param>
    /// <param name="version">The HTTP version of the request, which decides status and headers of some rules.</param>
    /// <returns>The refusal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rule is none of those that a server answers.</exception>
    public static Refused Refuse(HandshakeRule rule, HandshakeHttpVersion version = HandshakeHttpVersion.Http11)
    {
        HandshakeRuleRow row = HandshakeRules.Row(rule);
        bool http2 = version == HandshakeHttpVersion.Http2;
        int status = (http2 ? row.Http2Status ?? row.Status : row.Status)
            ?? throw new ArgumentOutOfRangeException(nameof(rule), rule, "A server never answers this rule.");
        return new Refused(rule, status, row.Text, RefusalHeaders(rule, http2));
    }

    private static HeaderFields RefusalHeaders(HandshakeRule rule, bool http2) => rule switch
    {
        // RFC 9110 §15.5.6: a 405 must say what is allowed.
        HandshakeRule.Method => [new(HeaderNames.Allow, http2 ? "CONNECT" : "GET")],

        // RFC 6455 §4.2.2, §4.4: the versions that the server speaks; RFC 9110 §15.5.22: a 426 must name the upgrade.
        HandshakeRule.VersionUnsupported when !http2 =>
        [
            new(HeaderNames.SecWebSocketVersion, "13"),
            new(HeaderNames.Upgrade, "websocket"),
            new(HeaderNames.Connection, "Upgrade"),
        ],
        HandshakeRule.VersionMissing or HandshakeRule.VersionRepeated or HandshakeRule.VersionUnsupported =>
            [new(HeaderNames.SecWebSocketVersion, "13")],
        _ => HeaderFields.Empty,
    };

    /// <summary>The connection is a WebSocket once this answer is sent.</summary>
    /// <param name="Status">101 on HTTP/1.1, 200 on HTTP/2.</param>
    /// <param name="Headers">The header lines of the answer.</param>
    /// <param name="Subprotocol">The subprotocol chosen, or null.</param>
    /// <param name="Deflate">The permessage-deflate parameters agreed on; null when messages are not compressed.</param>
    public sealed record Accepted(int Status, HeaderFields Headers, string? Subprotocol, DeflateParameters? Deflate)
        : HandshakeResult;

    /// <summary>The request is answered as plain HTTP.</summary>
    /// <param name="Rule">The rule that the request broke.</param>
    /// <param name="Status">The HTTP status, 400 or above.</param>
    /// <param name="Reason">What is required, and the RFC section that says so.</param>
    /// <param name="Headers">Extra header lines of the answer.</param>
    public sealed record Refused(HandshakeRule Rule, int Status, string Reason, HeaderFields Headers) : HandshakeResult;
}
