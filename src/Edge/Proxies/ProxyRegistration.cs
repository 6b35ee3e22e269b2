using Microsoft.Extensions.DependencyInjection.Extensions;
using Stratus.Realtime.Edge.Api;

namespace Stratus.Realtime.Edge.Proxies;

/// <summary>Puts the application proxy into an application.</summary>
internal static class ProxyRegistration
{
    /// <summary>Registers <see cref="ApplicationProxy"/>. It needs the options and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddStratusProxies(this IServiceCollection services)
    {
        services.TryAddSingleton<ApiLimits>();
        services.TryAddSingleton<ProxyMetrics>();
        services.TryAddSingleton<ProxyTransport>();
        services.TryAddSingleton<ApplicationProxy>();
        return services;
    }
}
