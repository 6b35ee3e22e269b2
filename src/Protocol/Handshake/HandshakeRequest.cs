namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>A client's opening handshake as values, whichever HTTP server or reader received it.</summary>
/// <param name="Method">The request method, such as GET; case-sensitive.</param>
/// <param name="Version">The HTTP version.</param>
/// <param name="Target">The request target or <c>:path</c>, with its query.</param>
/// <param name="Headers">The header lines; on HTTP/2 the <c>:authority</c> stands among them as Host.</param>
public sealed record HandshakeRequest(string Method, HandshakeHttpVersion Version, string Target, HeaderFields Headers)
{
    /// <summary>The scheme that the client used, http or https; compared by <see cref="OriginPolicy.SameOrigin"/>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The <c>:protocol</c> of an extended CONNECT (RFC 8441 §4); null on HTTP/1.1.</summary>
    public string? Protocol { get; init; }
}
