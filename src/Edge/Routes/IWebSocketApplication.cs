using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Transport;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Routes;

/// <summary>What becomes of the connections of a route.</summary>
internal interface IWebSocketApplication
{
    /// <summary>How the route takes them.</summary>
    WebSocketRoute Route { get; }

    /// <summary>Makes the loop of a connection that has opened and whose octets come through a pipe.</summary>
    IPumpedLoop MakeLoop(WebSocketConnection connection, in PipeSetup setup);

    /// <summary>Makes a connection on an event loop.</summary>
    SocketConnection MakeConnection(in SocketSetup setup);
}
