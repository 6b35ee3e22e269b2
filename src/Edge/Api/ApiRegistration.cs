using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Puts the server API into an application.</summary>
internal static class ApiRegistration
{
    /// <summary>
    /// Registers the API. It needs the options, <see cref="Channels.ChannelPublisher"/>, <see cref="Channels.ChannelHub"/>,
    /// <see cref="Channels.IChannelGateway"/>, <see cref="Channels.IUserDirectory"/>, <see cref="Channels.NamespaceTable"/> and <see cref="Channels.INodeDirectory"/>.
    /// </summary>
    public static IServiceCollection AddStratusApi(this IServiceCollection services)
    {
        services.TryAddSingleton<DevelopmentKeys>();
        services.TryAddSingleton<ApiKeys>();
        services.TryAddSingleton<ApiLimits>();
        services.TryAddSingleton<ApiGuard>();
        services.TryAddSingleton<ApiMetrics>();
        services.TryAddSingleton<PublishMethods>();
        services.TryAddSingleton<ChannelMethods>();
        services.TryAddSingleton<UserMethods>();
        services.TryAddSingleton<NodeMethods>();
        services.TryAddSingleton<ApiDispatcher>();
        services.TryAddSingleton<ApiEndpoint>();
        return services;
    }

    /// <summary>Maps /api and /api/METHOD.</summary>
    public static void MapStratusApi(this IEndpointRouteBuilder endpoints)
    {
        ApiEndpoint api = endpoints.ServiceProvider.GetRequiredService<ApiEndpoint>();
        endpoints.Map("/api", api.HandleCommandsAsync);
        endpoints.Map("/api/{" + ApiEndpoint.MethodParameter + "}", api.HandleMethodAsync);
    }
}
