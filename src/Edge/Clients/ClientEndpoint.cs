using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>The messaging route: the native client protocol in JSON.</summary>
internal sealed class ClientEndpoint(
    WebSocketEndpoint endpoint, SessionServices services, IOptions<ClientLimitOptions> limits, IOptions<TimeOptions> times, IOptions<ClientTimeOptions> clientTimes,
    IOptions<ClientCompressionOptions> clientCompression, IOptions<CompressionOptions> compression, IOptions<OriginOptions> origins)
{
    private static readonly string[] Subprotocols = ["centrifuge-json"];

    // The client protocol has pings of its own; the WebSocket's come only where those have stopped.
    private static readonly TimeSpan PingSlack = TimeSpan.FromSeconds(5);

    private readonly WebSocketRoute _route = new()
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

    public async Task HandleAsync(HttpContext context)
    {
        Session? session = null;
        await endpoint.HandleAsync(context, _route, (connection, output, transport, deadlines, clock) =>
        {
            session = new Session(services);
            ConnectionLoop<ClientSink> loop = new(connection, new ClientSink(session), output, transport, deadlines, clock, session);
            session.Open(loop, connection.SharedWindowBits);
            return loop;
        });
    }
}
