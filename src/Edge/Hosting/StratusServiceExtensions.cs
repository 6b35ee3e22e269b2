using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Admin;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Echo;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Memory;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Pages;
using Stratus.Realtime.Edge.Proxies;
using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Edge.Telemetry;
using Stratus.Realtime.Edge.Transport;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the edge to an ASP.NET Core application.</summary>
public static class StratusServiceExtensions
{
    /// <summary>
    /// Registers connections, options and the drain; calling it again changes nothing. The host's services then stop
    /// concurrently, and its shutdown timeout is at least as long as a drain may take.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The application's configuration; its sections are listed in docs/CONFIGURATION.md.</param>
    /// <exception cref="OptionsValidationException">An option is unknown or not valid; the failures name key, value and range.</exception>
    public static IServiceCollection AddStratusEdge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEdgeOptions(configuration);
        if (services.Any(s => s.ServiceType == typeof(ConnectionRegistry)))
        {
            return services;
        }

        services.AddOptions<HostOptions>().Configure<IOptions<TimeOptions>>((host, times) =>
        {
            TimeSpan longest = DrainService.Longest(times.Value);
            host.ShutdownTimeout = host.ShutdownTimeout > longest ? host.ShutdownTimeout : longest;
            host.ServicesStopConcurrently = true; // Kestrel stops listening while connections are being closed
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ConnectionRegistry>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<EdgeClock>();
        services.AddSingleton<DeadlineQueue>();
        services.AddSingleton<DeflateBudget>();
        services.AddSingleton<EdgeMetrics>();
        services.AddSingleton<FlushScheduler>();
        services.AddSingleton<WebSocketEndpoint>();
        services.AddSingleton<EchoEndpoint>();
        services.AddStratusClients();
        services.AddStratusAdmin();
        services.AddStratusProxies();
        services.AddSingleton<PageFacts>();
        services.AddSingleton<SocketTransport>();
        services.AddSingleton(static s => new EventLoops(
            s.GetRequiredService<IOptions<TransportOptions>>().Value.EventLoopCount,
            s.GetRequiredService<EdgeClock>(),
            s.GetRequiredService<IChannelGateway>(),
            s.GetRequiredService<FlushScheduler>(),
            s.GetRequiredService<ILogger<EventLoop>>()));
        services.AddSingleton<IMemoryPoolFactory<byte>, BlockPoolFactory>();
        services.AddHostedService<DrainService>();
        return services;
    }
}
