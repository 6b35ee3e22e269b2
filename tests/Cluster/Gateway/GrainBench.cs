using Stratus.Realtime.Channels;
using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Silo.Gateway;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>A <see cref="GrainGateway"/> on a cluster, with manual time.</summary>
internal sealed class GrainBench : GatewayBench
{
    // Enough for every silo to have looked at each of its channels more than once.
    private const int Steps = 64;

    private static readonly TimeSpan LittleTime = TimeSpan.FromMilliseconds(5);

    private readonly ContractCluster _cluster;
    private readonly EdgePresence _edge;
    private readonly ManualTime _time;

    private GrainBench(ContractCluster cluster, ManualTime time)
    {
        _cluster = cluster;
        _time = time;
        _edge = new EdgePresence(cluster.Grains);
        Gateway = new GrainGateway(cluster.Grains, _edge);
        Gateway.Start(Edge, Receiver);
    }

    public override IChannelGateway Gateway { get; }

    public static async ValueTask<GatewayBench> CreateAsync(ContractClusters clusters, BenchSetup setup)
    {
        ContractCluster cluster = setup.MaxChannels == new BenchSetup().MaxChannels ? clusters.Three : clusters.One;
        ManualTime time = new();
        await cluster.ResetAsync(setup, time);
        return new GrainBench(cluster, time);
    }

    public override async ValueTask PassAsync(TimeSpan time)
    {
        for (int i = 1; i < Steps; i++)
        {
            _time.Advance(time / Steps);
        }

        _time.Advance(time - (time / Steps * (Steps - 1)));
        await Wait.UntilAsync(() => _cluster.Activations == _cluster.OpenChannels, "channels that were closed to be gone");
    }

    public override Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what, () => _time.Advance(LittleTime));

    public override async ValueTask DisposeAsync()
    {
        Receiver.Release();
        await _edge.DisposeAsync();
    }
}
