using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Tests.Connections;

public sealed class FlushSchedulerTests
{
    // A thread of the pool may hold a connection for long: an event loop does not wait for it.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drain_OnAnEventLoop_LeavesConnectionsOfThePoolToThePool(bool isLoop)
    {
        FlushScheduler scheduler = new();
        IFlushGroup group = scheduler.NextGroup();
        Marked connection = new(group);
        Thread thread = new(() =>
        {
            if (isLoop)
            {
                FlushScheduler.BeLoop();
            }

            group.Mark(connection);
            scheduler.Drain();
        });
        thread.Start();
        thread.Join();

        (bool isPool, Thread by) = await connection.DrainedBy.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken);
        Assert.Equal((isLoop, !isLoop), (isPool, by == thread));
    }

    private sealed class Marked(IFlushGroup group) : IConnectionLoop
    {
        private readonly TaskCompletionSource<(bool IsPool, Thread Thread)> _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(bool IsPool, Thread Thread)> DrainedBy => _drained.Task;

        public IFlushGroup Group => group;

        public Lock Lock { get; } = new();

        public TimeSpan Deadline => TimeSpan.MaxValue;

        public long InputOctets => 0;

        public long OutputOctets => 0;

        public Exception? Fault => null;

        public void Drain() => _drained.SetResult((Thread.CurrentThread.IsThreadPoolThread, Thread.CurrentThread));

        public void RequestClose(CloseStatus status)
        {
        }

        public void NoteClose(CloseStatus status)
        {
        }

        public void WakeSoon()
        {
        }

        public void DeadlineCame()
        {
        }
    }
}
