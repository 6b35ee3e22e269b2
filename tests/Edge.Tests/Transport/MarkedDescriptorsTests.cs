using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

public sealed class MarkedDescriptorsTests(ITestOutputHelper log)
{
    private readonly MarkedDescriptors _marked = new();

    [Fact]
    public void Take_OfNone_TakesNothing()
    {
        Assert.False(_marked.TryTake(out _));
        _marked.Add(7);
        Assert.True(_marked.TryTake(out _));
        Assert.False(_marked.TryTake(out _));
        Assert.Equal(0, _marked.Count);
    }

    [Fact]
    public void Take_OfSome_IsInTheOrderOfTheirNumbersHoweverTheyCame()
    {
        Add(200, 3, 64, 63, 0, 5000, 65);
        Assert.Equal([0, 3, 63, 64, 65, 200, 5000], TakeAll());
    }

    [Fact]
    public void Add_OfOneThatIsThere_ChangesNothing()
    {
        Add(5, 9, 5);
        Assert.Equal(2, _marked.Count);
        Assert.Equal([5, 9], TakeAll());
    }

    [Fact]
    public void Add_BehindTheLastTaken_IsTakenInThisRound()
    {
        Add(10, 20, 30);
        Assert.Equal(10, Take());
        Add(15);
        Assert.Equal([15, 20, 30], TakeAll());
    }

    [Fact]
    public void Add_BeforeTheLastTaken_WaitsForTheNextRound()
    {
        Add(10, 20, 30);
        Assert.Equal(10, Take());
        Add(10, 5);
        Assert.Equal([20, 30, 5, 10], TakeAll());
    }

    [Fact]
    public void Take_WithOthersAddedAllTheTime_LeavesNobodyWaitingForMoreThanARound()
    {
        Add([.. Enumerable.Range(0, 100)]);
        List<int> taken = [];
        for (int i = 0; i < 100; i++)
        {
            taken.Add(Take());
            Add(taken[^1]);
        }

        Assert.Equal(Enumerable.Range(0, 100), taken);
    }

    [Fact]
    public void Marked_WithManyDescriptors_DoesWhatASortedSetDoes()
    {
        int seed = Environment.TickCount;
        log.WriteLine($"seed {seed}");
        Random random = new(seed);
        SortedSet<int> model = [];
        int last = -1;
        for (int i = 0; i < 20_000; i++)
        {
            if (random.Next(2) == 0)
            {
                int descriptor = random.Next(random.Next(4) == 0 ? 3000 : 130);
                _marked.Add(descriptor);
                model.Add(descriptor);
            }
            else if (model.Count != 0)
            {
                int expected = model.Max > last ? model.GetViewBetween(last + 1, int.MaxValue).Min : model.Min;
                Assert.Equal(expected, Take());
                model.Remove(expected);
                last = expected;
            }

            Assert.Equal(model.Count, _marked.Count);
        }
    }

    private void Add(params int[] descriptors)
    {
        foreach (int descriptor in descriptors)
        {
            _marked.Add(descriptor);
        }
    }

    private int Take()
    {
        Assert.True(_marked.TryTake(out int descriptor));
        return descriptor;
    }

    private IEnumerable<int> TakeAll()
    {
        while (_marked.TryTake(out int descriptor))
        {
            yield return descriptor;
        }
    }
}
