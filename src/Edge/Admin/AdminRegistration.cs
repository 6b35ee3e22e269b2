using Microsoft.Extensions.DependencyInjection.Extensions;
using Stratus.Realtime.Edge.Api;

namespace Stratus.Realtime.Edge.Admin;

/// <summary>Puts the admin page's endpoints into an application.</summary>
internal static class AdminRegistration
{
    /// <summary>Registers the endpoints, and the server API, whose commands they carry out.</summary>
    public static IServiceCollection AddStratusAdmin(this IServiceCollection services)
    {
        services.AddStratusApi();
        services.TryAddSingleton<AdminKeys>();
        services.TryAddSingleton<AdminEndpoint>();
        return services;
    }

    /// <summary>Maps what is under /admin/api; the page itself is not among it.</summary>
    public static void MapStratusAdmin(this IEndpointRouteBuilder endpoints)
    {
        AdminEndpoint admin = endpoints.ServiceProvider.GetRequiredService<AdminEndpoint>();
        endpoints.Map("/admin/api/node", admin.HandleNodeAsync);
        endpoints.Map("/admin/api/channels", admin.HandleChannelsAsync);
        endpoints.Map("/admin/api/command", admin.HandleCommandAsync);
        endpoints.Map("/admin/api/{**path}", admin.HandleUnknownAsync);
    }
}
