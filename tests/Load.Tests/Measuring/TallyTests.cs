using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Tests.Measuring;

public sealed class TallyTests
{
    private readonly Tally tally = new();
    private readonly TimeWindow window = new(100, 200);

    [Theory]
    [InlineData(Arrival.InOrder, 1, 0, 0)]
    [InlineData(Arrival.Late, 1, 1, 0)]
    [InlineData(Arrival.Doubled, 0, 0, 1)]
    public void Deliver_Arrival_CountsOnce(Arrival arrival, int delivered, int outOfOrder, int doubled)
    {
        tally.Deliver(arrival, 110, 120, window, bySchedule: false);

        Assert.Equal((delivered, outOfOrder, doubled), (tally.Delivered, tally.Faults.OutOfOrder, tally.Faults.Doubled));
    }

    [Theory]
    [InlineData(50, 99, 0, 0)]
    [InlineData(50, 100, 1, 1)]      // saturation: when it arrives counts
    [InlineData(150, 200, 0, 0)]
    public void Deliver_WithoutSchedule_MeasuresWhatArrivesInTheWindow(long sent, long now, int inWindow, int latencies)
    {
        tally.Deliver(Arrival.InOrder, sent, now, window, bySchedule: false);

        Assert.Equal((inWindow, latencies), (tally.DeliveredInWindow, tally.Latency.Count));
    }

    [Theory]
    [InlineData(50, 150, 1, 0)]
    [InlineData(100, 150, 1, 1)]
    [InlineData(199, 900, 0, 1)]     // the server stopped until after the window: still measured
    [InlineData(200, 201, 0, 0)]
    public void Deliver_BySchedule_MeasuresWhatWasDueInTheWindow(long due, long now, int inWindow, int latencies)
    {
        tally.Deliver(Arrival.InOrder, due, now, window, bySchedule: true);

        Assert.Equal((inWindow, latencies), (tally.DeliveredInWindow, tally.Latency.Count));
        Assert.Equal(latencies > 0 ? now - due : 0, tally.Latency.Max);
        Assert.Equal(tally.Latency.Max, tally.Slices.MiddlePercentile(1));
    }

    [Fact]
    public void Add_Other_SumsAllButKeepsTheFirstFault()
    {
        Tally other = new();
        tally.Expect(3);
        tally.Faults.Connection("one");
        other.Expect(4);
        other.Deliver(Arrival.InOrder, 110, 120, window, false);
        other.Faults.Connection("two");
        tally.Add(other);

        Assert.Equal((7, 1, 1, 2, "one"), (tally.Expected, tally.Delivered, tally.Latency.Count, tally.Faults.Connections, tally.Faults.First));
    }
}
