using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Telemetry;
using Stratus.Realtime.Edge.Upgrades;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Echo;

/// <summary>The conformance target: answers every message with itself, all extensions on.</summary>
internal sealed partial class EchoEndpoint(
    IOptions<LimitOptions> limits, IOptions<TimeOptions> times, IOptions<CompressionOptions> compression, IOptions<OriginOptions> origins,
    ConnectionRegistry connections, DeadlineQueue deadlines, DeflateBudget budget, EdgeClock clock, EdgeMetrics metrics, ILogger<EchoEndpoint> logger)
{
    private const string FullReason = "This edge takes no more connections: it is full (Edge:Limits:MaxConnections) or draining";
    private static readonly CloseStatus Farewell = new(CloseCode.GoingAway, "The server is going down");

    private readonly WebSocketLimits _limits = limits.Value.ToLimits();
    private readonly WebSocketTimes _times = times.Value.ToTimes();
    private readonly ServerHandshakeOptions _uncompressed = Handshake(origins.Value, DeflatePolicy.Disabled);
    private readonly ServerHandshakeOptions _compressed =
        Handshake(origins.Value, new DeflatePolicy { ServerMaxWindowBits = compression.Value.MaxWindowBits });

    public async Task HandleAsync(HttpContext context)
    {
        // The pattern and not the path, which is the client's to vary.
        string route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        HandshakeRequest request = HandshakeMapping.ToHandshake(context);
        bool compresses = budget.HasRoom;
        HandshakeResult result = HandshakeMapping.Confirm(context, ServerHandshake.Evaluate(request, compresses ? _compressed : _uncompressed));
        if (!compresses && compression.Value.Enabled)
        {
            metrics.CompressionDeclined(route);
        }

        if (result is not HandshakeResult.Accepted accepted)
        {
            var refused = (HandshakeResult.Refused)result;
            metrics.Refused(route, refused.Rule);
            LogRefused(route, refused.Status, refused.Reason);
            await HandshakeMapping.RefuseAsync(context, refused);
        }
        else if (connections.IsClosed || !connections.TryEnter(limits.Value.MaxConnections))
        {
            metrics.RefusedFull(route);
            LogRefused(route, StatusCodes.Status503ServiceUnavailable, FullReason);
            await RefuseFullAsync(context);
        }
        else
        {
            await AcceptAsync(context, route, accepted);
        }
    }

    private async Task AcceptAsync(HttpContext context, string route, HandshakeResult.Accepted accepted)
    {
        long contexts = budget.Take(accepted.Deflate);
        try
        {
            HandshakeMapping.SetHeaders(context.Response, accepted.Headers);
            ITransport transport = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
                ? await Http2Transport.AcceptAsync(context, connect)
                : await Http1Transport.AcceptAsync(context, context.Features.GetRequiredFeature<IHttpUpgradeFeature>());
            await RunAsync(transport, route, accepted.Deflate);
        }
        finally
        {
            budget.GiveBack(contexts);
            connections.Leave();
        }
    }

    private async Task RunAsync(ITransport transport, string route, DeflateParameters? deflate)
    {
        TimeSpan opened = clock.Now;
        WebSocketConnection connection = new(
            new WebSocketConnectionOptions
            {
                Role = WebSocketRole.Server,
                Limits = _limits,
                Times = _times,
                Deflate = deflate,
                DeflateLevel = compression.Value.Level,
                MinCompressedOctets = compression.Value.MinMessageOctets,
            },
            opened);
        PipeOutputBuffer output = new(transport.Output);
        EchoSink<PipeOutput> sink = new(connection, new PipeOutput(output));
        ConnectionLoop<EchoSink<PipeOutput>> loop = new(connection, sink, output, transport, deadlines, clock);
        long id = connections.NextId();
        connections.Add(id, loop, Farewell);
        metrics.Opened(route);
        try
        {
            await loop.RunAsync();
        }
        finally
        {
            connections.Remove(id);
            ConnectionEnd end = connection.End;
            TimeSpan duration = clock.Now - opened;
            metrics.Ended(route, end, loop.InputOctets, loop.OutputOctets, duration);
            if (loop.Fault is { } fault)
            {
                LogFault(fault, id, route);
            }

            LogEnded(id, route, end.Kind, (int)end.Code, end.Rule, loop.InputOctets, loop.OutputOctets, duration.TotalSeconds);
        }
    }

    private static async Task RefuseFullAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(FullReason + "\n", context.RequestAborted);
    }

    private static ServerHandshakeOptions Handshake(OriginOptions origins, DeflatePolicy deflate) => new()
    {
        Origins = origins.Allowed.Count == 0 ? OriginPolicy.Any : OriginPolicy.Allow(origins.Allowed),
        Deflate = deflate,
    };
}
