using Stratus.Realtime.Channels.Tests.Contracts;

namespace Stratus.Realtime.Channels.Tests.InProcess;

/// <summary>The contract of gateways, for <see cref="InProcessGateway"/>.</summary>
public static class InProcessGatewayContracts
{
    private static ValueTask<GatewayBench> MakeAsync(BenchSetup setup) => new(new InProcessBench(setup));

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
