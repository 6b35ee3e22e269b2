using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

public sealed class ChannelMethodTests
{
    private static readonly ClientInfo Ann = new("ann", "c1") { ConnectionInfo = "{\"n\": 1}"u8.ToArray(), ChannelInfo = "null"u8.ToArray() };
    private static readonly ClientInfo Nobody = new("", "c\"2");

    [Fact]
    public async Task Presence_Asked_NamesEveryClient()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Members = [Ann, Nobody];

        Assert.Equal(
            """{"result":{"presence":{"c1":{"user":"ann","client":"c1","conn_info":{"n": 1},"chan_info":null},"c\"2":{"user":"","client":"c\"2"}}}}""",
            await api.AnswerAsync("presence", """{"channel":"chat:a"}"""));
    }

    [Fact]
    public async Task PresenceStats_Asked_CountsClientsAndDifferentUsers()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Members = [Ann, Ann with { Client = "c3" }, Nobody];

        Assert.Equal("""{"result":{"num_clients":3,"num_users":2}}""", await api.AnswerAsync("presence_stats", """{"channel":"chat:a"}"""));
    }

    [Fact]
    public async Task History_Asked_HoldsPublicationsAndThePosition()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.History = new HistoryResult(
            new Position("e", 5),
            [
                new Publication { Data = "{\"a\":  1}"u8.ToArray(), Offset = 4, Info = Ann, Tags = new Dictionary<string, string> { ["t"] = "ü" }, TimeMilliseconds = 99 },
                new Publication { Data = "null"u8.ToArray(), Offset = 5 },
            ],
            true);

        Assert.Equal(
            """{"result":{"publications":[{"data":{"a":  1},"offset":4,"info":{"user":"ann","client":"c1","conn_info":{"n": 1},"chan_info":null},"tags":{"t":"ü"},"time":99},{"data":null,"offset":5,"time":0}],"offset":5,"epoch":"e"}}""",
            await api.AnswerAsync("history", """{"channel":"chat:a","limit":10}"""));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(",\"limit\":0", 0)]
    [InlineData(",\"limit\":-1", 20)]
    [InlineData(",\"limit\":19", 19)]
    [InlineData(",\"limit\":20", 20)]
    [InlineData(",\"limit\":21", 20)]
    [InlineData(",\"limit\":2147483647", 20)]
    public async Task History_Limit_IsCapped(string limit, int asked)
    {
        await using ApiHost api = await ApiHost.StartAsync("Clients:Limits:MaxHistoryLimit=20");

        await api.AnswerAsync("history", $$"""{"channel":"chat:a"{{limit}}}""");

        HistoryRequest request = Assert.Single(api.Gateway.HistoryRequests).Request;
        Assert.Equal((asked, null, false), (request.Limit, request.Since, request.Reverse));
        Assert.Equal(16 << 20, request.MaxOctets);
    }

    [Fact]
    public async Task History_SinceAPosition_AsksForIt()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        await api.AnswerAsync("history", """{"channel":"chat:a","limit":5,"since":{"offset":3,"epoch":"e"},"reverse":true}""");

        HistoryRequest request = Assert.Single(api.Gateway.HistoryRequests).Request;
        Assert.Equal((5, new Position("e", 3), true), (request.Limit, request.Since, request.Reverse));
    }

    [Fact]
    public async Task History_SinceAnOffsetWithoutEpoch_MeansThePresentOne()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.History = new HistoryResult(new Position("now", 9), [], true);

        await api.AnswerAsync("history", """{"channel":"chat:a","limit":5,"since":{"offset":3}}""");

        Assert.Equal([null, new Position("now", 3)], api.Gateway.HistoryRequests.Select(r => r.Request.Since));
    }

    [Fact]
    public async Task History_SinceAnotherEpoch_IsError112()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.History = new HistoryResult(new Position("now", 9), [], false) { IsOtherEpoch = true };

        ApiReply reply = await api.AskAsync("history", """{"channel":"chat:a","limit":5,"since":{"offset":3,"epoch":"then"}}""");

        Assert.Equal((112, "unrecoverable position"), reply.Error);
    }

    [Theory]
    [InlineData(8, false, false)]
    [InlineData(9, false, false)]
    [InlineData(10, false, true)]
    [InlineData(10, true, false)]
    public async Task History_SinceAnOffsetAboveTheTop_IsError112Forward(int offset, bool reverse, bool isError)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.History = new HistoryResult(new Position("now", 9), [], false);

        ApiReply reply = await api.AskAsync(
            "history", $$$"""{"channel":"chat:a","limit":5,"since":{"offset":{{{offset}}},"epoch":"now"},"reverse":{{{(reverse ? "true" : "false")}}}}""");

        Assert.Equal(isError, reply.Body.Contains("\"code\":112", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HistoryRemove_Asked_RemovesIt()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        Assert.Equal("""{"result":{}}""", await api.AnswerAsync("history_remove", """{"channel":"chat:a"}"""));
        Assert.Equal(["chat:a"], api.Gateway.Removed);
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"pattern":""}""", "")]
    [InlineData("""{"pattern":"chat:*"}""", "chat:*")]
    public async Task Channels_Asked_ListsThemWithinBounds(string body, string pattern)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Channels = [new ChannelSummary("chat:a", 2), new ChannelSummary("b\\", 0)];

        Assert.Equal("""{"result":{"channels":{"chat:a":{"num_clients":2},"b\\":{"num_clients":0}}}}""", await api.AnswerAsync("channels", body));
        Assert.Equal((pattern, 10_000), api.Gateway.Listed);
    }

    [Fact]
    public async Task Info_Asked_DescribesEveryNode()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        Assert.Equal(
            """
            {"result":{"nodes":[{"uid":"edge-1","name":"node \"one\"","version":"1.2.3","num_clients":5,"num_users":4,"num_channels":3,"uptime":90},
            {"uid":"edge-2","name":"two","version":"1.2.3","num_clients":5,"num_users":4,"num_channels":3,"uptime":90}]}}
            """.ReplaceLineEndings(""),
            await api.AnswerAsync("info", "{}"));
    }
}
