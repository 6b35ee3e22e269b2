namespace Stratus.Realtime.Edge.Tests.Hosts;

/// <summary>How a WebSocket gets to the edge. Public for the theories that run over all of them.</summary>
public enum Road
{
    Http1,
    Http2,
    TlsHttp1,
    TlsHttp2,
}
