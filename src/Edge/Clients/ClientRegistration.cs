using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Admin;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Puts channels and the messaging route into an application.</summary>
internal static class ClientRegistration
{
    /// <summary>Registers everything that clients need; a gateway or directory that is registered already stays.</summary>
    public static IServiceCollection AddStratusClients(this IServiceCollection services)
    {
        services.AddSingleton(static s => s.GetRequiredService<IOptions<ChannelOptions>>().Value.ToNamespaceTable());
        services.TryAddSingleton<IChannelGateway>(MakeGateway);
        services.TryAddSingleton<IUserDirectory>(static s => new InProcessUserDirectory(s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<INodeDirectory, InProcessNodeDirectory>();
        services.AddSingleton(MakeHub);
        services.AddSingleton(static s => new ChannelPublisher(
            s.GetRequiredService<IChannelGateway>(), s.GetRequiredService<ChannelHub>().Edge, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TokenKeys>();
        services.AddSingleton<TokenRefusals>();
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<ClientMetrics>();
        services.AddSingleton<DeliveryFrames>();
        services.AddSingleton<ChannelPermissions>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<SessionMembers>();
        services.AddSingleton<ConnectCommands>();
        services.AddSingleton<SubscribeCommands>();
        services.AddSingleton<PublishCommands>();
        services.AddSingleton<ReadCommands>();
        services.AddSingleton<RpcCommands>();
        services.AddSingleton<RefreshCommands>();
        services.AddSingleton<CommandRouter>();
        services.AddSingleton<SessionServices>();
        services.AddSingleton<UserCommands>();
        services.AddSingleton<ClientEndpoint>();
        services.AddSingleton<INodeFacts, NodeMeter>();
        services.AddHostedService<ClientService>();
        return services;
    }

    private static InProcessGateway MakeGateway(IServiceProvider services)
    {
        ChannelOptions options = services.GetRequiredService<IOptions<ChannelOptions>>().Value;
        string[] stored = [.. options.FindStored().Select(static key => $"{key} = Stored needs a cluster with a database: a node alone keeps its channels in memory.")];
        return stored.Length == 0
            ? new InProcessGateway(services.GetRequiredService<NamespaceTable>(), services.GetRequiredService<TimeProvider>(), maxChannels: options.MaxChannels)
            : throw new OptionsValidationException(ChannelOptions.Section, typeof(ChannelOptions), stored);
    }

    private static ChannelHub MakeHub(IServiceProvider services)
    {
        ClientLimitOptions limits = services.GetRequiredService<IOptions<ClientLimitOptions>>().Value;
        return new ChannelHub(
            services.GetRequiredService<IChannelGateway>(),
            services.GetRequiredService<NamespaceTable>(),
            services.GetRequiredService<TimeProvider>(),
            new HubLimits { MaxRecoveryPublications = limits.MaxRecoveryPublications, MaxRecoveryOctets = limits.MaxRecoveryOctets },
            services.GetRequiredService<FlushScheduler>().Kick)
        {
            BatchEnded = services.GetRequiredService<FlushScheduler>().Drain,
        };
    }

    /// <summary>Ties the parts together before the first client comes.</summary>
    private sealed class ClientService(
        ChannelHub hub, ChannelPublisher publisher, IUserDirectory users, UserCommands commands, INodeDirectory nodes, INodeFacts facts,
        SessionRegistry sessions, IMeterFactory meters)
        : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            nodes.Start(() => facts.Read().Node);
            users.Start(hub.Edge, commands);
            ClientMetrics.Observe(meters, hub, publisher, sessions);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
