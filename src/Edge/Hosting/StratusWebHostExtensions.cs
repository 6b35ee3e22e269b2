using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Transport;
using Stratus.Realtime.Edge.Upgrades;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Sets Kestrel up for many long connections.</summary>
public static class StratusWebHostExtensions
{
    private const int PlainConnections = 1000;

    /// <summary>
    /// Lets completions run on the socket thread (together with 64-KiB blocks and
    /// DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS, which Program.cs sets), and takes the handshake's time limit.
    /// </summary>
    /// <param name="builder">The web host.</param>
    /// <param name="configuration">The application's configuration.</param>
    public static IWebHostBuilder UseStratusKestrel(this IWebHostBuilder builder, IConfiguration configuration)
    {
        TimeOptions times = configuration.GetSection(TimeOptions.Section).Get<TimeOptions>() ?? new TimeOptions();
        LimitOptions limits = configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new LimitOptions();
        builder.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        return builder.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Until the first octet of a head the keep-alive counts, from there on the headers' timeout.
            kestrel.Limits.KeepAliveTimeout = times.Handshake;
            kestrel.Limits.RequestHeadersTimeout = times.Handshake;

            // Upgraded ones are counted by the registry; an edge that is full of them still says how it is.
            kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections + PlainConnections;

            // These watch over request bodies; on an extended CONNECT they would end a WebSocket that is merely quiet.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
    }

    /// <summary>
    /// Lets WebSockets answer what came before the peer's FIN, and the edge's own event loops serve WebSockets on Kestrel's
    /// endpoints of clear-text HTTP/1.1, where they can (see <c>Edge:Transport</c>); Kestrel serves everything else, on the same
    /// ports. Not for other applications: a WebSocket on an event loop does not pass their middleware, conventions of their
    /// routes, or connection middleware of their endpoints.
    /// </summary>
    internal static void UseStratusTransport(this WebApplicationBuilder builder)
    {
        TransportOptions options = builder.Configuration.GetSection(TransportOptions.Section).Get<TransportOptions>() ?? new TransportOptions();
        ClearTextEndpoints endpoints = new();

        // There can be one default for endpoints. Whoever else sets one replaces this one: Kestrel then serves everything.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(
            new ConfigureOptions<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoints.Add(endpoint);
                HalfClose.Use(endpoint);
            }))));
        if (!options.UsesEventLoops)
        {
            return;
        }

        builder.Services.AddSingleton(endpoints);
        builder.Services.AddSingleton<IConnectionListenerFactory, SocketListenerFactory>(); // the last one is asked first
    }
}
