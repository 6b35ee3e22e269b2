using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>One at a time, in the order in which they came.</summary>
public sealed class GateTests
{
    private readonly Gate _gate = new();

    [Fact]
    public void Enter_WhileNobodyIsIn_IsAtOnce() => Assert.True(_gate.EnterAsync().AsTask().IsCompletedSuccessfully);

    [Fact]
    public async Task Enter_WhileSomebodyIsIn_WaitsForThatOneToLeave()
    {
        await _gate.EnterAsync();
        Task second = _gate.EnterAsync().AsTask();
        Assert.False(second.IsCompleted);
        _gate.Leave();
        await second.WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Leave_WhileNobodyWaits_LetsTheNextInAtOnce()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.True(_gate.EnterAsync().AsTask().IsCompletedSuccessfully);
            _gate.Leave();
        }

        await _gate.EnterAsync();
        Assert.False(_gate.EnterAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task Enter_OfSeveral_IsInTheirOrder()
    {
        await _gate.EnterAsync();
        List<int> order = [];
        Task[] waiting = [.. Enumerable.Range(0, 100).Select(async i =>
        {
            await _gate.EnterAsync();
            order.Add(i);
            _gate.Leave();
        })];
        _gate.Leave();
        await Task.WhenAll(waiting).WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Fact]
    public async Task Enter_ByManyThreads_LetsOneInAtATime()
    {
        int inside = 0, most = 0, total = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                await _gate.EnterAsync();
                most = Math.Max(most, ++inside);
                if (i % 50 == 0)
                {
                    await Task.Yield();
                }

                total++;
                inside--;
                _gate.Leave();
            }
        }))).WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        Assert.Equal((1, 4000), (most, total));
    }

    [Fact]
    public async Task Exception_OfWhoWasIn_DoesNotKeepTheNextOut()
    {
        async Task FailAsync()
        {
            await _gate.EnterAsync();
            try
            {
                throw new InvalidOperationException("The test wants it so.");
            }
            finally
            {
                _gate.Leave();
            }
        }

        await Assert.ThrowsAsync<InvalidOperationException>(FailAsync);
        Assert.True(_gate.EnterAsync().AsTask().IsCompletedSuccessfully);
    }
}
