using Stratus.Realtime.Edge.Routes;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>What the connections of a route share.</summary>
/// <param name="Path">The path, exactly as clients ask for it; what is asked for in another way is Kestrel's to find.</param>
/// <param name="Application">What becomes of connections.</param>
/// <param name="Endpoint">Takes them.</param>
/// <param name="Transport">The transport.</param>
internal sealed record SocketRoute(string Path, IWebSocketApplication Application, WebSocketEndpoint Endpoint, SocketTransport Transport);
