using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>Where a new connection is.</summary>
/// <param name="Loop">Its event loop.</param>
/// <param name="Descriptor">Its socket.</param>
/// <param name="Route">What connections of the route share.</param>
/// <param name="Admission">What is given back when it ends.</param>
/// <param name="Engine">Its engine.</param>
/// <param name="Sender">What sends its frames.</param>
internal readonly record struct SocketSetup(EventLoop Loop, int Descriptor, SocketRoute Route, Admission Admission, WebSocketConnection Engine, SocketSender Sender)
{
    /// <summary>The engine's handle on the sender.</summary>
    public SocketOutput Output => new(Sender);
}
