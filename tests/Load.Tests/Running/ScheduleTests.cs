using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Running;

namespace Stratus.Realtime.Load.Tests.Running;

public sealed class ScheduleTests
{
    [Fact]
    public void TryTake_InTime_GivesOneMessageAtATime()
    {
        Schedule schedule = new(1000, rate: 1000);

        Assert.False(schedule.TryTake(999, out _));
        Assert.True(schedule.TryTake(1000, out long due));
        Assert.Equal(1000, due);
        Assert.False(schedule.TryTake(1000, out _));
        Assert.Equal(1000 + Clock.Millisecond, schedule.Next);
    }

    [Fact]
    public void TryTake_AfterAStop_GivesAllThatWereMissedWithTheirOwnTimes()
    {
        Schedule schedule = new(0, rate: 1000);
        List<long> taken = [];
        while (schedule.TryTake(10 * Clock.Millisecond, out long due))
        {
            taken.Add(due);
        }

        Assert.Equal(Enumerable.Range(0, 11).Select(i => i * Clock.Millisecond), taken);
    }

    [Fact]
    public void Next_LongRun_DoesNotDrift()
    {
        Schedule schedule = new(0, rate: 3);
        for (int i = 0; i < 3_000_000; i++)
        {
            schedule.TryTake(long.MaxValue, out _);
        }

        Assert.InRange(schedule.Next, (1_000_000 * Clock.Second) - 1000, (1_000_000 * Clock.Second) + 1000);
    }
}
