using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Tests.Measuring;

public sealed class LatencySlicesTests
{
    private readonly LatencySlices slices = new();

    [Fact]
    public void MiddlePercentile_Nothing_IsZero() => Assert.Equal(0, slices.MiddlePercentile(0.99));

    [Fact]
    public void MiddlePercentile_AStopInFewSlices_IsNotSeen()
    {
        Fill(slice: 0, latency: 10);
        Fill(slice: 1, latency: 100);
        Fill(slice: 2, latency: 20);

        Assert.Equal(20, slices.MiddlePercentile(0.99));
    }

    [Fact]
    public void MiddlePercentile_StopsInMostSlices_IsSeen()
    {
        Fill(slice: 3, latency: 100);
        Fill(slice: 0, latency: 10);
        Fill(slice: 1, latency: 100);

        Assert.Equal(100, slices.MiddlePercentile(0.99));
    }

    [Fact]
    public void Record_WhatComesLate_CountsWhenItWasDue()
    {
        slices.Record(LatencySlices.Slice + 1, 10);
        slices.Record(LatencySlices.Slice - 1, 200); // due in the slice before
        slices.Record(LatencySlices.Slice + 2, 10);

        Assert.Equal(10, slices.MiddlePercentile(0.5)); // of the two, the lower one is the middle
    }

    [Fact]
    public void Record_BeyondTheMostSlices_IsNotKept()
    {
        slices.Record((LatencySlices.MaxSlices * LatencySlices.Slice) - 1, 10);
        slices.Record(LatencySlices.MaxSlices * LatencySlices.Slice, 5);

        Assert.Equal(10, slices.MiddlePercentile(1)); // of 5 and 10 it would be 5
    }

    [Fact]
    public void Add_Other_PutsSlicesOfTheSameTimeTogether()
    {
        LatencySlices other = new();
        slices.Record(0, 10);
        other.Record(1, 30);
        other.Record(LatencySlices.Slice, 40);
        other.Record(2 * LatencySlices.Slice, 50);
        slices.Add(other);

        Assert.Equal(40, slices.MiddlePercentile(1)); // of 30, 40 and 50
    }

    private void Fill(int slice, long latency)
    {
        for (int i = 0; i < 100; i++)
        {
            slices.Record((slice * LatencySlices.Slice) + i, latency);
        }
    }
}
