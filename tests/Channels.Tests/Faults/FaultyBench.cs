using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.InProcess;

namespace Stratus.Realtime.Channels.Tests.Faults;

/// <summary>Faults around a gateway that works, retries around the faults.</summary>
internal sealed class FaultyBench(BenchSetup setup, int seed) : InProcessBench(setup)
{
    // Not those that break what the port promises, nor those that end what a test has begun.
    private static readonly FaultPlan Plan = new()
    {
        Delay = 0.2, LongestDelay = TimeSpan.FromMilliseconds(2), LoseCall = 0.2, LoseAnswer = 0.2, RepeatCall = 0.2,
        LoseBatch = 0.2, LoseAcknowledgement = 0.2, RepeatBatch = 0.2,
    };

    protected override IChannelGateway Wrap(InProcessGateway gateway) =>
        new RetryingGateway(new FaultyGateway(gateway, Plan, seed, Time), () => Time.Advance(TimeSpan.FromMilliseconds(1)));
}
