using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients.Limits;

/// <summary>The limits of channels, one below, at and one above each, with the metric that counts it.</summary>
public sealed class ChannelLimitTests
{
    [Theory]
    [LimitTest("Channels:MaxChannels")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ChannelsOfTheNode_AroundTheLimit_AreMadeUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Channels:MaxChannels=4");
        await using NativeClient client = await edge.ConnectAsync();
        for (int i = 1; i < 4 + over; i++)
        {
            await client.SubscribeAsync($"open:{i}");
        }

        int error = over > 0 ? 106 : 0;
        Assert.Equal(error, (await client.CallAsync("subscribe", """{"channel":"open:last"}""")).Error);
        Assert.Equal(error, (await client.CallAsync("publish", """{"channel":"open:last","data":1}""")).Error);
        Assert.Equal(over > 0 ? 2 : 0, edge.Reached("Channels:MaxChannels"));
        await edge.CallAsync("publish", """{"channel":"open:1","data":1}""");
        Assert.Equal("1", await client.PublicationAsync()); // those that there are go on
    }

    [Theory]
    [LimitTest("Channels:Default:HistorySize")]
    [LimitTest("Channels:Namespaces:<name>:HistorySize")]
    [InlineData("a", -1)]
    [InlineData("a", 0)]
    [InlineData("a", 1)]
    [InlineData("kept:a", -1)]
    [InlineData("kept:a", 0)]
    [InlineData("kept:a", 1)]
    public async Task PublicationsOfAChannel_AroundTheLimit_AreKeptUpToIt(string channel, int over)
    {
        await using MessagingEdge edge = await StartAsync(TimeProvider.System);
        string epoch = await edge.PublishManyAsync(channel, 20, 20);
        await using NativeClient client = await edge.ConnectAsync();

        Reply reply = await client.RecoverAsync(channel, epoch, 20 - (5 + over));

        await AssertRecoveredAsync(edge, reply, over <= 0);
        Assert.Equal(over > 0 ? 0 : 5 + over, reply.Offsets.Count);
    }

    [Theory]
    [LimitTest("Channels:Default:HistoryAge")]
    [LimitTest("Channels:Namespaces:<name>:HistoryAge")]
    [InlineData("a", -1)]
    [InlineData("a", 0)]
    [InlineData("a", 1)]
    [InlineData("kept:a", -1)]
    [InlineData("kept:a", 0)]
    [InlineData("kept:a", 1)]
    public async Task AgeOfAPublication_AroundTheLimit_IsKeptBelowIt(string channel, int over)
    {
        ManualTime time = new();
        await using MessagingEdge edge = await StartAsync(time);
        string epoch = await edge.PublishManyAsync(channel, 1, 20);

        time.Advance(TimeSpan.FromSeconds(30) + TimeSpan.FromMilliseconds(over));
        await using NativeClient client = await edge.ConnectAsync();
        Reply reply = await client.RecoverAsync(channel, epoch, 0);

        await AssertRecoveredAsync(edge, reply, over < 0);
        Assert.Equal((epoch, over < 0 ? 0 : 1), (reply.Result.Text("epoch"), reply.Result.Number("offset")));
    }

    private static async Task AssertRecoveredAsync(MessagingEdge edge, Reply reply, bool recovered)
    {
        Assert.Equal(recovered, reply.Result.Flag("recovered"));
        string counter = recovered ? "stratus.channels.recovered" : "stratus.channels.not_recovered";
        await Bounded.UntilAsync(() => edge.Meter.Observe(counter) == 1, "it is counted"); // after the reply
        Assert.Equal(0, edge.Meter.Observe(recovered ? "stratus.channels.not_recovered" : "stratus.channels.recovered"));
    }

    private static Task<MessagingEdge> StartAsync(TimeProvider time) => MessagingEdge.StartAsync(
        time,
        [
            "--Channels:Default:HistorySize=5", "--Channels:Default:HistoryAge=00:00:30", "--Channels:Default:Subscribe=Anyone",
            .. MessagingEdge.Open("kept", "HistorySize=5", "HistoryAge=00:00:30"),
        ]);
}
