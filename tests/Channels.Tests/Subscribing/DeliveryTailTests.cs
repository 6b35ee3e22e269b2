using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>The last deliveries, kept for those who are behind: bounded, and honest about what it has.</summary>
public sealed class DeliveryTailTests
{
    private readonly DeliveryTail _tail = new();

    [Fact]
    public void Covers_WhenEmpty_OnlyTheNextOne()
    {
        Assert.True(_tail.Covers(7, 7));
        Assert.False(_tail.Covers(6, 7));
        Assert.Equal(0, _tail.First);
    }

    [Fact]
    public void Covers_FromItsFirstOn()
    {
        Add(5, 6, 7);
        Assert.False(_tail.Covers(4, 8));
        Assert.All(new long[] { 5, 6, 7, 8 }, offset => Assert.True(_tail.Covers(offset, 8)));
    }

    [Theory, InlineData(4, "5 6 7"), InlineData(5, "5 6 7"), InlineData(6, "6 7"), InlineData(8, "")]
    public void From_AnOffset_HasTheRest(long offset, string expected)
    {
        Add(5, 6, 7);
        Assert.Equal(expected, string.Join(' ', _tail.From(offset).Select(delivery => delivery.Offset)));
    }

    [Theory, InlineData(1023, 1), InlineData(1024, 1), InlineData(1025, 2)]
    public void Add_BeyondItsNumber_DropsTheOldest(int count, long first)
    {
        Add([.. Enumerable.Range(1, count).Select(offset => (long)offset)]);
        Assert.Equal(first, _tail.First);
    }

    // A mebibyte: sixteen of 64 KiB fit.
    [Theory, InlineData(15, 1), InlineData(16, 1), InlineData(17, 2)]
    public void Add_BeyondItsOctets_DropsTheOldest(int count, long first)
    {
        for (int offset = 1; offset <= count; offset++)
        {
            _tail.Add(Make(offset, 64 << 10));
        }

        Assert.Equal(first, _tail.First);
    }

    [Fact]
    public void Add_OfOneLargerThanAll_KeepsNone()
    {
        Add(1);
        _tail.Add(Make(2, (1 << 20) + 1));
        Assert.Equal(0, _tail.First);
        Assert.False(_tail.Covers(2, 3));
    }

    [Fact]
    public void Clear_ForgetsAllAndItsOctets()
    {
        _tail.Add(Make(1, 1 << 20));
        _tail.Clear();
        Assert.Equal(0, _tail.First);
        _tail.Add(Make(2, 1 << 20));
        Assert.Equal(2, _tail.First);
    }

    private static Delivery Make(long offset, int octets) => new(new ChannelEvent(
        ChannelEventKind.Published, "a", "epoch", offset, new Publication { Data = Text.OfOctets(octets).Data, Offset = offset }));

    private void Add(params long[] offsets)
    {
        foreach (long offset in offsets)
        {
            _tail.Add(Make(offset, 10));
        }
    }
}
