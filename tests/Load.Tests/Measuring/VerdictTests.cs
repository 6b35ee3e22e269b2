using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Tests.Measuring;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(19, 20, 19, 20, null)] // below that nothing is late
    [InlineData(24, 100, 240, 1000, null)]
    [InlineData(26, 100, 26, 1000, "26 us at p50, of a latency of 100 us")]
    [InlineData(24, 100, 260, 1000, "260 us at p99, of a latency of 1000 us")]
    public void OnSchedule_LagAndLatency_Decide(double lag, double latency, double highLag, double highLatency, string? refusal) =>
        AssertRefusal(refusal, Verdict.OnSchedule(Use(0.5, 1), Times(lag, highLag), Times(latency, highLatency)));

    [Theory]
    [InlineData(0.99, 0.5, null)]
    [InlineData(0.99, 0.94, null)]
    [InlineData(0.9, 0.99, null)]               // both at their limits
    [InlineData(0.89, 0.96, "the tool itself")]
    [InlineData(0.89, 0.5, "the server was not saturated")]
    [InlineData(0.2, 0.2, "the server was not saturated")]      // both waited for each other
    public void AtSaturation_ServerAndTool_Decide(double server, double tool, string? refusal) =>
        AssertRefusal(refusal, Verdict.AtSaturation(Use(server, tool), serverIsKnown: true));

    [Fact]
    public void AtSaturation_ServerUnknown_JudgesTheToolAlone()
    {
        Assert.Null(Verdict.AtSaturation(Use(0, 0.5), serverIsKnown: false));
        AssertRefusal("the tool itself", Verdict.AtSaturation(Use(0, 0.97), serverIsKnown: false));
    }

    [Fact]
    public void AtSaturation_OthersTookTheProcessor_IsSaid() =>
        AssertRefusal("other programs took 25", Verdict.AtSaturation(Use(0.5, 0.5, others: 0.25), serverIsKnown: true));

    [Fact]
    public void CpuUse_TwoSamples_SharesOfTheCores()
    {
        CpuUse use = new(new CpuSample(0, 1, 2, 3, 10), new CpuSample(2 * Clock.Second, 2, 3, 4.5, 14), serverCores: 2, toolCores: 1, cores: 4);

        Assert.Equal((0.5, 0.5, 0.5, 0.75), (use.ServerUserPerSecond, use.ServerSystemPerSecond, use.ServerBusy, use.ToolBusy));
        Assert.Equal(0.0625, use.OthersBusy, 6);
    }

    // In microseconds: the middle, and what one in fifty is above.
    private static Histogram Times(double middle, double high)
    {
        Histogram times = new();
        for (int i = 0; i < 100; i++)
        {
            times.Record((long)((i < 98 ? middle : high) * Clock.Microsecond));
        }

        return times;
    }

    // One second, one core each.
    private static CpuUse Use(double server, double tool, double others = 0) => new(
        new CpuSample(0, 0, 0, 0, 0), new CpuSample(Clock.Second, server / 2, server / 2, tool, server + tool + (2 * others)), 1, 1, 2);

    private static void AssertRefusal(string? expected, string? refusal)
    {
        if (expected is null)
        {
            Assert.Null(refusal);
        }
        else
        {
            Assert.Contains(expected, refusal, StringComparison.Ordinal);
        }
    }
}
