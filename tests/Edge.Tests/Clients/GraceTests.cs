using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>A user whose connection was lost stays present for the grace time, and goes on as who it was when it comes back.</summary>
public sealed class GraceTests : IAsyncLifetime
{
    private const string Room = "room:a";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private MessagingEdge _edge = null!;
    private NativeClient _watcher = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await MessagingEdge.StartAsync(_time, "--Clients:Times:PingInterval=01:00:00"); // pings are no part of this
        _watcher = await _edge.SubscribeAsync(Room);
        Assert.Equal("join", (await _watcher.PushAsync()).Kind);
    }

    public async ValueTask DisposeAsync()
    {
        await _watcher.DisposeAsync();
        await _edge.DisposeAsync();
    }

    [Fact]
    public async Task User_LostAndBackInTime_IsTheSameClientAndOthersNoticeNothing()
    {
        string token = MessagingEdge.Token("ann", "\"info\":{\"n\":1}");
        await using NativeClient first = await JoinAsync(token);
        await LoseAsync(first);

        _time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        await using NativeClient second = await _edge.SubscribeAsync(Room, token);
        _time.Advance(Grace * 2);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal([], await ToldAsync());
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task User_LostAgainAndAgain_IsTheSameClientAndThenLeavesOnce()
    {
        string token = MessagingEdge.Token("ann");
        string? id = null;
        for (int round = 0; round < 5; round++)
        {
            await using NativeClient client = await _edge.SubscribeAsync(Room, token);
            id ??= client.Id;
            Assert.Equal(id, client.Id);
            await LoseAsync(client);
            _time.Advance(Grace / 2);
        }

        Assert.Equal(["join"], await ToldAsync());
        _time.Advance(Grace / 2);
        Assert.Equal(["leave"], await ToldAsync());
        _time.Advance(Grace * 3);
        Assert.Equal([], await ToldAsync());
    }

    [Fact]
    public async Task User_DoesNotComeBack_LeavesOnceAfterTheGrace()
    {
        await using NativeClient client = await JoinAsync(MessagingEdge.Token("ann"));
        await LoseAsync(client);

        _time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.Equal([], await ToldAsync());
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Push leave = await _watcher.PushAsync();
        Assert.Equal(("leave", client.Id), (leave.Kind, leave.Member));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task User_BackTooLate_IsAnotherClient()
    {
        string token = MessagingEdge.Token("ann");
        await using NativeClient first = await JoinAsync(token);
        await LoseAsync(first);
        _time.Advance(Grace);

        await using NativeClient second = await _edge.SubscribeAsync(Room, token);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(["leave", "join"], await ToldAsync());
    }

    [Fact]
    public async Task User_BackButNotInTheChannel_LeavesItAfterTheGrace()
    {
        string token = MessagingEdge.Token("ann");
        await using NativeClient first = await JoinAsync(token);
        await LoseAsync(first);

        await using NativeClient second = await _edge.ConnectAsync(token);
        Assert.Equal(first.Id, second.Id);
        _time.Advance(Grace);

        Assert.Equal(["leave"], await ToldAsync());
    }

    [Fact]
    public async Task User_BackWithOtherInfo_IsAnotherClient()
    {
        await using NativeClient first = await JoinAsync(MessagingEdge.Token("ann", "\"info\":{\"n\":1}"));
        await LoseAsync(first);

        await using NativeClient second = await JoinAsync(MessagingEdge.Token("ann", "\"info\":{\"n\":2}"));
        _time.Advance(Grace);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(["leave"], await ToldAsync());
    }

    [Fact]
    public async Task AnotherUser_TakesNothingOver()
    {
        await using NativeClient first = await JoinAsync(MessagingEdge.Token("ann"));
        await LoseAsync(first);

        await using NativeClient second = await JoinAsync(MessagingEdge.Token("bob"));

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task TwoSessionsOfAUser_LostAndBack_AreBothWhoTheyWere()
    {
        string token = MessagingEdge.Token("ann");
        await using NativeClient one = await JoinAsync(token);
        await using NativeClient two = await JoinAsync(token);
        await LoseAsync(one);
        await LoseAsync(two);

        await using NativeClient three = await _edge.SubscribeAsync(Room, token);
        await using NativeClient four = await _edge.SubscribeAsync(Room, token);
        await using NativeClient five = await JoinAsync(token);
        _time.Advance(Grace);

        Assert.Equal(new[] { one.Id, two.Id }.Order(), new[] { three.Id, four.Id }.Order());
        Assert.DoesNotContain(five.Id, (string[])[one.Id, two.Id]);
        Assert.Equal([], await ToldAsync());
        Assert.Equal(4, await CountAsync());
    }

    [Fact]
    public async Task User_WhoSaysGoodbye_IsNotTakenOver()
    {
        string token = MessagingEdge.Token("ann");
        await using NativeClient first = await JoinAsync(token);
        await first.LeaveAsync();
        Assert.Equal("leave", (await _watcher.PushAsync()).Kind);

        await using NativeClient second = await JoinAsync(token);

        Assert.NotEqual(first.Id, second.Id);
    }

    // TCP's FIN without a close frame: a process that was killed.
    [Fact]
    public async Task User_WhoseTcpEnds_Lingers()
    {
        string token = MessagingEdge.Token("ann");
        await using NativeClient first = await JoinAsync(token);
        await first.DisposeAsync();
        await GoneAsync();

        await using NativeClient second = await _edge.SubscribeAsync(Room, token);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal([], await ToldAsync());
    }

    // The edge's own disconnects that clients come back from are no goodbye.
    [Fact]
    public async Task User_ToldToReconnect_Lingers()
    {
        string token = MessagingEdge.Token("ann");
        await using NativeClient first = await JoinAsync(token);
        await _edge.CallAsync("disconnect", """{"user":"ann","disconnect":{"code":4000,"reason":"come again"}}""");
        Assert.Equal((4000, "come again"), await first.ClosedAsync());

        await using NativeClient second = await _edge.SubscribeAsync(Room, token);
        _time.Advance(Grace);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal([], await ToldAsync());
    }

    [Fact]
    public async Task User_WhoUnsubscribedBeforeTheLoss_HasLeft()
    {
        string token = MessagingEdge.Token("ann");
        await using NativeClient client = await JoinAsync(token);
        await client.CallAsync("unsubscribe", $"{{\"channel\":\"{Room}\"}}");
        Assert.Equal("leave", (await _watcher.PushAsync()).Kind);
        await LoseAsync(client);

        _time.Advance(Grace);

        Assert.Equal([], await ToldAsync());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Grace_OfZero_IsALeaveAtOnce()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Clients:Times:PresenceGrace=00:00:00");
        await using NativeClient watcher = await edge.SubscribeAsync(Room);
        await using NativeClient client = await edge.SubscribeAsync(Room, MessagingEdge.Token("ann"));
        Assert.Equal(("join", "join"), ((await watcher.PushAsync()).Kind, (await watcher.PushAsync()).Kind));

        client.Vanish();

        Assert.Equal("leave", (await watcher.PushAsync()).Kind);
    }

    private async Task<NativeClient> JoinAsync(string token)
    {
        NativeClient client = await _edge.SubscribeAsync(Room, token);
        Push join = await _watcher.PushAsync();
        Assert.Equal(("join", client.Id), (join.Kind, join.Member));
        return client;
    }

    private async Task LoseAsync(NativeClient client)
    {
        int before = _edge.Host.Connections.Count;
        client.Vanish();
        await GoneAsync(before - 1);
    }

    private Task GoneAsync(int left = 1) => Bounded.UntilAsync(() => _edge.Host.Connections.Count == left, "the edge has noticed the loss");

    // What the channel has told since the last look. Its events are in order: a publication is behind all that came before.
    private async Task<IReadOnlyList<string>> ToldAsync()
    {
        await _edge.PublishAsync(Room, "0");
        List<string> told = [];
        for (Push push = await _watcher.PushAsync(); push.Kind != "pub"; push = await _watcher.PushAsync())
        {
            told.Add(push.Kind);
        }

        return told;
    }

    private async Task<long> CountAsync() => (await _watcher.CallAsync("presence_stats", $"{{\"channel\":\"{Room}\"}}")).Result.Number("num_clients");
}
