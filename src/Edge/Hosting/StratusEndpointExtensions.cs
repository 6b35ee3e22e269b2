using System.Diagnostics.CodeAnalysis;
using Stratus.Realtime.Edge.Echo;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Pages;
using Stratus.Realtime.Edge.Upgrades;
using Stratus.Realtime.Protocol.Handshake;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the edge's routes.</summary>
public static class StratusEndpointExtensions
{
    /// <summary>Maps the echo route: WebSocket over HTTP/1.1 and HTTP/2, answering every message with itself.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="pattern">The route, "/echo" unless said otherwise.</param>
    public static IEndpointConventionBuilder MapStratusEcho(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/echo")
    {
        EchoEndpoint echo = endpoints.ServiceProvider.GetRequiredService<EchoEndpoint>();
        return endpoints.Map(pattern, echo.HandleAsync);
    }

    /// <summary>Maps /healthz, /readyz and the page at /, and answers every other route with 404 and a line of text.</summary>
    /// <param name="endpoints">The application's routes.</param>
    public static void MapStratusPages(this IEndpointRouteBuilder endpoints)
    {
        Readiness readiness = endpoints.ServiceProvider.GetRequiredService<Readiness>();
        endpoints.MapGet("/healthz", static () => "healthy\n");
        endpoints.MapGet("/readyz", () => readiness.IsReady
            ? Results.Text("ready\n")
            : Results.Text("not ready: starting or draining\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        endpoints.MapGet("/", StatusPage.Handle);
        endpoints.MapFallback(static context =>
            HandshakeMapping.RefuseAsync(context, HandshakeResult.Refuse(HandshakeRule.RouteUnknown)));
    }
}
