using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Tests.Connections;

public sealed class DeadlineQueueTests
{
    // Timers of the system leave off what is less than a millisecond: they would come too early, and be set again and again.
    [Theory]
    [InlineData(600, 1000)]
    [InlineData(1000, 1000)]
    [InlineData(2001, 3000)]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    public void Deadline_InMicroseconds_SetsTheTimerToWholeMilliseconds(int deadline, int timer)
    {
        TimerRecorder time = new();
        using DeadlineQueue queue = new(new EdgeClock(time));

        queue.Add(new Owner(TimeSpan.FromMicroseconds(deadline)));

        Assert.Equal(TimeSpan.FromMicroseconds(timer), time.Due);
    }

    private sealed record Owner(TimeSpan Deadline) : IDeadline
    {
        public void DeadlineCame() => Assert.Fail("Nothing was due.");
    }

    // Its time stands still, and its one timer only says what it is set to.
    private sealed class TimerRecorder : TimeProvider, ITimer
    {
        public TimeSpan Due { get; private set; }

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => this;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
