using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Options;

/// <summary>Checks the configuration and binds it to the option classes; <see cref="TokenOptions"/> is read by <see cref="TokenKeys"/>.</summary>
internal static class OptionRegistration
{
    /// <summary>Registers every option class; calling it again changes nothing.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The application's configuration.</param>
    /// <exception cref="OptionsValidationException">An option is unknown or not valid; the failures name key, value and range.</exception>
    public static IServiceCollection AddEdgeOptions(this IServiceCollection services, IConfiguration configuration)
    {
        IReadOnlyList<string> errors = OptionCheck.Check(configuration);
        errors = errors.Count == 0 ? TokenKeys.Check(configuration) : errors; // reads files
        if (errors.Count != 0)
        {
            throw new OptionsValidationException("Edge", typeof(OptionTable), errors);
        }

        if (services.Any(s => s.ServiceType == typeof(IOptionsChangeTokenSource<LimitOptions>)))
        {
            return services; // bound twice, a list would have each value twice
        }

        services.Configure<TransportOptions>(configuration.GetSection(TransportOptions.Section));
        services.Configure<LimitOptions>(configuration.GetSection(LimitOptions.Section));
        services.Configure<TimeOptions>(configuration.GetSection(TimeOptions.Section));
        services.Configure<CompressionOptions>(configuration.GetSection(CompressionOptions.Section));
        services.Configure<OriginOptions>(configuration.GetSection(OriginOptions.Section));
        services.Configure<ClientOptions>(configuration.GetSection(ClientOptions.Section));
        services.Configure<ClientLimitOptions>(configuration.GetSection(ClientLimitOptions.Section));
        services.Configure<ClientTimeOptions>(configuration.GetSection(ClientTimeOptions.Section));
        services.Configure<ClientCompressionOptions>(configuration.GetSection(ClientCompressionOptions.Section));
        services.Configure<AdminOptions>(configuration.GetSection(AdminOptions.Section));
        services.Configure<ProxyOptions>(configuration.GetSection(ProxyOptions.Section));
        services.Configure<ChannelOptions>(configuration.GetSection(ChannelOptions.Section));
        services.AddReloadedApiOptions(configuration);
        return services;
    }

    private static void AddReloadedApiOptions(this IServiceCollection services, IConfiguration configuration)
    {
        ApiOptions first = configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new ApiOptions();
        services.Configure<ApiOptions>(configuration.GetSection(ApiOptions.Section));
        services.AddSingleton<OptionsFactory<ApiOptions>>();
        services.AddSingleton<IOptionsFactory<ApiOptions>>(provider => new ReloadedOptionsFactory<ApiOptions>(
            provider.GetRequiredService<OptionsFactory<ApiOptions>>(),
            first,
            () => OptionCheck.Check(configuration),
            provider.GetRequiredService<ILogger<ReloadedOptionsFactory<ApiOptions>>>()));
    }
}
