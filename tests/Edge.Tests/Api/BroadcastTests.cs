using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

public sealed class BroadcastTests
{
    [Fact]
    public async Task Broadcast_ToSomeBadChannels_PublishesToTheOthersAndAnswersInOrder()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Faults["chat:down"] = new GatewayUnavailableException();
        api.Gateway.Faults["chat:full"] = new ChannelLimitException();

        string answer = await api.AnswerAsync("broadcast", """{"channels":["chat:a","x:b","","é","chat:down","chat:full"],"data":{"n":1}}""");

        Assert.Equal(
            """
            {"result":{"responses":[{"result":{"offset":1,"epoch":"e"}},{"error":{"code":102,"message":"unknown channel"}},
            {"error":{"code":107,"message":"bad request: a channel's name must be 1 to 255 printable ASCII characters"}},
            {"error":{"code":107,"message":"bad request: a channel's name must be 1 to 255 printable ASCII characters"}},
            {"error":{"code":100,"message":"internal server error: The channel gave no answer in time."}},
            {"error":{"code":106,"message":"limit exceeded: There are as many channels as there may be."}}]}}
            """.ReplaceLineEndings(""),
            answer);
        Assert.Equal(["chat:a {\"n\":1}"], api.Gateway.Payloads);
    }

    [Fact]
    public async Task Broadcast_WithOptions_GivesThemToEveryChannel()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        await api.AnswerAsync("broadcast", """{"channels":["a","b"],"b64data":"MQ==","tags":{"t":"u"},"idempotency_key":"k"}""");

        Assert.Equal(["a 1", "b 1"], api.Gateway.Payloads.Order(StringComparer.Ordinal));
        Assert.All(api.Gateway.Published, p => Assert.Equal(("k", "u"), (p.Request.IdempotencyKey!, p.Request.Tags!["t"])));
    }

    [Theory]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    [InlineData(101, 0)]
    public async Task Broadcast_ToAsManyChannelsAsMayBe_IsRefusedAboveThat(int channels, int published)
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:MaxChannelsPerBroadcast=100");
        string names = string.Join(',', Enumerable.Range(0, channels).Select(i => $"\"c{i}\""));

        ApiReply reply = await api.AskAsync("broadcast", $$"""{"channels":[{{names}}],"data":1}""");

        Assert.Equal(published, api.Gateway.Published.Count);
        if (published == 0)
        {
            Assert.Equal((106, "limit exceeded: 'channels' holds more than 100"), reply.Error);
        }
    }
}
