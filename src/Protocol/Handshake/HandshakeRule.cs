namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The rules that an opening handshake can break; their sections, statuses and words are rows of <see cref="HandshakeRules"/>.</summary>
public enum HandshakeRule
{
    /// <summary>No rule is broken.</summary>
    None,

    /// <summary>The head is longer, or has more header lines, than the limits allow.</summary>
    HeadTooLarge,

    /// <summary>A line of the head does not end in CRLF.</summary>
    LineEnding,

    /// <summary>The request line is malformed.</summary>
    RequestLine,

    /// <summary>The request is of a major version other than HTTP/1.</summary>
    HttpMajorVersion,

    /// <summary>The status line is malformed.</summary>
    StatusLine,

    /// <summary>A header line does not begin with a token and a colon.</summary>
    HeaderName,

    /// <summary>A header value is folded over several lines.</summary>
    HeaderFolded,

    /// <summary>A header value holds control characters.</summary>
    HeaderValue,

    /// <summary>Nothing is served at the request target.</summary>
    RouteUnknown,

    /// <summary>The request is HTTP/1.0.</summary>
    HttpVersion,

    /// <summary>The method is not the one that opens a WebSocket on this HTTP version.</summary>
    Method,

    /// <summary>An HTTP/2 CONNECT came without <c>:protocol</c>.</summary>
    ConnectProtocolMissing,

    /// <summary>An HTTP/2 CONNECT came with a <c>:protocol</c> other than websocket.</summary>
    ConnectProtocolUnknown,

    /// <summary>The request target is neither an absolute path nor an http(s) URI.</summary>
    Target,

    /// <summary>Host is missing, empty or repeated.</summary>
    HostHeader,

    /// <summary>Upgrade does not name websocket.</summary>
    UpgradeHeader,

    /// <summary>Connection does not name Upgrade.</summary>
    ConnectionHeader,

    /// <summary>The request announces a body.</summary>
    Body,

    /// <summary>Sec-WebSocket-Version is missing.</summary>
    VersionMissing,

    /// <summary>Sec-WebSocket-Version is repeated.</summary>
    VersionRepeated,

    /// <summary>Sec-WebSocket-Version is not 13.</summary>
    VersionUnsupported,

    /// <summary>Sec-WebSocket-Key is missing.</summary>
    KeyMissing,

    /// <summary>Sec-WebSocket-Key is repeated.</summary>
    KeyRepeated,

    /// <summary>Sec-WebSocket-Key is not the base64 form of 16 octets.</summary>
    KeyMalformed,

    /// <summary>Sec-WebSocket-Protocol is not a list of tokens.</summary>
    SubprotocolsMalformed,

    /// <summary>Sec-WebSocket-Protocol names a subprotocol twice.</summary>
    SubprotocolsRepeated,

    /// <summary>Sec-WebSocket-Extensions does not follow its grammar or its limits.</summary>
    ExtensionsMalformed,

    /// <summary>The Origin is not among those allowed.</summary>
    OriginNotAllowed,

    /// <summary>The answer is not an HTTP/1.1 101.</summary>
    AnswerStatus,

    /// <summary>The answer's Upgrade is not websocket.</summary>
    AnswerUpgrade,

    /// <summary>The answer's Connection does not name Upgrade.</summary>
    AnswerConnection,

    /// <summary>The answer's Sec-WebSocket-Accept does not prove that the key was read.</summary>
    AnswerAccept,

    /// <summary>The answer's Sec-WebSocket-Extensions does not follow its grammar or its limits.</summary>
    AnswerExtensionsMalformed,

    /// <summary>The answer uses an extension that was not offered.</summary>
    AnswerExtensionUnasked,

    /// <summary>The answer accepts permessage-deflate twice.</summary>
    AnswerExtensionRepeated,

    /// <summary>The answer's permessage-deflate parameters are invalid or do not accept the offer.</summary>
    AnswerDeflateParameters,

    /// <summary>The answer asks for a window that this deflater does not have.</summary>
    AnswerDeflateWindow,

    /// <summary>The answer chooses a subprotocol that was not offered.</summary>
    AnswerSubprotocolUnasked,

    /// <summary>The answer chooses more than one subprotocol.</summary>
    AnswerSubprotocolRepeated,
}
