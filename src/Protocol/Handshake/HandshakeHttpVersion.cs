namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The HTTP version that carries a handshake.</summary>
public enum HandshakeHttpVersion
{
    /// <summary>HTTP/1.0, which cannot upgrade.</summary>
    Http10,

    /// <summary>HTTP/1.1 (or a later minor version): GET with Upgrade, answered by 101 (RFC 6455 §4).</summary>
    Http11,

    /// <summary>HTTP/2: extended CONNECT, answered by 200 (RFC 8441).</summary>
    Http2,
}
