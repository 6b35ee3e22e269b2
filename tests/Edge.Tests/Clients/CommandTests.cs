using System.Text.Json;
using Stratus.Realtime.Edge.Tests.Clients.Native;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Every command, as a good client sends it.</summary>
public sealed class CommandTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    private readonly MessagingEdge _edge = fixture.Edge;

    private static string Channel([System.Runtime.CompilerServices.CallerMemberName] string name = "") => "open:" + name;

    [Fact]
    public async Task Connect_Anonymous_IsToldItsIdAndThePings()
    {
        await using NativeClient client = await _edge.OpenAsync();

        JsonElement result = (await client.CallAsync("connect", """{"name":"test","version":"1","data":{"a":1},"headers":{"x":"y"}}""")).Result;

        Assert.True(Guid.TryParse(result.Text("client"), out _));
        Assert.Equal((25, true), (result.Number("ping"), result.Flag("pong")));
        Assert.NotEqual("", result.Text("session"));
        Assert.Equal(_edge.Hub.Edge, result.Text("node"));
        Assert.NotEqual("", result.Text("version"));
        Assert.False(result.Has("expires") || result.Has("ttl") || result.Has("subs") || result.Has("data"));
    }

    [Fact]
    public async Task Subscribe_ChannelWithHistory_IsToldItsPosition()
    {
        (string epoch, long offset) = await _edge.PublishAsync(Channel(), "1");
        await using NativeClient client = await _edge.ConnectAsync();

        JsonElement result = (await client.SubscribeAsync(Channel(), "\"positioned\":true,\"recoverable\":true,\"join_leave\":true,\"data\":{}")).Result;

        Assert.Equal((epoch, offset), (result.Text("epoch"), result.Number("offset")));
        Assert.True(result.Flag("positioned") && result.Flag("recoverable"));
        Assert.False(result.Has("publications") || result.Has("recovered") || result.Has("was_recovering") || result.Has("expires"));
    }

    [Fact]
    public async Task Subscribe_ChannelWithoutHistory_HasNoPosition()
    {
        await using NativeClient client = await _edge.ConnectAsync();
        await using NativeClient other = await _edge.ConnectAsync();

        JsonElement result = (await client.SubscribeAsync("live:a")).Result;
        await other.PublishAsync("live:a", "7");

        Assert.False(result.Has("epoch") || result.Has("offset") || result.Has("positioned") || result.Has("recoverable"));
        Push push = await client.PushAsync();
        Assert.Equal(("pub", "7"), (push.Kind, push.Body.GetProperty("data").GetRawText()));
        Assert.False(push.Body.Has("offset"));
    }

    [Fact]
    public async Task Publish_ToSubscribers_ReachesAllWithOffsetAndInfo()
    {
        await using NativeClient publisher = await _edge.SubscribeAsync(Channel(), MessagingEdge.Token("ann", "\"info\":{\"name\":\"Ann\"}"));
        await using NativeClient reader = await _edge.SubscribeAsync(Channel());

        await publisher.PublishAsync(Channel(), """{"text":"hi"}""");

        foreach (NativeClient client in (NativeClient[])[publisher, reader])
        {
            Push push = await client.PushAsync();
            Assert.Equal((Channel(), "pub"), (push.Channel, push.Kind));
            Assert.Equal((1, """{"text":"hi"}"""), (push.Body.Number("offset"), push.Body.GetProperty("data").GetRawText()));
            JsonElement info = push.Body.GetProperty("info");
            Assert.Equal(("ann", publisher.Id), (info.Text("user"), info.Text("client")));
            Assert.Equal("""{"name":"Ann"}""", info.GetProperty("conn_info").GetRawText());
            Assert.InRange(push.Body.Number("time"), 1, long.MaxValue);
        }
    }

    [Fact]
    public async Task Publish_ByTheServer_HasNoInfo()
    {
        await using NativeClient client = await _edge.SubscribeAsync(Channel());

        await _edge.CallAsync("publish", $$$"""{"channel":"{{{Channel()}}}","data":[1,2],"tags":{"k":"v"}}""");

        Push push = await client.PushAsync();
        Assert.Equal("[1,2]", push.Body.GetProperty("data").GetRawText());
        Assert.Equal("v", push.Body.GetProperty("tags").Text("k"));
        Assert.False(push.Body.Has("info"));
    }

    // "Absent means zero" is not for payloads.
    [Theory]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\\u0000\\ud83d\\ude00\"")]
    [InlineData("1e400")]
    [InlineData("""{"a":{"b":[1,{"c":"\u2028"}]},"a":2}""")]
    public async Task Publish_AnyJsonValue_ComesAsItWasSent(string data)
    {
        await using NativeClient client = await _edge.SubscribeAsync("live:values");

        await client.PublishAsync("live:values", data);

        Assert.Equal(data, await client.PublicationAsync());
    }

    [Fact]
    public async Task Unsubscribe_EndsDeliveries()
    {
        await using NativeClient client = await _edge.SubscribeAsync(Channel());
        await using NativeClient reader = await _edge.SubscribeAsync(Channel());

        Reply reply = await client.CallAsync("unsubscribe", $"{{\"channel\":\"{Channel()}\"}}");
        await client.PublishAsync(Channel(), "1");

        Assert.Equal("{}", reply.Result.GetRawText());
        Assert.Equal("1", await reader.PublicationAsync());
        Assert.Empty(await client.PushesSoFarAsync());
    }

    [Fact]
    public async Task Unsubscribe_WithoutSubscription_IsDone()
    {
        await using NativeClient client = await _edge.ConnectAsync();

        Assert.Equal("{}", (await client.CallAsync("unsubscribe", """{"channel":"open:never"}""")).Result.GetRawText());
    }

    [Fact]
    public async Task Presence_Asked_ListsEveryMember()
    {
        await using NativeClient one = await _edge.SubscribeAsync("room:list", MessagingEdge.Token("ann", "\"info\":{\"n\":1}"));
        await using NativeClient two = await _edge.SubscribeAsync("room:list", MessagingEdge.Token("ann"));
        await using NativeClient three = await _edge.SubscribeAsync("room:list");

        JsonElement members = (await three.CallAsync("presence", """{"channel":"room:list"}""")).Result.GetProperty("presence");
        JsonElement stats = (await three.CallAsync("presence_stats", """{"channel":"room:list"}""")).Result;

        Assert.Equal(new[] { one.Id, two.Id, three.Id }.Order(), members.EnumerateObject().Select(static m => m.Name).Order());
        JsonElement first = members.GetProperty(one.Id);
        Assert.Equal(("ann", one.Id, """{"n":1}"""), (first.Text("user"), first.Text("client"), first.GetProperty("conn_info").GetRawText()));
        Assert.Equal("", members.GetProperty(three.Id).Text("user"));
        Assert.Equal((3, 2), (stats.Number("num_clients"), stats.Number("num_users")));
    }

    [Theory]
    [InlineData("", new long[0])] // no limit: only the position
    [InlineData("\"limit\":-1", new long[] { 1, 2, 3, 4, 5 })]
    [InlineData("\"limit\":2", new long[] { 1, 2 })]
    [InlineData("\"limit\":2,\"reverse\":true", new long[] { 5, 4 })]
    [InlineData("\"limit\":-1,\"since\":{\"offset\":3}", new long[] { 4, 5 })]
    [InlineData("\"limit\":-1,\"since\":{\"offset\":3},\"reverse\":true", new long[] { 2, 1 })]
    [InlineData("\"limit\":-1,\"since\":{\"offset\":5}", new long[0])]
    [InlineData("\"limit\":-1,\"since\":{\"offset\":9},\"reverse\":true", new long[] { 5, 4, 3, 2, 1 })]
    public async Task History_Asked_ReturnsThatPart(string fields, long[] offsets)
    {
        const string Stream = "open:history";
        if ((await _edge.CallAsync("history", $"{{\"channel\":\"{Stream}\"}}")).Number("offset") == 0)
        {
            for (int i = 1; i <= 5; i++)
            {
                await _edge.PublishAsync(Stream, $"{i}");
            }
        }

        await using NativeClient client = await _edge.ConnectAsync();
        Reply reply = await client.CallAsync("history", $"{{\"channel\":\"{Stream}\"{(fields.Length == 0 ? "" : "," + fields)}}}");

        Assert.Equal(offsets, reply.Offsets);
        Assert.Equal(5, reply.Result.Number("offset"));
        Assert.NotEqual("", reply.Result.Text("epoch"));
    }

    [Theory]
    [InlineData("""{"epoch":"other","offset":1}""")]
    [InlineData("""{"offset":1}""")] // above the top
    public async Task History_SinceNoPositionOfTheStream_IsUnrecoverable(string since)
    {
        await using NativeClient client = await _edge.ConnectAsync();

        Assert.Equal(112, (await client.CallAsync("history", $"{{\"channel\":\"open:other\",\"limit\":-1,\"since\":{since}}}")).Error);
    }

    [Fact]
    public async Task Send_AnyData_HasNoReply()
    {
        await using NativeClient client = await _edge.ConnectAsync();

        await client.SendAsync("""{"send":{"data":{"x":1}}}""", """{"id":77,"publish":{"channel":"open:send","data":1}}""");

        Assert.Equal(77, (await client.ReceiveAsync()).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Subscribe_Recovering_GetsExactlyWhatItMissed()
    {
        (string epoch, _) = await _edge.PublishAsync(Channel(), "1");
        for (int i = 2; i <= 5; i++)
        {
            await _edge.PublishAsync(Channel(), $"{i}");
        }

        await using NativeClient client = await _edge.ConnectAsync();
        Reply reply = await client.RecoverAsync(Channel(), epoch, 2);
        await _edge.PublishAsync(Channel(), "6");

        Assert.True(reply.Result.Flag("recovered") && reply.Result.Flag("was_recovering"));
        Assert.Equal([3, 4, 5], reply.Offsets);
        Assert.Equal(2, reply.Result.Number("offset")); // the SDK moves on with the publications
        Assert.Equal(6, (await client.PushAsync()).Body.Number("offset"));
    }

    [Theory]
    [InlineData("other", 1)]
    [InlineData("", 1)]
    [InlineData(null, 9)]
    public async Task Subscribe_FromAPositionThatIsNone_IsNotRecovered(string? epoch, long offset)
    {
        string channel = $"open:norecovery-{epoch}-{offset}"; // this edge has not met it: it asks where it is
        (string real, long top) = await _edge.PublishAsync(channel, "1");
        await using NativeClient client = await _edge.ConnectAsync();

        Reply reply = await client.RecoverAsync(channel, epoch ?? real, offset + top);

        Assert.True(reply.Result.Flag("was_recovering"));
        Assert.False(reply.Result.Flag("recovered") || reply.Result.Has("publications"));
        Assert.Equal((real, top), (reply.Result.Text("epoch"), reply.Result.Number("offset")));
    }

    [Fact]
    public async Task Subscribe_AgainAndAgainInOneSession_WorksEachTime()
    {
        await using NativeClient client = await _edge.ConnectAsync();
        for (int round = 1; round <= 5; round++)
        {
            await client.SubscribeAsync(Channel());
            await client.PublishAsync(Channel(), $"{round}");
            Assert.Equal($"{round}", await client.PublicationAsync());
            await client.CallAsync("unsubscribe", $"{{\"channel\":\"{Channel()}\"}}");
        }
    }

    // What a client does in a row happens in that order: the publication comes before the unsubscription.
    [Fact]
    public async Task Commands_InOneMessage_AreCarriedOutInOrder()
    {
        await using NativeClient reader = await _edge.SubscribeAsync(Channel());
        await using NativeClient client = await _edge.OpenAsync();

        await client.SendAsync(
            """{"connect":{},"id":1}""",
            $$$"""{"subscribe":{"channel":"{{{Channel()}}}"},"id":2}""",
            $$$"""{"publish":{"channel":"{{{Channel()}}}","data":"a"},"id":3}""",
            $$$"""{"publish":{"channel":"{{{Channel()}}}","data":"b"},"id":4}""",
            $$$"""{"unsubscribe":{"channel":"{{{Channel()}}}"},"id":5}""",
            """{"presence":{"channel":"room:empty"},"id":6}""");

        for (int id = 1; id <= 6; id++)
        {
            Assert.Equal(0, (await client.ReplyAsync(id)).Error);
        }

        Assert.Equal(("\"a\"", "\"b\""), (await reader.PublicationAsync(), await reader.PublicationAsync()));
    }

    [Fact]
    public async Task Replies_OfOneMessage_ComeTogether()
    {
        await using NativeClient client = await _edge.ConnectAsync();
        int before = client.Messages.All;

        await client.SendAsync([.. Enumerable.Range(100, 20).Select(static id => NativeClient.Command(id, "presence", """{"channel":"room:empty"}"""))]);
        for (int id = 100; id < 120; id++)
        {
            Assert.Equal(0, (await client.ReplyAsync(id)).Error);
        }

        Assert.Equal(1, client.Messages.All - before);
    }
}
