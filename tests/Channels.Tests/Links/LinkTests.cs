using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Links;

/// <summary>The two ends of a link.</summary>
public sealed class LinkTests
{
    private static readonly LinkId Link = new("edge", "host");

    [Fact]
    public void Begin_WithNothingToSay_IsAHeartbeatOnlyWhenAskedFor()
    {
        LinkSender sender = new(Link, new LinkLimits());
        Assert.Null(sender.Begin(heartbeat: false));
        LinkBatch batch = sender.Begin(heartbeat: true)!;
        Assert.Equal((Link, 1), (batch.Link, batch.Number));
        Assert.Empty(batch.Events);
    }

    [Fact]
    public void Begin_WhileOneIsInFlight_Waits()
    {
        LinkSender sender = new(Link, new LinkLimits());
        sender.Add(Published("a", 1));
        LinkBatch first = sender.Begin(heartbeat: false)!;
        sender.Add(Published("a", 2));
        Assert.Null(sender.Begin(heartbeat: true));
        Assert.Equal([1], first.Events.Select(item => item.Offset));
        sender.Acknowledge();
        LinkBatch second = sender.Begin(heartbeat: false)!;
        Assert.Equal((2, 2), (second.Number, second.Events.Single().Offset));
    }

    [Theory, InlineData(2, 0), InlineData(3, 0), InlineData(4, 1), InlineData(9, 6)]
    public void Add_BeyondTheLimitOfEvents_SkipsTheRest(int added, int skipped)
    {
        LinkSender sender = new(Link, new LinkLimits { MaxEvents = 3 });
        AssertSkips(sender, added, skipped);
    }

    // Five octets each: "x", with quotes and padding.
    [Theory, InlineData(2, 0), InlineData(3, 0), InlineData(4, 1)]
    public void Add_BeyondTheLimitOfOctets_SkipsTheRest(int added, int skipped)
    {
        AssertSkips(new LinkSender(Link, new LinkLimits { MaxOctets = 15 }), added, skipped);
        AssertSkips(new LinkSender(Link, new LinkLimits { MaxOctets = 19 }), added, skipped);
    }

    [Fact]
    public void Add_ToAChannelThatIsSkipped_SkipsEvenWhatWouldFit()
    {
        LinkSender sender = new(Link, new LinkLimits { MaxOctets = 10 });
        sender.Add(Published("a", 1, octets: 8));
        sender.Add(Published("a", 2, octets: 8));
        sender.Add(Published("a", 3, octets: 2));
        sender.Add(Published("b", 1, octets: 2));
        Assert.Equal(
            [(ChannelEventKind.Published, "a", 1L), (ChannelEventKind.Published, "b", 1L), (ChannelEventKind.Skipped, "a", 3L)],
            sender.Begin(heartbeat: false)!.Events.Select(item => (item.Kind, item.Channel, item.Offset)));
    }

    [Fact]
    public void Add_AfterASkip_IsCarriedByTheNextBatch()
    {
        LinkSender sender = new(Link, new LinkLimits { MaxEvents = 1 });
        sender.Add(Published("a", 1));
        sender.Add(Published("a", 2));
        sender.Begin(heartbeat: false);
        sender.Add(Published("a", 3));
        sender.Acknowledge();
        Assert.Equal([(ChannelEventKind.Published, 3L)], sender.Begin(heartbeat: false)!.Events.Select(item => (item.Kind, item.Offset)));
    }

    [Fact]
    public void Add_OfWhatHasNoOffset_IsLostBeyondTheLimit()
    {
        LinkSender sender = new(Link, new LinkLimits { MaxEvents = 1 });
        sender.Add(Published("a", 0));
        sender.Add(Published("b", 0));
        sender.Add(new ChannelEvent(ChannelEventKind.Joined, "c", "epoch", Member: new ClientInfo("user", "client")));
        Assert.Equal("a", Assert.Single(sender.Begin(heartbeat: false)!.Events).Channel);
        Assert.Equal(2, sender.SkippedEvents);
    }

    [Fact]
    public void Add_OfADetachment_IsCarriedBeyondTheLimit()
    {
        LinkSender sender = new(Link, new LinkLimits { MaxEvents = 1 });
        sender.Add(Published("a", 1));
        sender.Add(Published("a", 2));
        sender.Add(new ChannelEvent(ChannelEventKind.Detached, "a", "epoch"));
        Assert.Equal(
            [ChannelEventKind.Published, ChannelEventKind.Detached, ChannelEventKind.Skipped],
            sender.Begin(heartbeat: false)!.Events.Select(item => item.Kind));
        Assert.Equal(1, sender.SkippedEvents);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, "Next Next Next")]
    [InlineData(new long[] { 1, 1, 2, 1, 2, 3 }, "Next Repeated Next Repeated Repeated Next")]
    [InlineData(new long[] { 1, 3, 2, 4 }, "Next AfterLoss Repeated Next")]
    [InlineData(new long[] { 7, 8 }, "AfterLoss Next")]
    public void Arrive_OfNumbers_SaysWhatTheyAre(long[] numbers, string expected)
    {
        LinkCursor cursor = new(TimeSpan.Zero);
        Assert.Equal(expected, string.Join(' ', numbers.Select(number => cursor.Arrive(number, TimeSpan.FromSeconds(number)))));
        Assert.Equal(TimeSpan.FromSeconds(numbers[^1]), cursor.HeardAt);
    }

    private static void AssertSkips(LinkSender sender, int added, int skipped)
    {
        for (int offset = 1; offset <= added; offset++)
        {
            sender.Add(Published("a", offset));
        }

        IReadOnlyList<ChannelEvent> events = sender.Begin(heartbeat: false)!.Events;
        Assert.Equal(skipped, sender.SkippedEvents);
        Assert.Equal(added - skipped, events.Count(item => item.Kind == ChannelEventKind.Published));
        ChannelEvent[] skips = [.. events.Where(item => item.Kind == ChannelEventKind.Skipped)];
        Assert.Equal(skipped == 0 ? [] : [(long)added], skips.Select(item => item.Offset));
    }

    private static ChannelEvent Published(string channel, long offset, int octets = 5) =>
        new(ChannelEventKind.Published, channel, "epoch", offset, new Publication { Data = Text.OfOctets(octets).Data, Offset = offset });
}
