using System.Collections.Immutable;
using static Stratus.Realtime.Protocol.Handshake.HandshakeRule;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// The rules of the opening handshake as a table, in the order of <see cref="HandshakeRule"/>: first those of the
/// HTTP/1.1 head, then those that a server checks, then those that a client checks.
/// </summary>
public static class HandshakeRules
{
    /// <summary>One row a rule, in the order of the enum, without <see cref="None"/>.</summary>
    public static ImmutableArray<HandshakeRuleRow> All { get; } =
    [
        new(HeadTooLarge,              6585, "5",       431,  "The head of the message must stay within its limits"),
        new(LineEnding,                9112, "2.2",     400,  "Every line of the head must end in CRLF"),
        new(RequestLine,               9112, "3",       400,  "A request must begin with a method, a target and an HTTP version"),
        new(HttpMajorVersion,          9110, "15.6.6",  505,  "The text of a request must be HTTP/1"),
        new(StatusLine,                9112, "4",       null, "A response must begin with an HTTP/1 version, a status of three digits and a reason phrase"),
        new(HeaderName,                9112, "5.1",     400,  "A header line must begin with a token and, without white space between, a colon"),
        new(HeaderFolded,              9112, "5.2",     400,  "A header value must not be folded over several lines"),
        new(HeaderValue,               9110, "5.5",     400,  "A header value must not hold control characters"),

        new(RouteUnknown,              6455, "4.2.2",   404,  "No WebSocket is served at this target"),
        new(HttpVersion,               6455, "4.2.1",   400,  "The request must be HTTP/1.1 or higher"),
        new(Method,                    6455, "4.2.1",   405,  "The method must be GET on HTTP/1.1, and CONNECT on HTTP/2"),
        new(ConnectProtocolMissing,    8441, "4",       400,  "A CONNECT that opens a WebSocket must carry :protocol"),
        new(ConnectProtocolUnknown,    9220, "3",       501,  "The only :protocol supported is websocket"),
        new(Target,                    6455, "4.2.1",   400,  "The request target must be an absolute path or an http or https URI"),
        new(HostHeader,                6455, "4.2.1",   400,  "The request must have exactly one Host header, and not an empty one"),
        new(UpgradeHeader,             6455, "4.2.1",   400,  "The Upgrade header must name websocket"),
        new(ConnectionHeader,          6455, "4.2.1",   400,  "The Connection header must name Upgrade"),
        new(Body,                      9110, "9.3.1",   400,  "A request that opens a WebSocket must not have a body"),
        new(VersionMissing,            6455, "4.2.1",   400,  "The request must have a Sec-WebSocket-Version header of 13"),
        new(VersionRepeated,           6455, "11.3.5",  400,  "The Sec-WebSocket-Version header must not come more than once"),
        new(VersionUnsupported,        6455, "4.2.2",   426,  "The only Sec-WebSocket-Version supported is 13", Http2Status: 400),
        new(KeyMissing,                6455, "4.2.1",   400,  "The request must have a Sec-WebSocket-Key header"),
        new(KeyRepeated,               6455, "11.3.1",  400,  "The Sec-WebSocket-Key header must not come more than once"),
        new(KeyMalformed,              6455, "4.2.1",   400,  "The Sec-WebSocket-Key header must be the base64 form of 16 octets"),
        new(SubprotocolsMalformed,     6455, "4.1",     400,  "The Sec-WebSocket-Protocol header must be a list of at most 32 tokens"),
        new(SubprotocolsRepeated,      6455, "4.1",     400,  "The Sec-WebSocket-Protocol header must not name a subprotocol twice"),
        new(ExtensionsMalformed,       6455, "9.1",     400,  "The Sec-WebSocket-Extensions header must follow its grammar, within 8 KiB, 32 extensions and 32 parameters for each"),
        new(OriginNotAllowed,          6455, "4.2.2",   403,  "The Origin must be one that this server allows"),

        new(AnswerStatus,              6455, "4.1",     null, "The answer to a handshake must be an HTTP/1.1 status 101"),
        new(AnswerUpgrade,             6455, "4.1",     null, "The answer must have one Upgrade header of websocket"),
        new(AnswerConnection,          6455, "4.1",     null, "The answer's Connection header must name Upgrade"),
        new(AnswerAccept,              6455, "4.1",     null, "The answer must have one Sec-WebSocket-Accept header, made from the key that was sent"),
        new(AnswerExtensionsMalformed, 6455, "9.1",     null, "The answer's Sec-WebSocket-Extensions header must follow its grammar"),
        new(AnswerExtensionUnasked,    6455, "4.1",     null, "The answer must not use an extension that was not offered"),
        new(AnswerExtensionRepeated,   7692, "5.1",     null, "The answer must not accept permessage-deflate more than once"),
        new(AnswerDeflateParameters,   7692, "7.1",     null, "The answer's permessage-deflate parameters must be valid and accept the offer"),
        new(AnswerDeflateWindow,       7692, "7.1.2.2", null, "The answer's client_max_window_bits must be at least 9, the smallest window that this client compresses with"),
        new(AnswerSubprotocolUnasked,  6455, "4.1",     null, "The answer must not choose a subprotocol that was not offered"),
        new(AnswerSubprotocolRepeated, 6455, "11.3.4",  null, "The answer must not have more than one Sec-WebSocket-Protocol header"),
    ];

    /// <summary>The row of a rule.</summary>
    /// <param name="rule">Any rule but <see cref="None"/>.</param>
    /// <returns>Its row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rule is None or undefined.</exception>
    public static HandshakeRuleRow Row(HandshakeRule rule)
    {
        int index = (int)rule - 1;
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(rule));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, All.Length, nameof(rule));
        return All[index];
    }
}
