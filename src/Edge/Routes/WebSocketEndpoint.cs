using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
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
    FlushScheduler scheduler, EdgeMetrics metrics, ILogger<WebSocketEndpoint> logger)
{
    private const string FullReason = "This edge takes no more connections: it is full (Edge:Limits:MaxConnections) or draining";
    private const string NoSubprotocolReason = "None of the subprotocols asked for is served here; served: ";

    /// <summary>Answers a request to open a WebSocket, and runs the connection to its end.</summary>
    public async Task HandleAsync(HttpContext context, IWebSocketApplication application)
    {
        // The pattern and not the path, which is the client's to vary.
        string name = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        WebSocketRoute route = application.Route;
        HandshakeRequest request = HandshakeMapping.ToHandshake(context);
        HandshakeResult result = HandshakeMapping.Confirm(context, Evaluate(request, route, out bool isDeclined));
        if (isDeclined)
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
        else if (IsWithoutCommonSubprotocol(request, route, accepted))
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
            await AcceptAsync(context, name, application, accepted);
        }
    }

    /// <summary>
    /// Takes a request if nothing speaks against it. Otherwise nothing has happened: <see cref="HandleAsync"/> says what it was.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The route's name.</param>
    /// <param name="route">The route.</param>
    /// <param name="accepted">The answer.</param>
    /// <param name="admission">A place, to be given back by <see cref="Ended"/>.</param>
    public bool TryAdmit(
        HandshakeRequest request, string name, WebSocketRoute route, [NotNullWhen(true)] out HandshakeResult.Accepted? accepted, out Admission admission)
    {
        admission = default;
        accepted = Evaluate(request, route, out bool isDeclined) as HandshakeResult.Accepted;
        if (accepted is null || IsWithoutCommonSubprotocol(request, route, accepted) || connections.IsClosed || !connections.TryEnter(limits.Value.MaxConnections))
        {
            return false;
        }

        if (isDeclined)
        {
            metrics.CompressionDeclined(name);
        }

        admission = Admit(name, accepted.Deflate);
        return true;
    }

    /// <summary>The engine of an admitted connection.</summary>
    public WebSocketConnection MakeEngine(WebSocketRoute route, DeflateParameters? deflate) => new(
        new WebSocketConnectionOptions
        {
            Role = WebSocketRole.Server,
            Limits = route.Limits,
            Times = route.Times,
            Deflate = deflate,
            DeflateLevel = route.DeflateLevel,
            MinCompressedOctets = route.MinCompressedOctets,
        },
        clock.Now);

    /// <summary>An admitted connection opens: a drain finds it from here on.</summary>
    public void Opened(in Admission admission, IConnectionLoop loop, CloseStatus farewell)
    {
        connections.Add(admission.Id, loop, farewell);
        metrics.Opened(admission.Route);
    }

    /// <summary>It has ended.</summary>
    public void Ended(in Admission admission, IConnectionLoop loop, in ConnectionEnd end)
    {
        connections.Remove(admission.Id);
        TimeSpan duration = clock.Now - admission.Opened;
        metrics.Ended(admission.Route, end, loop.InputOctets, loop.OutputOctets, duration);
        if (loop.Fault is { } fault)
        {
            LogFault(fault, admission.Id, admission.Route);
        }

        LogEnded(admission.Id, admission.Route, end.Kind, (int)end.Code, end.Rule, loop.InputOctets, loop.OutputOctets, duration.TotalSeconds);
        Leave(admission);
    }

    private Admission Admit(string name, DeflateParameters? deflate) => new(connections.NextId(), name, clock.Now, budget.Take(deflate));

    /// <summary>It never opened: the place is given back.</summary>
    public void Abandoned(in Admission admission)
    {
        connections.Remove(admission.Id);
        Leave(admission);
    }

    private void Leave(in Admission admission)
    {
        budget.GiveBack(admission.ContextOctets);
        connections.Leave();
    }

    private HandshakeResult Evaluate(HandshakeRequest request, WebSocketRoute route, out bool isDeclined)
    {
        bool compresses = route.Handshake.Deflate.Enabled && budget.HasRoom;
        isDeclined = !compresses && route.Handshake.Deflate.Enabled;
        return ServerHandshake.Evaluate(request, compresses ? route.Handshake : route.Handshake with { Deflate = DeflatePolicy.Disabled });
    }

    private static bool IsWithoutCommonSubprotocol(HandshakeRequest request, WebSocketRoute route, HandshakeResult.Accepted accepted) =>
        route.Handshake.Subprotocols.Count != 0 && accepted.Subprotocol is null && request.Headers.Contains(HeaderNames.SecWebSocketProtocol);

    private async Task AcceptAsync(HttpContext context, string name, IWebSocketApplication application, HandshakeResult.Accepted accepted)
    {
        Admission admission = Admit(name, accepted.Deflate);
        WebSocketConnection connection;
        IPumpedLoop loop;
        try
        {
            HandshakeMapping.SetHeaders(context.Response, accepted.Headers);
            ITransport transport = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
                ? await Http2Transport.AcceptAsync(context, connect)
                : await Http1Transport.AcceptAsync(context, context.Features.GetRequiredFeature<IHttpUpgradeFeature>());
            connection = MakeEngine(application.Route, accepted.Deflate);
            loop = application.MakeLoop(connection, new PipeSetup(new PipeOutputBuffer(transport.Output), transport, scheduler.NextGroup(), deadlines, clock));
            Opened(admission, loop, application.Route.Farewell);
        }
        catch
        {
            Abandoned(admission);
            throw;
        }

        try
        {
            await loop.RunAsync();
        }
        finally
        {
            Ended(admission, loop, connection.End);
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }
}
