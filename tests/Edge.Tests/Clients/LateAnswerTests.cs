using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>What happens while a channel has not answered yet: the session may be another one when it does.</summary>
public sealed class LateAnswerTests
{
    private readonly TestGateway _gateway = new();
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Commands_BehindOneThatWaits_WaitInOrder()
    {
        await using MessagingEdge edge = await StartAsync("open:late");
        await using NativeClient client = await edge.ConnectAsync();
        await client.SendAsync(
            """{"id":10,"subscribe":{"channel":"open:late"}}""",
            """{"id":11,"publish":{"channel":"open:late","data":1}}""",
            """{"id":12,"unsubscribe":{"channel":"open:late"}}""");
        await AskedAsync();
        await client.SendAsync("""{"id":13,"unsubscribe":{"channel":"open:late"}}""");
        await client.Wire.SendAsync(ClientFrames.Ping("x"));
        Assert.Equal("x", (await client.Wire.ReceiveAsync()).Text); // and nothing before

        _answer.SetResult();

        Assert.Equal([10, 11, 12, 13], await IdsAsync(client, 4));
    }

    [Fact]
    public async Task Subscribe_UnsubscribedByTheServerMeanwhile_IsAnsweredAndHasNoMember()
    {
        await using MessagingEdge edge = await StartAsync("room:late");
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        int id = await client.BeginAsync("subscribe", """{"channel":"room:late"}""");
        await AskedAsync();

        await edge.CallAsync("unsubscribe", """{"user":"ann","channel":"room:late"}""");
        _answer.SetResult();

        Assert.Equal("unsubscribe", (await client.PushAsync()).Kind);
        Assert.Equal(103, (await client.ReplyAsync(id)).Error);
        Assert.Equal(0, (await client.CallAsync("presence_stats", """{"channel":"room:late"}""")).Result.Number("num_clients"));
        await client.SubscribeAsync("room:late");
        Assert.Equal("join", (await client.PushAsync()).Kind);
        Assert.Equal(1, (await client.CallAsync("presence_stats", """{"channel":"room:late"}""")).Result.Number("num_clients"));
    }

    // The second subscription must not end with what becomes of the first.
    [Fact]
    public async Task Subscribe_FailingAfterTheServerMadeAnother_LeavesThatOne()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await StartAsync("room:late", time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        int id = await client.BeginAsync("subscribe", """{"channel":"room:late"}""");
        await AskedAsync();
        await edge.CallAsync("unsubscribe", """{"user":"ann","channel":"room:late"}""");
        await edge.CallAsync("subscribe", """{"user":"ann","channel":"room:late"}""");

        _answer.SetResult();

        List<string> kinds = [(await client.PushAsync()).Kind, (await client.PushAsync()).Kind, (await client.PushAsync()).Kind];
        Assert.Equal(["unsubscribe", "subscribe", "join"], kinds);
        Assert.Equal(103, (await client.ReplyAsync(id)).Error);
        await client.LeaveAsync();
        await using NativeClient other = await edge.ConnectAsync();
        await Bounded.UntilAsync(() => edge.Get<Edge.Clients.SessionRegistry>().Count == 1, "the first has gone");
        Assert.Equal(0, (await other.CallAsync("presence_stats", """{"channel":"room:late"}""")).Result.Number("num_clients"));
    }

    [Fact]
    public async Task Client_GoneMeanwhile_LeavesNothingBehind()
    {
        await using MessagingEdge edge = await StartAsync("room:late");
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await client.BeginAsync("subscribe", """{"channel":"room:late"}""");
        await AskedAsync();

        client.Vanish();
        await Bounded.UntilAsync(() => edge.Get<Edge.Clients.SessionRegistry>().Count == 0, "the session has ended");
        _answer.SetResult();

        await using NativeClient other = await edge.SubscribeAsync("room:late");
        Push join = await other.PushAsync();
        Assert.Equal(("join", other.Id), (join.Kind, join.Member));
        Assert.Equal(1, (await other.CallAsync("presence_stats", """{"channel":"room:late"}""")).Result.Number("num_clients"));
    }

    [Fact]
    public async Task Connect_ChannelUnsubscribedMeanwhile_IsNotInTheReplyAndHasNoMember()
    {
        await using MessagingEdge edge = await StartAsync("open:late");
        await using NativeClient client = await edge.OpenAsync();
        int id = await client.BeginAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", "\"channels\":[\"room:a\",\"open:late\"]")}\"}}");
        await AskedAsync();

        await edge.CallAsync("unsubscribe", """{"user":"ann","channel":"room:a"}"""); // has begun
        await edge.CallAsync("unsubscribe", """{"user":"ann","channel":"open:late"}"""); // has not
        _answer.SetResult();

        Reply reply = await client.ReplyAsync(id);
        Assert.Equal(0, reply.Error);
        Assert.False(reply.Result.Has("subs"));
        Assert.Equal(0, (await client.CallAsync("presence_stats", """{"channel":"room:a"}""")).Result.Number("num_clients"));
        await client.SubscribeAsync("room:a");
    }

    // What its channels deliver comes behind the reply that tells of them.
    [Fact]
    public async Task Connect_PublishedToMeanwhile_RepliesFirst()
    {
        await using MessagingEdge edge = await StartAsync("open:late");
        await using NativeClient client = await edge.OpenAsync();
        int id = await client.BeginAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", "\"channels\":[\"open:a\",\"open:late\"]")}\"}}");
        await AskedAsync();
        for (int i = 1; i <= 3; i++)
        {
            await edge.PublishAsync("open:a", $"{i}");
        }

        await Bounded.UntilAsync(() => edge.Hub.Counters.Deliveries == 3, "all are delivered");
        await edge.CallAsync("subscribe", """{"user":"ann","channel":"open:b"}""");
        _answer.SetResult();

        Assert.Equal(id, new Reply(await client.ReceiveAsync()).Id);
        Assert.Equal(("1", "2", "3"), (await client.PublicationAsync(), await client.PublicationAsync(), await client.PublicationAsync()));
        Push push = await client.PushAsync();
        Assert.Equal(("subscribe", "open:b"), (push.Kind, push.Channel));
    }

    // The channel does not answer for good: the client is told, and nothing of the session that was not made stays.
    [Fact]
    public async Task Connect_ChannelNeverAnswers_IsRefusedAndMayTryAgain()
    {
        ManualTime time = new();
        bool isDown = true;
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Attaching = channel =>
        {
            if (channel != "open:down")
            {
                return Task.CompletedTask;
            }

            asked.TrySetResult();
            return isDown ? throw new GatewayUnavailableException() : Task.CompletedTask;
        };
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, _gateway.Register);
        await using NativeClient client = await edge.OpenAsync();
        int id = await client.BeginAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", "\"channels\":[\"room:a\",\"open:down\"]")}\"}}");
        await asked.Task.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken); // after the other one has begun
        await edge.PublishAsync("room:a", "1"); // delivered to a session that does not come to be
        await Bounded.UntilAsync(() => edge.Hub.Counters.Deliveries == 1, "it is delivered");
        Reply refused = await PassAsync(time, client.ReplyAsync(id));

        Assert.Equal(100, refused.Error);
        Assert.Equal(0, edge.Get<Edge.Clients.SessionRegistry>().Count);
        isDown = false;
        Reply reply = await PassAsync(time, client.ConnectAsync(MessagingEdge.Token("ann", "\"channels\":[\"room:a\",\"open:down\"]")));
        Assert.Equal(2, reply.Result.GetProperty("subs").EnumerateObject().Count());
        Push push = await client.PushAsync(); // the publication of before is not among them
        Assert.Equal(("join", "room:a"), (push.Kind, push.Channel));
    }

    [Fact]
    public async Task Connect_TakingTooLong_IsStale()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await StartAsync("open:late", time);
        await using NativeClient client = await edge.OpenAsync();
        await client.BeginAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", "\"channels\":[\"open:late\"]")}\"}}");
        await AskedAsync();

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((3502, "stale"), await client.ClosedAsync());
        _answer.SetResult();
        await Bounded.UntilAsync(() => edge.Get<Edge.Clients.SessionRegistry>().Count == 0, "the session has ended");
    }

    // Attempts have pauses between them.
    private static async Task<Reply> PassAsync(ManualTime time, Task<Reply> reply)
    {
        await Bounded.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(0.05));
                return reply.IsCompleted;
            },
            "the reply");
        return await reply;
    }

    private Task AskedAsync() => Bounded.UntilAsync(() => _asked.Task.IsCompleted, "the channel is asked");

    private Task<MessagingEdge> StartAsync(string late, TimeProvider? time = null)
    {
        _gateway.Attaching = async channel =>
        {
            if (channel == late)
            {
                _asked.TrySetResult();
                await _answer.Task;
            }
        };
        return MessagingEdge.StartAsync(time ?? TimeProvider.System, _gateway.Register);
    }

    private static async Task<IReadOnlyList<int>> IdsAsync(NativeClient client, int count)
    {
        List<int> ids = [];
        while (ids.Count < count)
        {
            System.Text.Json.JsonElement line = await client.ReceiveAsync();
            if (line.Has("id"))
            {
                ids.Add(new Reply(line).Id);
            }
        }

        return ids;
    }
}
