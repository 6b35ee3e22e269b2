using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Tokens;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Subscription tokens from the subscribe command to the end of the subscription.</summary>
public sealed class SubscriptionTokenSessionTests
{
    private static readonly string[] Namespace = MessagingEdge.Namespace("closed", "HistorySize=10", "Presence=true", "ReadPresence=Token");

    [Fact]
    public async Task Subscribe_GoodToken_HasItsInfoAndItsEnd()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, Namespace);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));

        Reply reply = await client.SubscribeAsync("closed:a", Field(MessagingEdge.Token("ann", "closed:a", $"\"info\":{{\"seat\":1}},\"exp\":{SessionTokenTests.In(time, 30)}")));
        Reply presence = await client.CallAsync("presence", """{"channel":"closed:a"}""");

        Assert.Equal((true, 30), (reply.Result.Flag("expires"), reply.Result.Number("ttl")));
        Assert.Equal("""{"seat":1}""", presence.Result.GetProperty("presence").GetProperty(client.Id).GetProperty("chan_info").GetRawText());
    }

    [Theory]
    [InlineData("x", 103)]
    [InlineData("secret", 103)]
    [InlineData("connection", 103)]
    [InlineData("expired", 109)]
    [InlineData("channel", 3500)]
    [InlineData("user", 3500)]
    public async Task Subscribe_BadToken_IsRefusedAsItDeserves(string kind, int code)
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, Namespace);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        string token = kind switch
        {
            "secret" => TokenMaker.Sign("""{"sub":"ann","channel":"closed:a"}""", secret: new string('y', 64)),
            "connection" => MessagingEdge.Token("ann"),
            "expired" => MessagingEdge.Token("ann", "closed:a", $"\"exp\":{SessionTokenTests.In(time, -1)}"),
            "channel" => MessagingEdge.Token("ann", "closed:b", ""),
            "user" => MessagingEdge.Token("bob", "closed:a", ""),
            _ => kind,
        };

        int id = await client.BeginAsync("subscribe", $"{{\"channel\":\"closed:a\",{Field(token)}}}");

        Assert.Equal(code, code < 3000 ? (await client.ReplyAsync(id)).Error : (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Subscription_NotRefreshed_EndsAfterTheGraceAndTheSessionGoesOn()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, Namespace);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await client.SubscribeAsync("closed:a", Field(MessagingEdge.Token("ann", "closed:a", $"\"exp\":{SessionTokenTests.In(time, 10)}")));
        await client.SubscribeAsync("open:b");

        await SessionTokenTests.SurviveAsync(client, time, TimeSpan.FromSeconds(34.9));
        Assert.Equal(0, (await client.CallAsync("presence", """{"channel":"closed:a"}""")).Error);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Push push = await client.PushAsync();
        Assert.Equal(("closed:a", "unsubscribe", 2501, "expired"), (push.Channel, push.Kind, push.Body.Number("code"), push.Body.Text("reason")));
        await edge.PublishAsync("closed:a", "1");
        await edge.PublishAsync("open:b", "2");
        Assert.Equal("2", await client.PublicationAsync());
        Assert.Equal(103, (await client.CallAsync("presence", """{"channel":"closed:a"}""")).Error);
    }

    [Fact]
    public async Task SubRefresh_GoodToken_GivesTheSubscriptionANewEnd()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, Namespace);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await client.SubscribeAsync("closed:a", Field(MessagingEdge.Token("ann", "closed:a", $"\"exp\":{SessionTokenTests.In(time, 10)}")));

        await SessionTokenTests.SurviveAsync(client, time, TimeSpan.FromSeconds(8));
        Reply reply = await SubRefreshAsync(client, MessagingEdge.Token("ann", "closed:a", $"\"exp\":{SessionTokenTests.In(time, 40)}"));
        await SessionTokenTests.SurviveAsync(client, time, TimeSpan.FromSeconds(64));
        await edge.PublishAsync("closed:a", "1");
        Assert.Equal("1", await client.PublicationAsync());
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((true, 40), (reply.Result.Flag("expires"), reply.Result.Number("ttl")));
        Assert.Equal("unsubscribe", (await client.PushAsync()).Kind);
    }

    [Theory]
    [InlineData("x", 103)]
    [InlineData("expired", 109)]
    [InlineData("channel", 3500)]
    [InlineData("user", 3500)]
    public async Task SubRefresh_BadToken_IsRefusedAsItDeserves(string kind, int code)
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, Namespace);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await client.SubscribeAsync("closed:a", Field(MessagingEdge.Token("ann", "closed:a", "")));
        string token = kind switch
        {
            "expired" => MessagingEdge.Token("ann", "closed:a", $"\"exp\":{SessionTokenTests.In(time, -1)}"),
            "channel" => MessagingEdge.Token("ann", "closed:b", ""),
            "user" => MessagingEdge.Token("bob", "closed:a", ""),
            _ => kind,
        };

        int id = await client.BeginAsync("sub_refresh", $"{{\"channel\":\"closed:a\",{Field(token)}}}");

        Assert.Equal(code, code < 3000 ? (await client.ReplyAsync(id)).Error : (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task SubRefresh_WithoutSubscription_IsDenied()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Namespace);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));

        Assert.Equal(103, (await SubRefreshAsync(client, MessagingEdge.Token("ann", "closed:a", ""))).Error);
    }

    private static string Field(string token) => $"\"token\":\"{token}\"";

    private static Task<Reply> SubRefreshAsync(NativeClient client, string token) =>
        client.CallAsync("sub_refresh", $"{{\"channel\":\"closed:a\",{Field(token)}}}");
}
