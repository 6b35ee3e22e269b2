using Stratus.Realtime.Edge.Tests.Clients.Native;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Who may do what, for each access that a namespace may give.</summary>
public sealed class PermissionTests(PermissionTests.Fixture fixture) : IClassFixture<PermissionTests.Fixture>
{
    private const int Allowed = 0;
    private const int Denied = 103;

    private readonly MessagingEdge _edge = fixture.Edge;

    [Theory]
    [InlineData("Nobody", "anonymous", Denied)]
    [InlineData("Nobody", "user", Denied)]
    [InlineData("Nobody", "token", Allowed)] // a token for the channel always suffices
    [InlineData("Token", "anonymous", Denied)]
    [InlineData("Token", "user", Denied)]
    [InlineData("Token", "token", Allowed)]
    [InlineData("Users", "anonymous", Denied)]
    [InlineData("Users", "user", Allowed)]
    [InlineData("Users", "token", Allowed)]
    [InlineData("Anyone", "anonymous", Allowed)]
    [InlineData("Anyone", "user", Allowed)]
    [InlineData("Anyone", "token", Allowed)]
    public async Task Subscribe_ByEachKindOfClient_IsAsTheNamespaceSays(string access, string who, int error)
    {
        string channel = $"sub-{access}:a";
        await using NativeClient client = await _edge.ConnectAsync(who == "anonymous" ? null : MessagingEdge.Token("ann"));
        string token = who == "token" ? $",\"token\":\"{MessagingEdge.Token("ann", channel, "")}\"" : "";

        Assert.Equal(error, (await client.CallAsync("subscribe", $"{{\"channel\":\"{channel}\"{token}}}")).Error);
    }

    public static TheoryData<string, string, int> Others => new()
    {
        { "Nobody", "anonymous", Denied },
        { "Nobody", "user", Denied },
        { "Nobody", "subscribed anonymous", Denied },
        { "Nobody", "subscribed user", Denied },
        { "Nobody", "subscribed token", Denied },
        { "Token", "anonymous", Denied },
        { "Token", "user", Denied },
        { "Token", "subscribed anonymous", Denied },
        { "Token", "subscribed user", Denied },
        { "Token", "subscribed token", Allowed },
        { "Token", "subscribed server", Allowed }, // the server said so
        { "Subscribers", "anonymous", Denied },
        { "Subscribers", "user", Denied },
        { "Subscribers", "subscribed anonymous", Allowed },
        { "Subscribers", "subscribed user", Allowed },
        { "Subscribers", "subscribed token", Allowed },
        { "Subscribers", "unsubscribed user", Denied },
        { "Users", "anonymous", Denied },
        { "Users", "user", Allowed },
        { "Users", "subscribed anonymous", Denied },
        { "Users", "subscribed user", Allowed },
        { "Anyone", "anonymous", Allowed },
        { "Anyone", "user", Allowed },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task OtherCommands_ByEachKindOfClient_AreAsTheNamespaceSays(string access, string who, int error)
    {
        foreach ((string option, string[] methods) in ((string, string[])[])[("pub", ["publish"]), ("history", ["history"]), ("presence", ["presence", "presence_stats"])])
        {
            string channel = $"{option}-{access}:a";
            await using NativeClient client = await MakeAsync(who, channel);
            foreach (string method in methods)
            {
                Assert.Equal((method, error), (method, (await client.CallAsync(method, $"{{\"channel\":\"{channel}\",\"data\":1}}")).Error));
            }
        }
    }

    public static TheoryData<string, string> Methods => new(
        from method in (string[])["subscribe", "publish", "history", "presence", "presence_stats"]
        from channel in (string[])["", "unknown:a", "open:" + new string('a', 251), "open:a\\u0007", "open:\\u00e9", "open:\\n"]
        select (method, channel));

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task AnyCommand_OfAChannelThatCannotBe_IsRefused(string method, string channel)
    {
        await using NativeClient client = await _edge.ConnectAsync();

        Reply reply = await client.CallAsync(method, $"{{\"channel\":\"{channel}\",\"data\":1}}");

        Assert.Equal(channel == "unknown:a" ? 102 : 107, reply.Error);
    }

    [Fact]
    public async Task Commands_WithoutAChannel_AreBadRequests()
    {
        await using NativeClient client = await _edge.ConnectAsync();
        foreach (string method in (string[])["subscribe", "publish", "history", "presence", "presence_stats"])
        {
            Assert.Equal((method, 107), (method, (await client.CallAsync(method, "{}")).Error));
        }
    }

    [Fact]
    public async Task Publish_WithoutData_IsABadRequest()
    {
        await using NativeClient client = await _edge.ConnectAsync();

        Assert.Equal(107, (await client.CallAsync("publish", """{"channel":"open:a"}""")).Error);
    }

    [Fact]
    public async Task Channel_WithoutHistoryOrPresence_SaysThatItHasNone()
    {
        await using NativeClient client = await _edge.ConnectAsync();

        Assert.Equal(108, (await client.CallAsync("history", """{"channel":"live:a"}""")).Error);
        Assert.Equal(108, (await client.CallAsync("presence", """{"channel":"live:a"}""")).Error);
        Assert.Equal(108, (await client.CallAsync("presence_stats", """{"channel":"live:a"}""")).Error);
    }

    [Fact]
    public async Task Channel_WithoutANamespace_HasTheDefaultOptions()
    {
        await using NativeClient client = await _edge.ConnectAsync(MessagingEdge.Token("ann"));

        Assert.Equal(103, (await client.CallAsync("subscribe", """{"channel":"plain"}""")).Error); // the default is Token
        await client.SubscribeAsync("plain", $"\"token\":\"{MessagingEdge.Token("ann", "plain", "")}\"");
    }

    [Fact]
    public async Task Subscribe_Twice_IsRefused()
    {
        await using NativeClient client = await _edge.SubscribeAsync("open:twice");

        Assert.Equal(105, (await client.CallAsync("subscribe", """{"channel":"open:twice"}""")).Error);
    }

    [Fact]
    public async Task Connect_AnonymousWhereItMayNot_IsUnauthorizedAndMayTryAgain()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Clients:AllowAnonymous=false");
        await using NativeClient client = await edge.OpenAsync();

        Assert.Equal(101, (await client.CallAsync("connect", "{}")).Error);
        await client.ConnectAsync(MessagingEdge.Token("ann"));
        await client.SubscribeAsync("open:a");
    }

    // As an SDK does that sends all of it in one message, or goes on before it has read the refusal.
    [Fact]
    public async Task Connect_Refused_WhatCameBehindItIsLeftUndone()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Clients:AllowAnonymous=false");
        await using NativeClient client = await edge.OpenAsync();

        await client.SendAsync("""{"id":101,"connect":{}}""", """{"id":102,"subscribe":{"channel":"open:a"}}""");
        Assert.Equal(101, (await client.ReplyAsync(101)).Error);
        await client.SendAsync("""{"id":103,"subscribe":{"channel":"open:a"}}""");
        await client.ConnectAsync(MessagingEdge.Token("ann"));
        await edge.PublishAsync("open:a", "1");

        Assert.Empty(await client.PushesSoFarAsync());
    }

    private async Task<NativeClient> MakeAsync(string who, string channel)
    {
        NativeClient client = await _edge.ConnectAsync(who.EndsWith("anonymous", StringComparison.Ordinal) ? null : MessagingEdge.Token("ann"));
        switch (who)
        {
            case "subscribed token":
                await client.SubscribeAsync(channel, $"\"token\":\"{MessagingEdge.Token("ann", channel, "")}\"");
                break;
            case "subscribed server":
                await _edge.CallAsync("subscribe", $$"""{"user":"ann","client":"{{client.Id}}","channel":"{{channel}}"}""");
                Assert.Equal("subscribe", (await client.PushAsync()).Kind);
                break;
            case "unsubscribed user":
                await client.SubscribeAsync(channel);
                await client.CallAsync("unsubscribe", $"{{\"channel\":\"{channel}\"}}");
                break;
            case var _ when who.StartsWith("subscribed", StringComparison.Ordinal):
                await client.SubscribeAsync(channel);
                break;
        }

        return client;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private static readonly string[] Accesses = ["Nobody", "Token", "Subscribers", "Users", "Anyone"];

        internal MessagingEdge Edge { get; private set; } = null!;

        // One namespace for each option with each access; in it, nobody may do anything else but subscribe.
        public async ValueTask InitializeAsync() => Edge = await MessagingEdge.StartAsync(
        [
            .. Accesses.Where(static a => a != "Subscribers").SelectMany(static a => MessagingEdge.Namespace("sub-" + a, "Subscribe=" + a)),
            .. from option in ((string, string)[])[("pub", "Publish"), ("history", "ReadHistory"), ("presence", "ReadPresence")]
               from access in Accesses
               from argument in MessagingEdge.Namespace(
                   $"{option.Item1}-{access}", "Subscribe=Anyone", "Publish=Nobody", "ReadHistory=Nobody", "ReadPresence=Nobody",
                   "HistorySize=10", "Presence=true", $"{option.Item2}={access}")
               select argument,
        ]);

        public ValueTask DisposeAsync() => Edge.DisposeAsync();
    }
}
