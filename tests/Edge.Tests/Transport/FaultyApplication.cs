using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Edge.Transport;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>A route of event loops whose code fails with every message.</summary>
internal sealed class FaultyApplication(WebSocketRoute route) : IWebSocketApplication
{
    public WebSocketRoute Route => route;

    public IPumpedLoop MakeLoop(WebSocketConnection connection, in PipeSetup setup) => throw new NotSupportedException("Event loops only.");

    public SocketConnection MakeConnection(in SocketSetup setup) => new SinkConnection<Sink>(setup, default);

    private readonly struct Sink : IConnectionSink
    {
        public bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
        {
            payload = default;
            return false;
        }

        public void Commit(MessageKind kind, int octets)
        {
        }

        public void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload) => throw new InvalidOperationException("On purpose.");

        public void OnPing(ReadOnlySpan<byte> payload)
        {
        }

        public void OnPong(ReadOnlySpan<byte> payload)
        {
        }

        public void OnClose(CloseStatus status)
        {
        }

        public void OnFailed(ProtocolError error)
        {
        }
    }
}
