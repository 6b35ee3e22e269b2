using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Edge.Transport;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>The messaging route: the native client protocol in JSON.</summary>
internal sealed class ClientEndpoint(
    WebSocketEndpoint endpoint, SessionServices services, IOptions<ClientLimitOptions> limits, IOptions<TimeOptions> times, IOptions<ClientTimeOptions> clientTimes,
    IOptions<ClientCompressionOptions> clientCompression, IOptions<CompressionOptions> compression, IOptions<OriginOptions> origins) : IWebSocketApplication
{
    private static readonly string[] Subprotocols = ["centrifuge-json"];

    // The client protocol has pings of its own; the WebSocket's come only where those have stopped.
    private static readonly TimeSpan PingSlack = TimeSpan.FromSeconds(5);

    public WebSocketRoute Route { get; } = new()
    {
        Limits = limits.Value.ToLimits(),
        Times = times.Value.ToTimes() with { PingInterval = clientTimes.Value.PingInterval + clientTimes.Value.PongTimeout + PingSlack },
        Handshake = new ServerHandshakeOptions
        {
            Origins = origins.Value.ToPolicy(),
            Subprotocols = Subprotocols,
            Deflate = clientCompression.Value.Enabled && compression.Value.Enabled
                ? new DeflatePolicy
                {
                    ServerMaxWindowBits = compression.Value.MaxWindowBits,
                    ServerNoContextTakeover = true, // so that a compressed publication can be shared (RFC 7692 §7.1.1.1)
                    ClientNoContextTakeover = true, // an idle client then costs no context
                }
                : DeflatePolicy.Disabled,
        },
        DeflateLevel = compression.Value.Level,
        MinCompressedOctets = clientCompression.Value.MinMessageOctets,
        Farewell = DisconnectCode.Shutdown.ToCloseStatus(),
    };

    public Task HandleAsync(HttpContext context) => endpoint.HandleAsync(context, this);

    public IPumpedLoop MakeLoop(WebSocketConnection connection, in PipeSetup setup)
    {
        Session session = new(services);
        ConnectionLoop<ClientSink> loop = new(connection, new ClientSink(session), setup, session);
        session.Open(loop, connection.SharedWindowBits);
        return loop;
    }

    public SocketConnection MakeConnection(in SocketSetup setup)
    {
        Session session = new(services);
        SinkConnection<ClientSink> connection = new(setup, new ClientSink(session), session);
        session.Open(connection, setup.Engine.SharedWindowBits);
        return connection;
    }
}
