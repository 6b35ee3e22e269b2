namespace Stratus.Realtime.Edge.Proxies;

/// <summary>What came back over HTTP: a body, or a failure.</summary>
/// <param name="Body">The octets of an answer with status 200.</param>
/// <param name="Failure">Why there is none; null when there is one.</param>
/// <param name="Status">The HTTP status; 0 without an answer.</param>
internal readonly record struct ProxyReply(ReadOnlyMemory<byte> Body, ProxyFailure? Failure, int Status)
{
    public static ProxyReply Fail(ProxyFailure failure, int status = 0) => new(default, failure, status);
}
