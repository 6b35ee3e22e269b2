using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Faults;

/// <summary>The contract of gateways, for <see cref="FaultyGateway"/> with retries around it: lost and repeated calls change nothing.</summary>
public static class FaultyGatewayContracts
{
    private static ValueTask<GatewayBench> MakeAsync(BenchSetup setup) => new(new FaultyBench(setup, Seed.Next()));

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
