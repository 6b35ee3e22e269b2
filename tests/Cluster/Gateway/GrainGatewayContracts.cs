using Stratus.Realtime.Channels.Tests.Contracts;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>The contract of gateways, for channels that are grains in three silos.</summary>
public static class GrainGatewayContracts
{
    [Collection(ContractGroup.Name)]
    public sealed class Publishing(ContractClusters clusters) : PublishingContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => GrainBench.CreateAsync(clusters, setup);
    }

    [Collection(ContractGroup.Name)]
    public sealed class History(ContractClusters clusters) : HistoryContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => GrainBench.CreateAsync(clusters, setup);
    }

    [Collection(ContractGroup.Name)]
    public sealed class Attaching(ContractClusters clusters) : AttachingContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => GrainBench.CreateAsync(clusters, setup);
    }

    [Collection(ContractGroup.Name)]
    public sealed class Members(ContractClusters clusters) : MembersContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => GrainBench.CreateAsync(clusters, setup);
    }

    [Collection(ContractGroup.Name)]
    public sealed class Links(ContractClusters clusters) : LinkContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => GrainBench.CreateAsync(clusters, setup);
    }

    [Collection(ContractGroup.Name)]
    public sealed class Listing(ContractClusters clusters) : ListingContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => GrainBench.CreateAsync(clusters, setup);
    }
}
