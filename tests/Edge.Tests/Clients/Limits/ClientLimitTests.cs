using System.Text;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Echo;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients.Limits;

/// <summary>The limits of one client, one below, at and one above each, with the metric that counts it.</summary>
public sealed class ClientLimitTests
{
    private const string Limits = "--Clients:Limits:";

    [Theory]
    [LimitTest("Clients:Limits:MaxMessageOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Message_AroundTheLimit_IsTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxMessageOctets=500");
        await using NativeClient client = await edge.ConnectAsync();

        await client.SendAsync(Padded(500 + over));

        await AssertTakenOrFailedAsync(edge, client, over, 1009, "MessageTooBig");
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxInflatedOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CompressedMessage_AroundTheLimit_IsTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxInflatedOctets=500");
        await using NativeClient client = await edge.ConnectAsync(offer: "permessage-deflate");

        await client.Wire.SendAsync(ClientFrames.Frame(
            ClientFrames.Fin | ClientFrames.Rsv1 | 1, RawDeflate.Compress(Encoding.ASCII.GetBytes(Padded(500 + over)))));

        await AssertTakenOrFailedAsync(edge, client, over, 1009, "InflatedMessageTooBig");
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxFragments")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task FragmentsOfAMessage_AroundTheLimit_AreTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxFragments=6");
        await using NativeClient client = await edge.ConnectAsync();
        int count = 6 + over;
        byte[][] pieces = [.. Encoding.ASCII.GetBytes(Padded(count * 20)).Chunk(20)];

        await client.Wire.SendAsync([.. pieces.Select((piece, i) =>
            ClientFrames.Frame((byte)((i == 0 ? 1 : 0) | (i == count - 1 ? ClientFrames.Fin : 0)), piece))]);

        await AssertTakenOrFailedAsync(edge, client, over, 1008, "TooManyFragments");
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxChannels")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task SubscriptionsOfAClient_AroundTheLimit_AreMadeUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxChannels=4");
        await using NativeClient client = await edge.ConnectAsync();
        for (int i = 1; i < 4 + over; i++)
        {
            await client.SubscribeAsync($"open:{i}");
        }

        Assert.Equal(over > 0 ? 106 : 0, (await client.CallAsync("subscribe", """{"channel":"open:last"}""")).Error);
        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxChannels"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ServerSideSubscriptions_AroundTheLimit_AreMadeUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxChannels=4");
        await using NativeClient client = await edge.OpenAsync();
        string channels = string.Join(',', Enumerable.Range(1, 4 + over).Select(static i => $"\"open:{i}\""));

        int id = await client.BeginAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", $"\"channels\":[{channels}]")}\"}}");

        if (over > 0)
        {
            Assert.Equal((3505, "channel limit"), await client.ClosedAsync());
        }
        else
        {
            Assert.Equal(4 + over, (await client.ReplyAsync(id)).Result.GetProperty("subs").EnumerateObject().Count());
        }

        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxChannels"));
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxChannelNameOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ChannelName_AroundTheLimit_IsTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxChannelNameOctets=30");
        await using NativeClient client = await edge.ConnectAsync();

        Reply reply = await client.CallAsync("subscribe", $"{{\"channel\":\"{"open:".PadRight(30 + over, 'a')}\"}}");

        Assert.Equal(over > 0 ? 107 : 0, reply.Error);
        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxChannelNameOctets"));
    }

    // What one turn of the channel delivers is queued together before any of it is sent.
    [Theory]
    [LimitTest("Clients:Limits:MaxQueueOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task OctetsThatWait_AroundTheLimit_AreTakenUpToIt(int over)
    {
        const int Limit = 2000;
        const int FrameHeader = 4;
        const int Count = 4;
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + $"MaxQueueOctets={Limit}");
        await using NativeClient client = await edge.SubscribeAsync("live:a");
        await edge.PublishManyAsync("live:a", 1, 300);
        int envelope = FrameHeader + "{\"push\":}".Length + (await client.PushAsync()).ToString().Length - 300;

        int left = Limit + over - (Count * envelope);
        await edge.PublishTogetherAsync("live:a", [.. Enumerable.Range(1, Count).Select(i => i < Count ? 300 : left - ((Count - 1) * 300))]);

        if (over > 0)
        {
            Assert.Equal((3008, "slow"), await client.ClosedAsync());
        }
        else
        {
            for (int i = 1; i <= Count; i++)
            {
                Assert.StartsWith($"\"{i:D7}", await client.PublicationAsync(), StringComparison.Ordinal);
            }

            Assert.Equal(Limit + over, edge.QueueHighWater);
        }

        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxQueueOctets"));
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxCommandsPerSecond")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CommandsInASecond_AroundTheLimit_AreCarriedOutUpToIt(int over)
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, Limits + "MaxCommandsPerSecond=5");
        await using NativeClient client = await edge.ConnectAsync(); // one
        for (int i = 2; i < 5 + over; i++)
        {
            Assert.Equal(0, (await client.CallAsync("unsubscribe", """{"channel":"open:a"}""")).Error);
        }

        Assert.Equal(over > 0 ? 111 : 0, (await client.CallAsync("unsubscribe", """{"channel":"open:a"}""")).Error);
        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxCommandsPerSecond"));
        time.Advance(TimeSpan.FromSeconds(1)); // the next second has as many again
        Assert.Equal(0, (await client.CallAsync("unsubscribe", """{"channel":"open:a"}""")).Error);
    }

    // A command without an id cannot be refused: it is left undone.
    [Fact]
    public async Task CommandsWithoutAnId_AboveTheLimit_AreLeftUndone()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, Limits + "MaxCommandsPerSecond=5");
        await using NativeClient client = await edge.ConnectAsync();

        await client.SendAsync([.. Enumerable.Repeat("""{"send":{"data":1}}""", 9)]); // ten with the first
        await client.Wire.SendAsync(ClientFrames.Ping("x"));
        Assert.Equal("x", (await client.Wire.ReceiveAsync()).Text);
        await client.SendAsync("""{"send":{"data":1}}""");

        Assert.Equal((3013, "too many requests"), await client.ClosedAsync());
        Assert.Equal(6, edge.Reached("MaxCommandsPerSecond"));
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxConnectionsPerUser")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ConnectionsOfAUser_AroundTheLimit_AreTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxConnectionsPerUser=3");
        List<NativeClient> clients = [await edge.ConnectAsync(), await edge.ConnectAsync(), await edge.ConnectAsync(), await edge.ConnectAsync(MessagingEdge.Token("bob"))];
        for (int i = 1; i < 3 + over; i++)
        {
            clients.Add(await edge.ConnectAsync(MessagingEdge.Token("ann")));
        }

        await using NativeClient last = await edge.OpenAsync();
        int id = await last.BeginAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann")}\"}}");

        if (over > 0)
        {
            Assert.Equal((3504, "connection limit"), await last.ClosedAsync());
            await clients[^1].LeaveAsync();
            await Bounded.UntilAsync(() => edge.Get<Edge.Clients.SessionRegistry>().Find("ann", null).Count == 2, "one has left");
            await using NativeClient again = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        }
        else
        {
            Assert.Equal(0, (await last.ReplyAsync(id)).Error);
        }

        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxConnectionsPerUser"));
        foreach (NativeClient client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxRecoveryPublications")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task PublicationsOfARecovery_AroundTheLimit_AreRecoveredUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxRecoveryPublications=5");
        string epoch = await edge.PublishManyAsync("open:a", 20, 20);
        await using NativeClient client = await edge.ConnectAsync();

        Reply reply = await client.RecoverAsync("open:a", epoch, 20 - (5 + over));

        AssertRecovered(edge, reply, over, 5 + over);
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxRecoveryOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task OctetsOfARecovery_AroundTheLimit_AreRecoveredUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxRecoveryOctets=100");
        string epoch = await edge.PublishManyAsync("open:a", 2, 40);
        await edge.PublishManyAsync("open:a", 3, 20 + over, first: 3);
        await using NativeClient client = await edge.ConnectAsync();

        Reply reply = await client.RecoverAsync("open:a", epoch, 0);

        AssertRecovered(edge, reply, over, 3);
    }

    // What one reply to connect recovers is bounded together.
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task OctetsOfAConnect_AroundTheLimit_AreRecoveredUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxRecoveryOctets=100");
        string one = await edge.PublishManyAsync("open:1", 1, 100 + Math.Min(over, 0));
        string two = await edge.PublishManyAsync("open:2", 1, 20);
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.ConnectAsync(
            MessagingEdge.Token("ann", "\"channels\":[\"open:1\",\"open:2\"]"),
            $$$"""{"open:1":{"recover":true,"epoch":"{{{one}}}","offset":0},"open:2":{"recover":true,"epoch":"{{{two}}}","offset":0}}""");

        System.Text.Json.JsonElement subs = reply.Result.GetProperty("subs");
        Assert.True(subs.GetProperty("open:1").Flag("recovered"));
        Assert.Equal((true, over < 0), (subs.GetProperty("open:2").Flag("was_recovering"), subs.GetProperty("open:2").Flag("recovered")));
        Assert.Equal(over < 0 ? 0 : 1, edge.Reached("MaxRecoveryOctets"));
        await edge.PublishAsync("open:2", "\"0000002\"");
        Assert.Equal("\"0000002\"", await client.PublicationAsync());
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxHistoryLimit")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task PublicationsOfHistory_AroundTheLimit_AreReturnedUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Limits + "MaxHistoryLimit=5");
        await edge.PublishManyAsync("open:a", 20, 20);
        await using NativeClient client = await edge.ConnectAsync();

        Reply reply = await client.CallAsync("history", $"{{\"channel\":\"open:a\",\"limit\":{5 + over}}}");

        Assert.Equal(Math.Min(5, 5 + over), reply.Offsets.Count);
        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxHistoryLimit"));
    }

    private static void AssertRecovered(MessagingEdge edge, Reply reply, int over, int count)
    {
        Assert.Equal(over <= 0, reply.Result.Flag("recovered"));
        Assert.Equal(over > 0 ? 0 : count, reply.Offsets.Count);
        Assert.Equal(over > 0 ? 1 : 0, edge.Meter.Observe("stratus.channels.recoveries_too_large"));
    }

    private static async Task AssertTakenOrFailedAsync(MessagingEdge edge, NativeClient client, int over, int code, string rule)
    {
        if (over <= 0)
        {
            Assert.Equal(0, (await client.ReplyAsync(99)).Error);
            return;
        }

        Assert.Equal(code, (await client.ClosedAsync()).Code);
        await Bounded.UntilAsync(() => edge.Meter.Ended.Count == 1, "the end is counted");
        Assert.Contains($"route=/connection/websocket rule={rule}", Assert.Single(edge.Meter.Ended), StringComparison.Ordinal);
    }

    // A command that does nothing, in a message of this many octets.
    private static string Padded(int octets) => NativeClient.Command(99, "unsubscribe", """{"channel":"open:a"}""").PadRight(octets);
}
