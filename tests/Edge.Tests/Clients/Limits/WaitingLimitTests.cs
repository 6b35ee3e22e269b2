using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Proxies;

namespace Stratus.Realtime.Edge.Tests.Clients.Limits;

/// <summary>The limits of what waits for the application, one below, at and one above each, with the metric that counts it.</summary>
public sealed class WaitingLimitTests
{
    private const string Answer = """{"result":{"data":1}}""";

    [Theory]
    [LimitTest("Clients:Limits:MaxPendingCommands")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CommandsThatWait_AroundTheLimit_AreKeptUpToIt(int over)
    {
        await using HeldApplication application = await HeldApplication.StartAsync(Answer);
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
        [
            "--Clients:Limits:MaxPendingCommands=4", "--Proxy:TimeLimit=00:01:00", "--Proxy:Publish:Url=" + application.Url,
            .. MessagingEdge.Open("asked", "ProxyPublish=true"),
        ]);
        await using NativeClient client = await edge.ConnectAsync();
        int first = await client.BeginAsync("publish", """{"channel":"asked:a","data":1}""");
        await application.AskedAsync(1);

        int[] waiting = [.. Enumerable.Range(100, 4 + over)];
        await client.SendAsync([.. waiting.Select(static id => NativeClient.Command(id, "unsubscribe", """{"channel":"open:a"}"""))]);

        if (over > 0)
        {
            Assert.Equal((3013, "too many requests"), await client.ClosedAsync());
        }
        else
        {
            application.Answer();
            Assert.Equal(first, new Reply(await client.ReceiveAsync()).Id); // none overtook it
            foreach (int id in waiting)
            {
                Assert.Equal(id, new Reply(await client.ReceiveAsync()).Id);
            }
        }

        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxPendingCommands"));
    }

    [Theory]
    [LimitTest("Clients:Limits:MaxRpcsInFlight")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CallsOfAClient_AroundTheLimit_AreMadeUpToIt(int over)
    {
        await using HeldApplication application = await HeldApplication.StartAsync(Answer);
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
            "--Clients:Limits:MaxRpcsInFlight=4", "--Proxy:TimeLimit=00:01:00", "--Proxy:Rpc:Url=" + application.Url);
        await using NativeClient client = await edge.ConnectAsync();
        List<int> calls = [];
        for (int i = 0; i < 4 + over; i++)
        {
            calls.Add(await client.BeginAsync("rpc", """{"method":"m"}"""));
        }

        if (over > 0)
        {
            Assert.Equal(111, (await client.ReplyAsync(calls[^1])).Error);
            calls.RemoveAt(calls.Count - 1);
        }

        await application.AskedAsync(calls.Count);
        Assert.Equal(0, (await client.CallAsync("unsubscribe", """{"channel":"open:a"}""")).Error); // calls hold nothing else up
        application.Answer();
        foreach (int id in calls)
        {
            Assert.Equal(1, (await client.ReplyAsync(id)).Result.Number("data"));
        }

        Assert.Equal(over > 0 ? 1 : 0, edge.Reached("MaxRpcsInFlight"));
        Assert.Equal(0, (await client.CallAsync("rpc", "{}")).Error); // there is room again
    }

    [Theory]
    [LimitTest("Proxy:MaxInFlight")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task RequestsToTheApplication_AroundTheLimit_AreMadeUpToIt(int over)
    {
        await using HeldApplication application = await HeldApplication.StartAsync(Answer);
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Proxy:MaxInFlight=4", "--Proxy:TimeLimit=00:01:00", "--Proxy:Rpc:Url=" + application.Url);
        edge.Host.MayBeTroubled = true;
        await using NativeClient client = await edge.ConnectAsync();
        List<int> calls = [];
        for (int i = 0; i < 4 + over; i++)
        {
            calls.Add(await client.BeginAsync("rpc", "{}"));
        }

        if (over > 0)
        {
            Assert.Equal(100, (await client.ReplyAsync(calls[^1])).Error);
            calls.RemoveAt(calls.Count - 1);
        }

        application.Answer();
        foreach (int id in calls)
        {
            Assert.Equal(0, (await client.ReplyAsync(id)).Error);
        }

        Assert.Equal(over > 0 ? 1 : 0, edge.Meter.Sum("stratus.proxy.requests", "outcome=Busy"));
    }

    [Theory]
    [LimitTest("Proxy:MaxAnswerOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task AnswerOfTheApplication_AroundTheLimit_IsTakenUpToIt(int over)
    {
        await using Backend application = await Backend.StartAsync(Answer.PadRight(200 + over));
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Proxy:MaxAnswerOctets=200", "--Proxy:TimeLimit=00:01:00", "--Proxy:Rpc:Url=" + application.Url);
        edge.Host.MayBeTroubled = true;
        await using NativeClient client = await edge.ConnectAsync();

        Assert.Equal(over > 0 ? 100 : 0, (await client.CallAsync("rpc", "{}")).Error);
        Assert.Equal(over > 0 ? 1 : 0, edge.Meter.Sum("stratus.proxy.requests", "outcome=TooLarge"));
    }

    // A limit of time is reached when it is over.
    [Theory]
    [LimitTest("Proxy:TimeLimit")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task TimeOfTheApplication_AroundTheLimit_IsGivenUpToIt(int over)
    {
        ManualTime time = new();
        await using HeldApplication application = await HeldApplication.StartAsync(Answer);
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, "--Proxy:TimeLimit=00:00:07", "--Proxy:Rpc:Url=" + application.Url);
        edge.Host.MayBeTroubled = true;
        await using NativeClient client = await edge.ConnectAsync();
        int id = await client.BeginAsync("rpc", "{}");
        await application.AskedAsync(1);

        time.Advance(TimeSpan.FromSeconds(7) + TimeSpan.FromMilliseconds(over));
        if (over < 0)
        {
            application.Answer();
        }

        Assert.Equal(over < 0 ? 0 : 100, (await client.ReplyAsync(id)).Error);
        Assert.Equal(over < 0 ? 0 : 1, edge.Meter.Sum("stratus.proxy.requests", "outcome=TimedOut"));
    }
}
