using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Tests.Measuring;

public sealed class HistogramTests
{
    private readonly Histogram histogram = new();

    [Fact]
    public void Percentile_Empty_IsZero()
    {
        Assert.Equal(0, histogram.Percentile(0.99));
        Assert.Equal(0, histogram.Max);
    }

    [Fact]
    public void Percentile_SmallValues_IsExact()
    {
        for (int value = 1; value <= 200; value++)
        {
            histogram.Record(value);
        }

        Assert.Equal([1, 100, 180, 198, 200, 200], new[] { 0.0, 0.5, 0.9, 0.99, 0.999, 1.0 }.Select(histogram.Percentile));
    }

    [Fact]
    public void Percentile_RandomValues_IsWithinOnePercentOfTheSortedOnes()
    {
        int seed = FuzzSeed.Next();
        Random random = new(seed);
        long[] values = [.. Enumerable.Range(0, 10_000).Select(_ => (long)Math.Pow(2, random.NextDouble() * 40))];
        Array.ForEach(values, histogram.Record);
        Array.Sort(values);

        foreach (double share in new[] { 0.5, 0.9, 0.99, 0.999 })
        {
            long exact = values[(int)Math.Ceiling(share * values.Length) - 1];
            long found = histogram.Percentile(share);
            Assert.True(found >= exact && found <= exact * 1.01 + 1, $"seed {seed}: {share} is {found}, not {exact}");
        }

        Assert.Equal(values[^1], histogram.Max);
    }

    [Fact]
    public void Percentile_OneSlowInAThousand_IsSeenAtTheTop()
    {
        for (int i = 0; i < 999; i++)
        {
            histogram.Record(1000);
        }

        histogram.Record(5_000_000_000);

        Assert.InRange(histogram.Percentile(0.99), 1000, 1010);
        Assert.Equal(5_000_000_000, histogram.Percentile(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(long.MaxValue)]
    public void Record_Boundary_ComesBack(long value)
    {
        histogram.Record(value);

        Assert.Equal(value, histogram.Percentile(0.5));
    }

    [Fact]
    public void Record_Negative_CountsAsZero()
    {
        histogram.Record(-5);

        Assert.Equal(1, histogram.Count);
        Assert.Equal(0, histogram.Percentile(1));
    }

    [Fact]
    public void Add_Other_CountsBoth()
    {
        Histogram other = new();
        histogram.Record(10);
        other.Record(100);
        histogram.Add(other);

        Assert.Equal((2, 10, 100), (histogram.Count, histogram.Percentile(0.5), histogram.Max));
    }
}
