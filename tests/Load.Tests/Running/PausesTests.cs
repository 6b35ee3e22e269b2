using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Running;

namespace Stratus.Realtime.Load.Tests.Running;

public sealed class PausesTests
{
    // Of a hundred that are due in a second two are due in the stop of 20 ms at its middle: after 5 ms, and after 15.
    [Fact]
    public void Look_AfterAStop_IsLateForWhatWasDueInIt()
    {
        Pauses pauses = new(0, rate: 100);
        for (long now = 0; now < Clock.Second; now += Clock.Millisecond)
        {
            if (now is <= 495 * Clock.Millisecond or >= 515 * Clock.Millisecond)
            {
                pauses.Look(now);
            }
        }

        Assert.Equal((100, 0), (pauses.Lateness.Count, pauses.Lateness.Percentile(0.98)));
        Assert.Equal(15 * Clock.Millisecond, pauses.Lateness.Max);
        Assert.InRange(pauses.Lateness.Percentile(0.99), 5 * Clock.Millisecond, 5.1 * Clock.Millisecond);
        Assert.Equal(0, pauses.Slices.MiddlePercentile(0.99));
    }

    [Fact]
    public void Measure_TakesAllThatIsDueMeanwhile()
    {
        Pauses pauses = Pauses.Measure(TimeSpan.FromMilliseconds(20), rate: 100_000);

        Assert.InRange(pauses.Lateness.Count, 1, 2001);
    }
}
