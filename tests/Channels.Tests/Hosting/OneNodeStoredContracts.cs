using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>The contract of gateways, for one host with channels that are stored.</summary>
public static class OneNodeStoredContracts
{
    private static ValueTask<GatewayBench> MakeAsync(BenchSetup setup) => new(new NodeBench(setup, 1, StoredRules.Table));

    public sealed class Publishing : PublishingContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => MakeAsync(setup);
    }

    public sealed class History : HistoryContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => MakeAsync(setup);
    }

    public sealed class Attaching : AttachingContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => MakeAsync(setup);
    }

    public sealed class Members : MembersContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => MakeAsync(setup);
    }

    public sealed class Links : LinkContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => MakeAsync(setup);
    }

    public sealed class Listing : ListingContract
    {
        protected override ValueTask<GatewayBench> CreateAsync(BenchSetup setup) => MakeAsync(setup);
    }
}
