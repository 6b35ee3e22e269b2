using System.Text.Json;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>What the server API tells the sessions of a user.</summary>
public sealed class UserCommandTests
{
    [Fact]
    public async Task Disconnect_User_EndsAllOfItsSessionsAndNoOthers()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient one = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await using NativeClient two = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await using NativeClient other = await edge.ConnectAsync(MessagingEdge.Token("bob"));

        await edge.CallAsync("disconnect", """{"user":"ann"}""");

        Assert.Equal((3503, "force disconnect"), await one.ClosedAsync());
        Assert.Equal((3503, "force disconnect"), await two.ClosedAsync());
        Assert.Empty(await other.PushesSoFarAsync());
    }

    [Fact]
    public async Task Disconnect_OneClientWithACode_EndsThatOneWithIt()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient one = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await using NativeClient two = await edge.ConnectAsync(MessagingEdge.Token("ann"));

        await edge.CallAsync("disconnect", $$$"""{"user":"ann","client":"{{{one.Id}}}","disconnect":{"code":4321,"reason":"moved"}}""");

        Assert.Equal((4321, "moved"), await one.ClosedAsync());
        Assert.Empty(await two.PushesSoFarAsync());
    }

    [Fact]
    public async Task Subscribe_User_PushesTheSubscriptionAndThenDelivers()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        (string epoch, long offset) = await edge.PublishAsync("room:a", "1");
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));

        await edge.CallAsync("subscribe", """{"user":"ann","channel":"room:a","info":{"x":1}}""");
        Push subscribe = await client.PushAsync();
        Assert.Equal(("room:a", "subscribe"), (subscribe.Channel, subscribe.Kind));
        await edge.PublishAsync("room:a", "2");

        Assert.Equal((epoch, offset), (subscribe.Body.Text("epoch"), subscribe.Body.Number("offset")));
        Assert.True(subscribe.Body.Flag("recoverable") && subscribe.Body.Flag("positioned"));
        List<string> then = [(await client.PushAsync()).Kind, (await client.PushAsync()).Kind];
        Assert.Equal(["join", "pub"], then.Order());
        JsonElement presence = (await client.CallAsync("presence", """{"channel":"room:a"}""")).Result.GetProperty("presence");
        Assert.Equal("""{"x":1}""", presence.GetProperty(client.Id).GetProperty("chan_info").GetRawText());
    }

    [Fact]
    public async Task Subscribe_UserThatIsSubscribed_ChangesNothing()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await client.SubscribeAsync("open:a");

        await edge.CallAsync("subscribe", """{"user":"ann","channel":"open:a"}""");
        await edge.PublishAsync("open:a", "1");

        Assert.Equal("1", await client.PublicationAsync());
        Assert.Empty(await client.PushesSoFarAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unsubscribe_User_PushesItAndEndsDeliveries(bool isServerSide)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        if (isServerSide)
        {
            await edge.CallAsync("subscribe", """{"user":"ann","channel":"open:a"}""");
            Assert.Equal("subscribe", (await client.PushAsync()).Kind);
        }
        else
        {
            await client.SubscribeAsync("open:a");
        }

        await edge.CallAsync("unsubscribe", """{"user":"ann","channel":"open:a"}""");
        await edge.CallAsync("unsubscribe", """{"user":"ann","channel":"open:a"}"""); // nothing left to do
        await edge.PublishAsync("open:a", "1");

        Push push = await client.PushAsync();
        Assert.Equal(("open:a", "unsubscribe", 2000, "server unsubscribe"), (push.Channel, push.Kind, push.Body.Number("code"), push.Body.Text("reason")));
        Assert.Empty(await client.PushesSoFarAsync());
        await client.SubscribeAsync("open:a");
    }

    [Fact]
    public async Task Refresh_User_SetsAnotherEndAndSaysSo()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));

        await edge.CallAsync("refresh", $"{{\"user\":\"ann\",\"expire_at\":{SessionTokenTests.In(time, 20)}}}");

        Push push = await client.PushAsync();
        Assert.Equal(("refresh", true, 20), (push.Kind, push.Body.Flag("expires"), push.Body.Number("ttl")));
        await SessionTokenTests.SurviveAsync(client, time, TimeSpan.FromSeconds(44.9));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((3005, "connection expired"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Refresh_UserWithoutAnEnd_LetsItLive()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{SessionTokenTests.In(time, 10)}"));

        await edge.CallAsync("refresh", """{"user":"ann"}""");

        Push push = await client.PushAsync();
        Assert.Equal(("refresh", false), (push.Kind, push.Body.Has("ttl")));
        await SessionTokenTests.SurviveAsync(client, time, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Refresh_Expired_EndsTheSession()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));

        await edge.CallAsync("refresh", """{"user":"ann","expired":true}""");

        Assert.Equal((3005, "connection expired"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Commands_ForNobody_AreDone()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();

        foreach (string method in (string[])["disconnect", "subscribe", "unsubscribe", "refresh"])
        {
            await edge.CallAsync(method, """{"user":"nobody","channel":"open:a"}""");
        }
    }
}
