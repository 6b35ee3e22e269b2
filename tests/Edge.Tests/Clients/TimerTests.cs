using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>What a session does by itself, in time that passes when the test says so.</summary>
public sealed class TimerTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(10);

    public static TheoryData<Road> Roads => [.. Enum.GetValues<Road>()];

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Client_DoesNotConnectInTime_IsStale(Road road)
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.OpenAsync(road);
        await client.Wire.SendAsync(Wire.ClientFrames.Ping("x"));
        Assert.Equal("x", (await client.Wire.ReceiveAsync()).Text); // its loop runs

        time.Advance(ConnectTime - Tick);
        Assert.Equal(1, edge.Host.Connections.Count);
        time.Advance(Tick);

        Assert.Equal((3502, "stale"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Client_ConnectIsRefusedAndNotTriedAgain_IsStale()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, "--Clients:AllowAnonymous=false");
        await using NativeClient client = await edge.OpenAsync();
        await client.CallAsync("connect", "{}");

        time.Advance(ConnectTime);

        Assert.Equal((3502, "stale"), await client.ClosedAsync());
    }

    // Clients that came together are not pinged together.
    [Fact]
    public async Task FirstPings_OfManyClients_AreSpreadOverTheSecondHalfOfTheInterval()
    {
        const int Count = 40;
        const int Steps = 25;
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        NativeClient[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => edge.ConnectAsync()));
        int[] pingedAt = new int[Count];
        TimeSpan step = PingInterval / 2 / Steps;

        time.Advance((PingInterval / 2) - Tick);
        for (int i = 0; i <= Steps; i++)
        {
            foreach ((int index, NativeClient client) in clients.Index())
            {
                client.AnswersPings = false;
                await client.SendAsync(NativeClient.Command(1000 + i, "rpc", "{}"));
                while (!(await client.ReceiveAsync()).Has("id"))
                {
                    Assert.Equal(0, pingedAt[index]); // once an interval
                    pingedAt[index] = i;
                    await client.SendAsync("{}");
                }
            }

            time.Advance(i == 0 ? step + Tick : step);
        }

        // An edge that is read from and has a ping to send may answer first.
        foreach ((int index, NativeClient client) in clients.Index())
        {
            if (pingedAt[index] == 0)
            {
                Assert.False((await client.ReceiveAsync()).EnumerateObject().Any());
                pingedAt[index] = Steps;
            }
        }

        Assert.All(pingedAt, at => Assert.InRange(at, 1, Steps)); // none before half of it, all within it
        Assert.InRange(pingedAt.Distinct().Count(), 8, Steps);
        foreach (NativeClient client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Client_AnswersPings_StaysAndIsPingedEachInterval()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync();
        client.AnswersPings = false;

        time.Advance(PingInterval); // jittered: at least one
        await PingedAsync(client);
        for (int i = 0; i < 5; i++)
        {
            await client.SendAsync("{}");
            Assert.Empty(await client.PushesSoFarAsync());
            time.Advance(PingInterval - Tick);
            Assert.Empty(await client.PushesSoFarAsync());
            time.Advance(Tick);
            await PingedAsync(client);
        }
    }

    [Fact]
    public async Task Client_DoesNotAnswerAPing_IsDisconnected()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync();
        client.AnswersPings = false;

        time.Advance(PingInterval);
        await PingedAsync(client);
        time.Advance(PongTimeout - Tick);
        Assert.Empty(await client.PushesSoFarAsync()); // other commands are no pong, but they are answered
        time.Advance(Tick);

        Assert.Equal((3012, "no pong"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Client_AnswersAPingTwice_IsABadRequest()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync();
        client.AnswersPings = false;
        time.Advance(PingInterval);
        await PingedAsync(client);

        await client.SendAsync("{}", "{}");

        Assert.Equal((3501, "bad request: {} answers a ping, and there was none"), await client.ClosedAsync());
    }

    // A pong does not wait behind a command that waits.
    [Fact]
    public async Task Client_AnswersWhileACommandWaits_Stays()
    {
        ManualTime time = new();
        TaskCompletionSource answer = new();
        await using Proxies.Backend application = await Proxies.Backend.StartAsync(async context =>
        {
            await answer.Task;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, """{"result":{}}""");
        });
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
            time, ["--Proxy:Publish:Url=" + application.Url, "--Proxy:TimeLimit=00:01:00", .. MessagingEdge.Open("asked", "ProxyPublish=true")]);
        await using NativeClient client = await edge.ConnectAsync();
        client.AnswersPings = false;
        int id = await client.BeginAsync("publish", """{"channel":"asked:a","data":1}""");
        await application.AskedAsync(1);

        time.Advance(PingInterval);
        await PingedAsync(client);
        await client.SendAsync("{}");
        await client.Wire.SendAsync(Wire.ClientFrames.Ping("y")); // behind the pong
        Assert.Equal("y", (await client.Wire.ReceiveAsync()).Text);
        time.Advance(PongTimeout);
        answer.SetResult();

        Assert.Equal(0, (await client.ReplyAsync(id)).Error);
    }

    private static async Task PingedAsync(NativeClient client) => Assert.Equal("{}", (await client.ReceiveAsync()).GetRawText());
}
