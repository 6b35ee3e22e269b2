using System.Text.Json;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Proxies;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Subscriptions that the server makes: by the connection token, by the application, by the API.</summary>
public sealed class ServerSideSubscriptionTests
{
    private const string Channels = "\"channels\":[\"open:a\",\"room:b\"]";

    [Fact]
    public async Task Connect_TokenWithChannels_IsSubscribedToThem()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        (string epoch, _) = await edge.PublishAsync("open:a", "1");
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.ConnectAsync(MessagingEdge.Token("ann", Channels));
        await edge.PublishAsync("open:a", "2");
        Push publication = await NextAsync(client, "pub");

        JsonElement subs = reply.Result.GetProperty("subs");
        Assert.Equal(["open:a", "room:b"], subs.EnumerateObject().Select(static s => s.Name).Order());
        JsonElement sub = subs.GetProperty("open:a");
        Assert.Equal((epoch, 1, true, true), (sub.Text("epoch"), sub.Number("offset"), sub.Flag("recoverable"), sub.Flag("positioned")));
        Assert.Equal(("open:a", 2), (publication.Channel, publication.Body.Number("offset")));
        Assert.Equal(1, (await client.CallAsync("presence_stats", """{"channel":"room:b"}""")).Result.Number("num_clients"));
    }

    // The options of the namespace do not matter: the server said so.
    [Fact]
    public async Task Connect_TokenWithSubs_HasTheirInfoAndData()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(MessagingEdge.Namespace("closed", "Subscribe=Nobody", "Presence=true", "ReadPresence=Token"));
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.ConnectAsync(MessagingEdge.Token("ann", """ "subs":{"closed:a":{"info":{"role":"x"},"data":{"hello":1}}} """));
        Reply presence = await client.CallAsync("presence", """{"channel":"closed:a"}""");

        Assert.Equal("""{"hello":1}""", reply.Result.GetProperty("subs").GetProperty("closed:a").GetProperty("data").GetRawText());
        Assert.Equal("""{"role":"x"}""", presence.Result.GetProperty("presence").GetProperty(client.Id).GetProperty("chan_info").GetRawText());
    }

    [Fact]
    public async Task Connect_WithPositions_RecoversEachChannel()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        (string epoch, _) = await edge.PublishAsync("open:a", "1");
        (string otherEpoch, _) = await edge.PublishAsync("room:b", "1");
        await edge.PublishAsync("open:a", "2");
        await edge.PublishAsync("open:a", "3");
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.ConnectAsync(
            MessagingEdge.Token("ann", Channels),
            $$$"""{"open:a":{"recover":true,"epoch":"{{{epoch}}}","offset":1},"room:b":{"recover":true,"epoch":"other","offset":1},"open:not-mine":{"recover":true,"epoch":"x","offset":1}}""");
        await edge.PublishAsync("open:a", "4");

        JsonElement subs = reply.Result.GetProperty("subs");
        JsonElement recovered = subs.GetProperty("open:a");
        Assert.Equal((true, true, 1), (recovered.Flag("was_recovering"), recovered.Flag("recovered"), recovered.Number("offset")));
        Assert.Equal([2, 3], recovered.GetProperty("publications").EnumerateArray().Select(static p => p.Number("offset")));
        JsonElement lost = subs.GetProperty("room:b");
        Assert.Equal((true, false, otherEpoch, 1), (lost.Flag("was_recovering"), lost.Flag("recovered"), lost.Text("epoch"), lost.Number("offset")));
        Assert.False(subs.Has("open:not-mine"));
        Assert.Equal(4, (await NextAsync(client, "pub")).Body.Number("offset"));
    }

    [Theory]
    [InlineData("unknown:a", 102)]
    [InlineData("open:\\u00e9", 107)]
    [InlineData("", 107)]
    public async Task Connect_TokenWithAChannelThatCannotBe_IsRefusedAndMayTryAgain(string channel, int error)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.CallAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", $"\"channels\":[\"open:a\",\"{channel}\"]")}\"}}");
        await client.ConnectAsync(MessagingEdge.Token("ann"));

        Assert.Equal(error, reply.Error);
        await edge.PublishAsync("open:a", "1");
        Assert.Empty(await client.PushesSoFarAsync());
    }

    [Fact]
    public async Task Connect_ByTheApplication_IsWhoItSays()
    {
        ManualTime time = new();
        await using Backend application = await Backend.StartAsync(
            """{"result":{"user":"ann","info":{"i":1},"data":{"d":1},"expire_at":END,"channels":["open:a"],"subs":{"room:b":{"info":{"c":1},"data":{"e":1}}}}}"""
                .Replace("END", $"{SessionTokenTests.In(time, 60)}", StringComparison.Ordinal));
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, "--Proxy:Connect:Url=" + application.Url, "--Proxy:TimeLimit=00:00:10");
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.ConnectAsync();
        Reply presence = await client.CallAsync("presence", """{"channel":"room:b"}""");

        Assert.Equal(("""{"d":1}""", 60), (reply.Result.GetProperty("data").GetRawText(), reply.Result.Number("ttl")));
        Assert.Equal("""{"e":1}""", reply.Result.GetProperty("subs").GetProperty("room:b").GetProperty("data").GetRawText());
        JsonElement member = presence.Result.GetProperty("presence").GetProperty(client.Id);
        Assert.Equal(("ann", """{"i":1}""", """{"c":1}"""), (member.Text("user"), member.GetProperty("conn_info").GetRawText(), member.GetProperty("chan_info").GetRawText()));
        Assert.Contains("\"protocol\":\"json\"", Assert.Single(application.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_ServerSide_ClosesTheConnection()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));
        await edge.CallAsync("subscribe", $"{{\"user\":\"ann\",\"channel\":\"open:a\",\"expire_at\":{SessionTokenTests.In(time, 10)}}}");
        Assert.Equal("subscribe", (await client.PushAsync()).Kind);

        await SessionTokenTests.SurviveAsync(client, time, TimeSpan.FromSeconds(34.9));
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal((3006, "subscription expired"), await client.ClosedAsync());
    }

    private static async Task<Push> NextAsync(NativeClient client, string kind)
    {
        Push push = await client.PushAsync();
        while (push.Kind != kind)
        {
            push = await client.PushAsync();
        }

        return push;
    }
}
