using Stratus.Realtime.Load.Dialects;
using Stratus.Realtime.Load.Running;

namespace Stratus.Realtime.Load.Tests.Running;

public sealed class FanoutScenarioTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 5)]
    [InlineData(5, 5)]
    [InlineData(7, 3)]
    public void ChannelsOf_AllPublishers_AreWhatPublisherInChannelSays(int publishers, int channels)
    {
        FanoutScenario scenario = Scenario(publishers, channels, subscribers: 10);
        Channel[] all = [.. Enumerable.Range(0, publishers).SelectMany(scenario.ChannelsOf).DistinctBy(channel => channel.Number)];

        Assert.Equal(channels, all.Length);
        foreach (Channel channel in all)
        {
            int[] places = [.. Enumerable.Range(0, publishers + 1)
                .Select(publisher => scenario.PublisherInChannel((uint)publisher, channel)).Where(place => place >= 0).Order()];
            Assert.Equal(Enumerable.Range(0, channel.Publishers), places);
        }

        Assert.All(Enumerable.Range(0, publishers), publisher =>
            Assert.All(scenario.ChannelsOf(publisher), channel => Assert.True(scenario.PublisherInChannel((uint)publisher, channel) >= 0)));
    }

    [Theory]
    [InlineData(1, 1000, 1, 0, 1000)]
    [InlineData(1, 1000, 16, 0, 16_000)]
    [InlineData(100, 1000, 16, 0, 160)]
    [InlineData(1, 2000, 1, 1, 1980)]       // stalled ones are not waited for
    [InlineData(3, 10, 2, 0, 8)]
    public void DeliveriesInWindow_Shape_CountsReaders(int channels, int subscribers, int window, int stalledPercent, long deliveries) =>
        Assert.Equal(deliveries, Scenario(1, channels, subscribers, window, stalledPercent).DeliveriesInWindow);

    [Theory]
    [InlineData(2000, 1, 20)]
    [InlineData(2000, 0, 0)]
    [InlineData(10, 1, 1)]
    [InlineData(100, 50, 50)]
    public void IsStalled_Percentage_IsSpreadOverAll(int subscribers, double percent, int stalled)
    {
        FanoutOptions options = Scenario(1, 1, subscribers, 1, percent).Options;
        int[] who = [.. Enumerable.Range(0, subscribers).Where(options.IsStalled)];

        Assert.Equal(stalled, who.Length);
        Assert.True(stalled == 0 || who[0] < subscribers / stalled);
    }

    private static FanoutScenario Scenario(int publishers, int channels, int subscribers, int window = 1, double stalled = 0) => new(
        new FanoutOptions
        {
            Publishers = publishers, Channels = channels, Subscribers = subscribers, Window = window, StalledPercent = stalled, SizeOctets = 128,
        },
        new NativeDialect(),
        new Course());
}
