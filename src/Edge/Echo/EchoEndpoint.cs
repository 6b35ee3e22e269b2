using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Edge.Transport;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Echo;

/// <summary>The conformance target: answers every message with itself, all extensions on.</summary>
internal sealed class EchoEndpoint(
    WebSocketEndpoint endpoint, IOptions<LimitOptions> limits, IOptions<TimeOptions> times, IOptions<CompressionOptions> compression,
    IOptions<OriginOptions> origins) : IWebSocketApplication
{
    public WebSocketRoute Route { get; } = new()
    {
        Limits = limits.Value.ToLimits(),
        Times = times.Value.ToTimes(),
        Handshake = new ServerHandshakeOptions
        {
            Origins = origins.Value.ToPolicy(),
            Deflate = compression.Value.Enabled ? new DeflatePolicy { ServerMaxWindowBits = compression.Value.MaxWindowBits } : DeflatePolicy.Disabled,
        },
        DeflateLevel = compression.Value.Level,
        MinCompressedOctets = compression.Value.MinMessageOctets,
        Farewell = new CloseStatus(CloseCode.GoingAway, "The server is going down"),
    };

    public Task HandleAsync(HttpContext context) => endpoint.HandleAsync(context, this);

    public IPumpedLoop MakeLoop(WebSocketConnection connection, in PipeSetup setup) => new ConnectionLoop<EchoSink<PipeOutput>>(
        connection, new EchoSink<PipeOutput>(connection, new PipeOutput(setup.Output)), setup);

    public SocketConnection MakeConnection(in SocketSetup setup) =>
        new SinkConnection<EchoSink<SocketOutput>>(setup, new EchoSink<SocketOutput>(setup.Engine, setup.Output));
}
