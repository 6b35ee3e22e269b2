using System.Diagnostics.CodeAnalysis;
using Stratus.Realtime.Edge.Admin;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Echo;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Pages;
using Stratus.Realtime.Edge.Upgrades;
using Stratus.Realtime.Protocol.Handshake;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the edge's routes.</summary>
public static class StratusEndpointExtensions
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the echo route: WebSocket over HTTP/1.1 and HTTP/2, answering every message with itself.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="pattern">The route, "/echo" unless said otherwise.</param>
    public static IEndpointConventionBuilder MapStratusEcho(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/echo")
    {
        EchoEndpoint echo = endpoints.ServiceProvider.GetRequiredService<EchoEndpoint>();
        return endpoints.Map(pattern, echo.HandleAsync);
    }

    /// <summary>Maps the messaging route, the server API under /api and the admin endpoints under /admin.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="pattern">The route of clients, "/connection/websocket" unless said otherwise.</param>
    public static IEndpointConventionBuilder MapStratusRealtime(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/connection/websocket")
    {
        endpoints.MapStratusApi();
        endpoints.MapStratusAdmin();
        ClientEndpoint clients = endpoints.ServiceProvider.GetRequiredService<ClientEndpoint>();
        return endpoints.Map(pattern, clients.HandleAsync);
    }

    /// <summary>Maps /healthz, /readyz and the pages (/ is the demo, /wire shows frames, /admin is for operators), and answers every other route with 404 and a line of text.</summary>
    /// <param name="endpoints">The application's routes.</param>
    public static void MapStratusPages(this IEndpointRouteBuilder endpoints)
    {
        Readiness readiness = endpoints.ServiceProvider.GetRequiredService<Readiness>();
        endpoints.MapPage("/healthz", static () => "healthy\n");
        endpoints.MapPage("/readyz", () => readiness.IsReady
            ? Results.Text("ready\n")
            : Results.Text("not ready: starting or draining\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        endpoints.MapPage("/", StaticPages.Demo);
        endpoints.MapPage("/wire", StatusPage.Handle);
        endpoints.MapPage("/admin", StaticPages.Admin);
        endpoints.MapPage("/demo.json", StaticPages.DemoSettings);
        endpoints.MapFallback("{*path}", static context =>
            HandshakeMapping.RefuseAsync(context, HandshakeResult.Refuse(HandshakeRule.RouteUnknown)));
    }

    // GET and HEAD (RFC 9110 §9.1), and 405 for the rest, which the fallback would otherwise take.
    private static void MapPage(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler)
    {
        endpoints.MapMethods(pattern, GetAndHead, handler);
        endpoints.Map(pattern, static context =>
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("This route answers GET and HEAD (RFC 9110 15.5.6)\n", context.RequestAborted);
        });
    }
}
