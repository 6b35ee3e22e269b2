namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The head of an HTTP/1 response (RFC 9112 §4).</summary>
/// <param name="Version">HTTP/1.0 or HTTP/1.1.</param>
/// <param name="Status">The status code, three digits.</param>
/// <param name="ReasonPhrase">The reason phrase; may be empty.</param>
/// <param name="Headers">The header lines.</param>
public sealed record HttpResponseHead(HandshakeHttpVersion Version, int Status, string ReasonPhrase, HeaderFields Headers);
