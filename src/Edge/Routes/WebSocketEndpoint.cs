using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Telemetry;
using Stratus.Realtime.Edge.Upgrades;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Routes;

/// <summary>Takes WebSockets on behalf of routes: the opening handshake, limits, and one log line and metric for each end.</summary>
internal sealed partial class WebSocketEndpoint(
    IOptions<LimitOptions> limits, ConnectionRegistry connections, DeadlineQueue deadlines, DeflateBudget budget, EdgeClock clock,
    EdgeMetrics metrics, ILogger<WebSocketEndpoint> logger)
{
    private const string FullReason = "This edge takes no more connections: it is full (Edge:Limits:MaxConnections) or draining";
    private const string NoSubprotocolReason = "None of the subprotocols asked for is served here; served: ";

    /// <summary>Makes the loop of a connection that has opened.</summary>
    public delegate IConnectionLoop LoopMaker(WebSocketConnection connection, PipeOutputBuffer output, ITransport transport, DeadlineQueue deadlines, EdgeClock clock);

    /// <summary>Answers a request to open a WebSocket, and runs the connection to its end.</summary>
    public async Task HandleAsync(HttpContext context, WebSocketRoute route, LoopMaker makeLoop)
    {
        // The pattern and not the path, which is the client's to vary.
        string name = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        HandshakeRequest request = HandshakeMapping.ToHandshake(context);
        bool compresses = route.Handshake.Deflate.Enabled && budget.HasRoom;
        ServerHandshakeOptions handshake = compresses ? route.Handshake : route.Handshake with { Deflate = DeflatePolicy.Disabled };
        HandshakeResult result = HandshakeMapping.Confirm(context, ServerHandshake.Evaluate(request, handshake));
        if (!compresses && route.Handshake.Deflate.Enabled)
        {
            metrics.CompressionDeclined(name);
        }

        if (result is not HandshakeResult.Accepted accepted)
        {
            var refused = (HandshakeResult.Refused)result;
            metrics.Refused(name, refused.Rule);
            LogRefused(name, refused.Status, refused.Reason);
            await HandshakeMapping.RefuseAsync(context, refused);
        }
        else if (IsWithoutCommonSubprotocol(context, route, accepted))
        {
            // Opened without one, it would be accepted and then not work: say so at once.
            string reason = NoSubprotocolReason + string.Join(", ", route.Handshake.Subprotocols);
            metrics.RefusedSubprotocol(name);
            LogRefused(name, StatusCodes.Status400BadRequest, reason);
            await RefuseAsync(context, StatusCodes.Status400BadRequest, reason);
        }
        else if (connections.IsClosed || !connections.TryEnter(limits.Value.MaxConnections))
        {
            metrics.RefusedFull(name);
            LogRefused(name, StatusCodes.Status503ServiceUnavailable, FullReason);
            context.Response.Headers.RetryAfter = "1";
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, FullReason);
        }
        else
        {
            await AcceptAsync(context, name, route, accepted, makeLoop);
        }
    }

    private static bool IsWithoutCommonSubprotocol(HttpContext context, WebSocketRoute route, HandshakeResult.Accepted accepted) =>
        route.Handshake.Subprotocols.Count != 0 && accepted.Subprotocol is null && context.Request.Headers.SecWebSocketProtocol.Count != 0;

    private async Task AcceptAsync(HttpContext context, string name, WebSocketRoute route, HandshakeResult.Accepted accepted, LoopMaker makeLoop)
    {
        long contexts = budget.Take(accepted.Deflate);
        try
        {
            HandshakeMapping.SetHeaders(context.Response, accepted.Headers);
            ITransport transport = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
                ? await Http2Transport.AcceptAsync(context, connect)
                : await Http1Transport.AcceptAsync(context, context.Features.GetRequiredFeature<IHttpUpgradeFeature>());
            await RunAsync(transport, name, route, accepted.Deflate, makeLoop);
        }
        finally
        {
            budget.GiveBack(contexts);
            connections.Leave();
        }
    }

    private async Task RunAsync(ITransport transport, string name, WebSocketRoute route, DeflateParameters? deflate, LoopMaker makeLoop)
    {
        TimeSpan opened = clock.Now;
        WebSocketConnection connection = new(
            new WebSocketConnectionOptions
            {
                Role = WebSocketRole.Server,
                Limits = route.Limits,
                Times = route.Times,
                Deflate = deflate,
                DeflateLevel = route.DeflateLevel,
                MinCompressedOctets = route.MinCompressedOctets,
            },
            opened);
        IConnectionLoop loop = makeLoop(connection, new PipeOutputBuffer(transport.Output), transport, deadlines, clock);
        long id = connections.NextId();
        connections.Add(id, loop, route.Farewell);
        metrics.Opened(name);
        try
        {
            await loop.RunAsync();
        }
        finally
        {
            connections.Remove(id);
            ConnectionEnd end = connection.End;
            TimeSpan duration = clock.Now - opened;
            metrics.Ended(name, end, loop.InputOctets, loop.OutputOctets, duration);
            if (loop.Fault is { } fault)
            {
                LogFault(fault, id, name);
            }

            LogEnded(id, name, end.Kind, (int)end.Code, end.Rule, loop.InputOctets, loop.OutputOctets, duration.TotalSeconds);
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }
}
