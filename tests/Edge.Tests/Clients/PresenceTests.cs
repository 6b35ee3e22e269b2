using Stratus.Realtime.Edge.Tests.Clients.Native;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Who is in a channel, and who is told when that changes.</summary>
public sealed class PresenceTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    private readonly MessagingEdge _edge = fixture.Edge;

    private static string Room([System.Runtime.CompilerServices.CallerMemberName] string name = "") => "room:" + name;

    [Fact]
    public async Task Subscribe_AndUnsubscribe_AreToldToOthers()
    {
        await using NativeClient watcher = await WatchAsync(Room());
        await using NativeClient client = await _edge.SubscribeAsync(Room(), MessagingEdge.Token("ann", "\"info\":{\"n\":1}"));

        Push join = await watcher.PushAsync();
        await client.CallAsync("unsubscribe", $"{{\"channel\":\"{Room()}\"}}");
        Push leave = await watcher.PushAsync();

        Assert.Equal(("join", client.Id, "leave", client.Id), (join.Kind, join.Member, leave.Kind, leave.Member));
        Assert.Equal(("ann", """{"n":1}"""), (join.Body.GetProperty("info").Text("user"), join.Body.GetProperty("info").GetProperty("conn_info").GetRawText()));
        Assert.Equal([watcher.Id], await MembersAsync(watcher, Room()));
    }

    // Each time is a coming and a going of its own.
    [Fact]
    public async Task Subscribe_AgainInOneSession_IsPresentEachTime()
    {
        await using NativeClient watcher = await WatchAsync(Room());
        await using NativeClient client = await _edge.ConnectAsync(MessagingEdge.Token("ann"));
        for (int round = 0; round < 4; round++)
        {
            await client.SubscribeAsync(Room());
            Push join = await watcher.PushAsync();
            IReadOnlyList<string> during = await MembersAsync(watcher, Room());
            await client.CallAsync("unsubscribe", $"{{\"channel\":\"{Room()}\"}}");
            Push leave = await watcher.PushAsync();

            Assert.Equal(("join", client.Id, "leave", client.Id), (join.Kind, join.Member, leave.Kind, leave.Member));
            Assert.Contains(client.Id, during);
            Assert.Equal([watcher.Id], await MembersAsync(watcher, Room()));
        }
    }

    [Fact]
    public async Task Subscribe_AgainAtOnce_EndsPresent()
    {
        await using NativeClient watcher = await WatchAsync(Room());
        await using NativeClient client = await _edge.ConnectAsync(MessagingEdge.Token("ann"));
        string[] round = [$$$"""{"id":90,"subscribe":{"channel":"{{{Room()}}}"}}""", $$$"""{"id":91,"unsubscribe":{"channel":"{{{Room()}}}"}}"""];

        await client.SendAsync([round[0], round[1].Replace("91", "92", StringComparison.Ordinal), round[0].Replace("90", "93", StringComparison.Ordinal)]);
        Assert.Equal(0, (await client.ReplyAsync(93)).Error);

        await Wire.Bounded.UntilAsync(() => _edge.Hub.ChannelCount != 0, "the channel is there");
        List<string> told = [];
        while (told is not [.., "join"])
        {
            told.Add((await watcher.PushAsync()).Kind);
        }

        Assert.Contains(client.Id, await MembersAsync(watcher, Room()));
    }

    [Fact]
    public async Task Goodbye_OfAUser_IsALeaveAtOnce()
    {
        await using NativeClient watcher = await WatchAsync(Room());
        await using NativeClient client = await _edge.SubscribeAsync(Room(), MessagingEdge.Token("ann"));
        Assert.Equal("join", (await watcher.PushAsync()).Kind);

        await client.LeaveAsync();

        Push leave = await watcher.PushAsync();
        Assert.Equal(("leave", client.Id), (leave.Kind, leave.Member));
    }

    [Fact]
    public async Task Loss_OfAnAnonymousClient_IsALeaveAtOnce()
    {
        await using NativeClient watcher = await WatchAsync(Room());
        await using NativeClient client = await _edge.SubscribeAsync(Room());
        Assert.Equal("join", (await watcher.PushAsync()).Kind);

        client.Vanish();

        Push leave = await watcher.PushAsync();
        Assert.Equal(("leave", client.Id), (leave.Kind, leave.Member));
    }

    // A client that the edge ended for good does not come back.
    [Fact]
    public async Task Disconnect_ThatDoesNotReconnect_IsALeaveAtOnce()
    {
        await using NativeClient watcher = await WatchAsync(Room());
        await using NativeClient client = await _edge.SubscribeAsync(Room(), MessagingEdge.Token("ann"));
        Assert.Equal("join", (await watcher.PushAsync()).Kind);

        await client.SendAsync("nonsense");

        Assert.Equal(3501, (await client.ClosedAsync()).Code);
        Assert.Equal("leave", (await watcher.PushAsync()).Kind);
    }

    [Fact]
    public async Task ManyClients_ComingAndGoing_LeaveNobodyBehind()
    {
        const int Count = 60;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(async i =>
        {
            await using NativeClient client = await _edge.ConnectAsync(i % 2 == 0 ? null : MessagingEdge.Token("user" + (i % 5)));
            for (int round = 0; round < 3; round++)
            {
                await client.SubscribeAsync(Room());
                await client.CallAsync("unsubscribe", $"{{\"channel\":\"{Room()}\"}}");
            }

            await client.SubscribeAsync(Room());
            await client.LeaveAsync();
        }));

        await using NativeClient watcher = await _edge.ConnectAsync();
        IReadOnlyList<string> members = await MembersAsync(watcher, Room());
        for (int i = 0; members.Count != 0 && i < 1000; i++)
        {
            members = await MembersAsync(watcher, Room());
        }

        Assert.Empty(members);
    }

    private async Task<NativeClient> WatchAsync(string room)
    {
        NativeClient watcher = await _edge.SubscribeAsync(room);
        Push own = await watcher.PushAsync();
        Assert.Equal(("join", watcher.Id), (own.Kind, own.Member));
        return watcher;
    }

    private static async Task<IReadOnlyList<string>> MembersAsync(NativeClient client, string room) =>
        [.. (await client.CallAsync("presence", $"{{\"channel\":\"{room}\"}}")).Result.GetProperty("presence").EnumerateObject().Select(static m => m.Name)];
}
