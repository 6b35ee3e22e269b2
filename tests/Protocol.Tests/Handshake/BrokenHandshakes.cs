using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

/// <summary>One row or more for every rule: what breaks it. The three families are requests, heads and answers.</summary>
public static class BrokenHandshakes
{
    /// <summary>Rule, request line, edits of the valid request (see <see cref="Requests"/>).</summary>
    public static TheoryData<HandshakeRule, string, string> Requests { get; } = new()
    {
        { HandshakeRule.HttpVersion, "GET /chat HTTP/1.0", "" },
        { HandshakeRule.Method, "POST /chat HTTP/1.1", "" },
        { HandshakeRule.Method, "get /chat HTTP/1.1", "" },
        { HandshakeRule.Method, "CONNECT /chat HTTP/1.1", "" },
        { HandshakeRule.Method, "GET /chat HTTP/2", "" },
        { HandshakeRule.ConnectProtocolMissing, "CONNECT /chat HTTP/2", "-:protocol" },
        { HandshakeRule.ConnectProtocolUnknown, "CONNECT /chat HTTP/2", ":protocol: connect-udp" },
        { HandshakeRule.Target, "GET chat HTTP/1.1", "" },
        { HandshakeRule.Target, "GET * HTTP/1.1", "" },
        { HandshakeRule.Target, "GET ws://server.example.com/chat HTTP/1.1", "" },
        { HandshakeRule.Target, "CONNECT  HTTP/2", "" },
        { HandshakeRule.HostHeader, "GET /chat HTTP/1.1", "-Host" },
        { HandshakeRule.HostHeader, "GET /chat HTTP/1.1", "Host: " },
        { HandshakeRule.HostHeader, "GET /chat HTTP/1.1", "+Host: server.example.com" },
        { HandshakeRule.UpgradeHeader, "GET /chat HTTP/1.1", "-Upgrade" },
        { HandshakeRule.UpgradeHeader, "GET /chat HTTP/1.1", "Upgrade: h2c" },
        { HandshakeRule.UpgradeHeader, "GET /chat HTTP/1.1", "Upgrade: websockets" },
        { HandshakeRule.ConnectionHeader, "GET /chat HTTP/1.1", "-Connection" },
        { HandshakeRule.ConnectionHeader, "GET /chat HTTP/1.1", "Connection: keep-alive, upgraded" },
        { HandshakeRule.Body, "GET /chat HTTP/1.1", "Content-Length: 1" },
        { HandshakeRule.Body, "GET /chat HTTP/1.1", "Content-Length: 0|+Content-Length: 5" },
        { HandshakeRule.Body, "GET /chat HTTP/1.1", "Transfer-Encoding: chunked" },
        { HandshakeRule.VersionMissing, "GET /chat HTTP/1.1", "-Sec-WebSocket-Version" },
        { HandshakeRule.VersionMissing, "CONNECT /chat HTTP/2", "-Sec-WebSocket-Version" },
        { HandshakeRule.VersionRepeated, "GET /chat HTTP/1.1", "+Sec-WebSocket-Version: 13" },
        { HandshakeRule.VersionUnsupported, "GET /chat HTTP/1.1", "Sec-WebSocket-Version: 12" },
        { HandshakeRule.VersionUnsupported, "GET /chat HTTP/1.1", "Sec-WebSocket-Version: 013" },
        { HandshakeRule.VersionUnsupported, "GET /chat HTTP/1.1", "Sec-WebSocket-Version: 13, 8" },
        { HandshakeRule.VersionUnsupported, "CONNECT /chat HTTP/2", "Sec-WebSocket-Version: 14" },
        { HandshakeRule.KeyMissing, "GET /chat HTTP/1.1", "-Sec-WebSocket-Key" },
        { HandshakeRule.KeyRepeated, "GET /chat HTTP/1.1", "+Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" },
        { HandshakeRule.KeyMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Key: " },
        { HandshakeRule.KeyMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j!Q==" },
        { HandshakeRule.KeyMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ" },
        { HandshakeRule.KeyMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j" },
        { HandshakeRule.KeyMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE=" },
        { HandshakeRule.KeyMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSEh" },
        { HandshakeRule.KeyMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Key: dGhl IHNhbXBsZSBub25jZQ==" },
        { HandshakeRule.SubprotocolsMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Protocol: chat room" },
        { HandshakeRule.SubprotocolsMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Protocol: a;b" },
        { HandshakeRule.SubprotocolsMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Protocol: " },
        { HandshakeRule.SubprotocolsRepeated, "GET /chat HTTP/1.1", "Sec-WebSocket-Protocol: a, b, a" },
        { HandshakeRule.SubprotocolsRepeated, "GET /chat HTTP/1.1", "Sec-WebSocket-Protocol: a|+Sec-WebSocket-Protocol: a" },
        { HandshakeRule.ExtensionsMalformed, "GET /chat HTTP/1.1", "Sec-WebSocket-Extensions: permessage-deflate;" },
        { HandshakeRule.ExtensionsMalformed, "CONNECT /chat HTTP/2", "Sec-WebSocket-Extensions: a=b" },
        { HandshakeRule.OriginNotAllowed, "GET /chat HTTP/1.1", "Origin: https://evil.example" },
        { HandshakeRule.OriginNotAllowed, "CONNECT /chat HTTP/2", "Origin: null" },
    };

    /// <summary>Rule, the text of a request's head; read with limits of 200 octets and 4 header lines.</summary>
    public static TheoryData<HandshakeRule, string> RequestHeads { get; } = new()
    {
        { HandshakeRule.HeadTooLarge, "GET / HTTP/1.1\r\na: " + new string('x', 200) },
        { HandshakeRule.HeadTooLarge, "GET / HTTP/1.1\r\na: 1\r\nb: 2\r\nc: 3\r\nd: 4\r\ne: 5\r\n\r\n" },
        { HandshakeRule.LineEnding, "GET / HTTP/1.1\nHost: a\r\n\r\n" },
        { HandshakeRule.LineEnding, "GET / HTTP/1.1\r\nHost: a\r\n\n" },
        { HandshakeRule.LineEnding, "\n" },
        { HandshakeRule.RequestLine, "\r\n\r\nGET / HTTP/1.1\r\n\r\n" },
        { HandshakeRule.RequestLine, "GET /\r\n\r\n" },
        { HandshakeRule.RequestLine, "GET  HTTP/1.1\r\n\r\n" },
        { HandshakeRule.RequestLine, " / HTTP/1.1\r\n\r\n" },
        { HandshakeRule.RequestLine, "GET / HTTP/1.1 \r\n\r\n" },
        { HandshakeRule.RequestLine, "GET /a b HTTP/1.1\r\n\r\n" },
        { HandshakeRule.RequestLine, "GET /\u00e9 HTTP/1.1\r\n\r\n" },
        { HandshakeRule.RequestLine, "G(T / HTTP/1.1\r\n\r\n" },
        { HandshakeRule.RequestLine, "GET / http/1.1\r\n\r\n" },
        { HandshakeRule.RequestLine, "GET / HTTP/1.10\r\n\r\n" },
        { HandshakeRule.RequestLine, "GET /\rHTTP/1.1\r\n\r\n" },
        { HandshakeRule.HttpMajorVersion, "PRI * HTTP/2.0\r\n\r\n" },
        { HandshakeRule.HeaderName, "GET / HTTP/1.1\r\nHost : a\r\n\r\n" },
        { HandshakeRule.HeaderName, "GET / HTTP/1.1\r\nHost\r\n\r\n" },
        { HandshakeRule.HeaderName, "GET / HTTP/1.1\r\n: a\r\n\r\n" },
        { HandshakeRule.HeaderName, "GET / HTTP/1.1\r\nHo(st: a\r\n\r\n" },
        { HandshakeRule.HeaderFolded, "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n" },
        { HandshakeRule.HeaderFolded, "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n" },
        { HandshakeRule.HeaderValue, "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n" },
        { HandshakeRule.HeaderValue, "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n" },
        { HandshakeRule.HeaderValue, "GET / HTTP/1.1\r\nHost: a\u007fb\r\n\r\n" },
    };

    /// <summary>Rule, the text of a response's head.</summary>
    public static TheoryData<HandshakeRule, string> ResponseHeads { get; } = new()
    {
        { HandshakeRule.StatusLine, "\r\n" },
        { HandshakeRule.StatusLine, "HTTP/1.1 101\r\n\r\n" },
        { HandshakeRule.StatusLine, "HTTP/1.1  101 OK\r\n\r\n" },
        { HandshakeRule.StatusLine, "HTTP/1.1 1010 OK\r\n\r\n" },
        { HandshakeRule.StatusLine, "HTTP/1.1 099 OK\r\n\r\n" },
        { HandshakeRule.StatusLine, "HTTP/2.0 101 OK\r\n\r\n" },
        { HandshakeRule.StatusLine, "HTTP/1.1 101 O\0K\r\n\r\n" },
        { HandshakeRule.HeaderName, "HTTP/1.1 101 OK\r\nUpgrade : websocket\r\n\r\n" },
        { HandshakeRule.HeaderFolded, "HTTP/1.1 101 OK\r\nUpgrade:\r\n websocket\r\n\r\n" },
        { HandshakeRule.HeaderValue, "HTTP/1.1 101 OK\r\nUpgrade: web\u0001socket\r\n\r\n" },
        { HandshakeRule.LineEnding, "HTTP/1.1 101 OK\n\n" },
    };

    /// <summary>
    /// Rule, status line, and edits of the valid answer. The client offered subprotocols a and b, and
    /// <c>permessage-deflate; server_max_window_bits=12; client_max_window_bits</c>.
    /// </summary>
    public static TheoryData<HandshakeRule, string, string> Answers { get; } = new()
    {
        { HandshakeRule.AnswerStatus, "HTTP/1.1 200 OK", "" },
        { HandshakeRule.AnswerStatus, "HTTP/1.1 426 Upgrade Required", "" },
        { HandshakeRule.AnswerStatus, "HTTP/1.0 101 Switching Protocols", "" },
        { HandshakeRule.AnswerUpgrade, "HTTP/1.1 101 Switching Protocols", "-Upgrade" },
        { HandshakeRule.AnswerUpgrade, "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket, h2c" },
        { HandshakeRule.AnswerUpgrade, "HTTP/1.1 101 Switching Protocols", "+Upgrade: websocket" },
        { HandshakeRule.AnswerConnection, "HTTP/1.1 101 Switching Protocols", "-Connection" },
        { HandshakeRule.AnswerConnection, "HTTP/1.1 101 Switching Protocols", "Connection: close" },
        { HandshakeRule.AnswerAccept, "HTTP/1.1 101 Switching Protocols", "-Sec-WebSocket-Accept" },
        { HandshakeRule.AnswerAccept, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=" },
        { HandshakeRule.AnswerAccept, "HTTP/1.1 101 Switching Protocols", "+Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" },
        { HandshakeRule.AnswerExtensionsMalformed, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Extensions: ;" },
        { HandshakeRule.AnswerExtensionUnasked, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Extensions: x-other" },
        { HandshakeRule.AnswerExtensionRepeated, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12, permessage-deflate; server_max_window_bits=12" },
        { HandshakeRule.AnswerDeflateParameters, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Extensions: permessage-deflate" },
        { HandshakeRule.AnswerDeflateWindow, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12; client_max_window_bits=8" },
        { HandshakeRule.AnswerSubprotocolUnasked, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Protocol: c" },
        { HandshakeRule.AnswerSubprotocolUnasked, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Protocol: A" },
        { HandshakeRule.AnswerSubprotocolUnasked, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Protocol: a, b" },
        { HandshakeRule.AnswerSubprotocolRepeated, "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Protocol: a|+Sec-WebSocket-Protocol: b" },
    };
}
