using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Silo.Grains;
using Stratus.Realtime.Silo.Hosting;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>Silos in this process, with sockets between them. Every test begins without channels, and with time in its own hand.</summary>
public sealed class ContractCluster : IAsyncDisposable
{
    private readonly ConcurrentBag<SiloChannels> _silos = [];
    private readonly InProcessTestCluster _cluster;

    private ContractCluster(int silos)
    {
        InProcessTestClusterBuilder builder = new((short)silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.ConfigureChannels();
            silo.Services.AddSingleton(provider =>
            {
                SiloChannels channels = new(NodeOf(new BenchSetup(), new ManualTime()));
                _silos.Add(channels);
                return channels;
            });
        });
        _cluster = builder.Build();
    }

    /// <summary>The cluster's client.</summary>
    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The silos.</summary>
    internal IReadOnlyList<ContractSilo> Silos => [.. _cluster.Silos.Select(static silo => new ContractSilo(
        silo.SiloAddress,
        silo.ServiceProvider.GetRequiredService<SiloChannels>(),
        silo.ServiceProvider.GetRequiredService<SiloUsers>(),
        silo.ServiceProvider.GetRequiredService<IGrainFactory>()))];

    /// <summary>Everyone who may call a grain: the client, and each silo, which then places it.</summary>
    internal IGrainFactory[] Callers => [Grains, .. Silos.Select(static silo => silo.Grains)];

    /// <summary>Where the silos other than this one are.</summary>
    internal SiloAddress[] OthersThan(ContractSilo silo) => [.. Silos.Select(static other => other.Address).Where(other => !other.Equals(silo.Address))];

    /// <summary>How many channels are open.</summary>
    public int OpenChannels => _silos.Sum(static silo => silo.Node.ChannelCount);

    /// <summary>How many activations there are.</summary>
    public int Activations => _silos.Sum(static silo => silo.Count);

    public static async Task<ContractCluster> StartAsync(int silos)
    {
        ContractCluster cluster = new(silos);
        await cluster._cluster.DeployAsync();
        foreach (InProcessSiloHandle silo in cluster._cluster.Silos)
        {
            silo.ServiceProvider.GetRequiredService<SiloChannels>(); // made with the first channel otherwise
        }

        return cluster;
    }

    /// <summary>Closes all channels, and begins anew.</summary>
    internal async Task ResetAsync(BenchSetup setup, ManualTime time)
    {
        foreach (SiloChannels silo in _silos)
        {
            foreach (HostedChannel channel in silo.Node.Channels)
            {
                await channel.CloseAsync();
            }
        }

        await Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero); // users
        await Wait.UntilAsync(() => Activations == 0, "the channels of the test before to be gone");
        foreach (SiloChannels silo in _silos)
        {
            silo.Node.Dispose();
            silo.Node = NodeOf(setup, time);
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static ChannelNode NodeOf(BenchSetup setup, ManualTime time) => new(SampleRules.Table, time, setup.Limits, setup.MaxChannels);
}
