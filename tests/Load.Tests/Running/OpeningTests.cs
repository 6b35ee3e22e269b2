using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Running;

namespace Stratus.Realtime.Load.Tests.Running;

public sealed class OpeningTests
{
    [Fact]
    public void Opening_TwoSamples_RateAndCostOfOne()
    {
        CpuUse use = new(new CpuSample(0, 1, 1, 0, 0), new CpuSample(Clock.Second / 2, 1.1, 1.3, 0, 0), serverCores: 1, toolCores: 1, cores: 2);
        Opening opening = new(10_000, use);

        Assert.Equal(20_000, opening.PerSecond, 6);
        Assert.Equal(40, opening.ServerMicroseconds, 6);
    }
}
