using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Placement;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Gateway;
using Stratus.Realtime.Silo.Grains;
using Stratus.Realtime.Silo.Telemetry;

namespace Stratus.Realtime.Silo.Hosting;

/// <summary>Puts a process into a cluster.</summary>
public static class ClusterHosting
{
    // A silo that was killed is declared dead by the others 3 to 4 s later: three probes, one a second, that nobody answers. One
    // that hangs takes a little longer, as its connections stay open: it is believed for three of the longest probes (otherwise
    // four times as long as the shortest) after it last said something. Edges notice by themselves: a link that is silent for
    // its lease of 4 s is attached again, wherever the channel is then.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
    private const int MissedProbes = 3;

    // Longer than it takes until a killed silo is known to be dead would only make callers wait; they ask again themselves.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MoveTime = TimeSpan.FromSeconds(20);

    /// <summary>Makes an edge what its configuration says: <see cref="ClusterOptions.Role"/>. An edge in no cluster is left as it is.</summary>
    /// <param name="builder">The edge.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The configuration is not valid.</exception>
    public static void AddStratusCluster(this WebApplicationBuilder builder)
    {
        ClusterOptions options = ClusterOptionCheck.Read(builder.Configuration, isSilo: false);
        switch (options.Role)
        {
            case ClusterRole.Edge:
                builder.AddClient(options);
                break;
            case ClusterRole.All:
                builder.AddSilo(options);
                break;
            default:
                return;
        }

        builder.Services.AddGrainGateway();
    }

    /// <summary>Makes a process a silo.</summary>
    internal static void AddSilo(this WebApplicationBuilder builder, ClusterOptions options)
    {
        builder.AddDatabase(options, isSilo: true);
        builder.Services.AddChannelNode();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout += MoveTime);
        StopLast.Wrap(builder.Services, () => builder.UseOrleans(silo => silo.ConfigureChannels().Configure(options)), MoveAwayAsync);
    }

    /// <summary>What a silo with channels needs, wherever it runs: also in a test.</summary>
    internal static ISiloBuilder ConfigureChannels(this ISiloBuilder silo)
    {
        silo.Services.AddPlacementDirector<SiloPlacement, SiloPlacementDirector>();
        silo.Services.AddPlacementFilter<StoppingSilosFilter, StoppingSilosFilterDirector>(ServiceLifetime.Singleton);
        silo.Services.AddSingleton(static provider =>
        {
            ISiloStatusOracle oracle = provider.GetRequiredService<ISiloStatusOracle>();
            return new StoppingSilos(silo => oracle.GetApproximateSiloStatuses().GetValueOrDefault(silo) is SiloStatus.Dead or SiloStatus.None);
        });
        silo.Services.AddSingleton<SiloChannels>();
        silo.Services.AddSingleton<SiloUsers>();
#pragma warning disable ORLEANSEXP003 // the directory that survives: without it a silo that ends takes channels of other silos along
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<ClusterMembershipOptions>(static membership =>
        {
            membership.ProbeTimeout = ProbeTimeout;
            membership.MaxProbeTimeout = MaxProbeTimeout;
            membership.NumMissedProbesLimit = MissedProbes;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });

        // The directory would otherwise keep what a killed silo had from being opened elsewhere for half a minute. It need not:
        // two owners of a stored channel are told apart by its log, two of one in memory by their epochs.
        silo.Configure<GrainDirectoryOptions>(static directory => directory.RangeLeaseDuration = TimeSpan.Zero);
        silo.Configure<SiloMessagingOptions>(static messaging => messaging.ResponseTimeout = ResponseTimeout);
        return silo;
    }

    /// <summary>What an edge needs of a cluster that its process is a part or a client of.</summary>
    internal static void AddGrainGateway(this IServiceCollection services)
    {
        services.AddSingleton<EdgePresence>();
        services.AddSingleton<IChannelGateway, GrainGateway>();
        services.AddSingleton<IUserDirectory, GrainUserDirectory>();
        services.AddSingleton<INodeDirectory, GrainNodeDirectory>();
    }

    private static void AddChannelNode(this IServiceCollection services)
    {
        services.AddHostedService<SiloMetrics>();
        services.AddSingleton(static provider =>
        {
            ChannelOptions channels = provider.GetRequiredService<IConfiguration>().GetSection(ChannelOptions.Section).Get<ChannelOptions>() ?? new ChannelOptions();
            return new ChannelNode(
                channels.ToNamespaceTable(), TimeProvider.System, new LinkLimits(), channels.MaxChannels, provider.GetService<IChannelLog>());
        });
    }

    private static void AddClient(this WebApplicationBuilder builder, ClusterOptions options)
    {
        if (options.Membership == ClusterMembership.PostgreSql)
        {
            builder.AddDatabase(options, isSilo: false);
        }

        StopLast.Wrap(builder.Services, () => builder.UseOrleansClient(client => client.Configure(options)), LeaveAsync);
    }

    private static void Configure(this ISiloBuilder silo, ClusterOptions options)
    {
        if (options.Membership == ClusterMembership.Development)
        {
            IPEndPoint? primary = options.Primary is null ? null : IPEndPoint.Parse(options.Primary);
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, primary, serviceId: options.Id, clusterId: options.Id);
            return;
        }

        silo.UseAdoNetClustering(database =>
        {
            database.Invariant = "Npgsql";
            database.ConnectionString = options.PostgreSql.Resolve();
        });
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Id, options.Id));
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.SiloPort = options.SiloPort;
            endpoints.GatewayPort = options.GatewayPort;
            endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Any, options.SiloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(IPAddress.Any, options.GatewayPort);
            if (options.Address is { } address)
            {
                endpoints.AdvertisedIPAddress = Resolve(address);
            }
        });
    }

    private static void Configure(this IClientBuilder client, ClusterOptions options)
    {
        client.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Id, options.Id));
        client.Configure<ClientMessagingOptions>(static messaging => messaging.ResponseTimeout = ResponseTimeout);
        client.Configure<GatewayOptions>(static gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        client.UseConnectionRetryFilter(static async (_, cancellation) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation); // until there is a silo; the host's start can be ended
            return true;
        });
        if (options.Membership == ClusterMembership.Development)
        {
            IPEndPoint[] gateways = options.Gateways.Count == 0
                ? [new IPEndPoint(IPAddress.Loopback, options.GatewayPort)]
                : [.. options.Gateways.Select(IPEndPoint.Parse)];
            client.UseStaticClustering(gateways);
            return;
        }

        client.UseAdoNetClustering(database =>
        {
            database.Invariant = "Npgsql";
            database.ConnectionString = options.PostgreSql.Resolve();
        });
    }

    private static IPAddress Resolve(string address) =>
        IPAddress.TryParse(address, out IPAddress? ip)
            ? ip
            : Dns.GetHostAddresses(address, AddressFamily.InterNetwork).FirstOrDefault()
                ?? throw new InvalidOperationException($"Cluster:Address = '{address}' has no IPv4 address.");

    private static async Task MoveAwayAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await LeaveAsync(services, cancellation);
        try
        {
            SiloAddress here = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
            IGrainFactory grains = services.GetRequiredService<IGrainFactory>();
            Dictionary<SiloAddress, SiloStatus> silos = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            SiloAddress[] others = [.. silos.Keys.Where(silo => !silo.Equals(here))];
            await StoppingSilos.AnnounceAsync(here, silos.Keys, grains, cancellation);
            await services.GetRequiredService<SiloChannels>().MoveAsync(others, grains, cancellation);
            await services.GetRequiredService<SiloUsers>().MoveAsync(others, cancellation);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException)
        {
            // They end here instead, and begin again elsewhere: those in memory with a new epoch.
        }
    }

    // Commands for users need not wait for an edge that is gone.
    private static async Task LeaveAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (services.GetService<EdgePresence>() is { } edge)
        {
            await edge.LeaveAsync(cancellation);
        }
    }
}
