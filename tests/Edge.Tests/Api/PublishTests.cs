using System.Text;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

public sealed class PublishTests
{
    [Fact]
    public async Task Publish_WithEverything_ReachesTheChannelAndIsAnsweredWithItsPosition()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        string answer = await api.AnswerAsync("publish", """{"channel":"chat:a","data":{"n":1},"tags":{"lang":"d\u00e9","x":""},"idempotency_key":"key 1","delta":true}""");

        Assert.Equal("""{"result":{"offset":1,"epoch":"e"}}""", answer);
        (string channel, PublishRequest request) = Assert.Single(api.Gateway.Published);
        Assert.Equal("chat:a", channel);
        Assert.Equal("""{"n":1}"""u8, request.Data.Span);
        Assert.Equal("key 1", request.IdempotencyKey);
        Assert.False(request.SkipHistory);
        Assert.Null(request.Info);
        Assert.Equal(new Dictionary<string, string> { ["lang"] = "dé", ["x"] = "" }, request.Tags!);
    }

    [Fact]
    public async Task Publish_WithLeastOfAll_LeavesTheRestOut()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        await api.AnswerAsync("publish", """{"channel":"a","data":1,"tags":{},"idempotency_key":"","skip_history":null,"b64data":""}""");

        PublishRequest request = Assert.Single(api.Gateway.Published).Request;
        Assert.Null(request.Tags);
        Assert.Null(request.IdempotencyKey);
        Assert.False(request.SkipHistory);
    }

    [Fact]
    public async Task Publish_SkippingHistory_SaysSo()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        await api.AnswerAsync("publish", """{"channel":"chat:a","data":1,"skip_history":true}""");

        Assert.True(Assert.Single(api.Gateway.Published).Request.SkipHistory);
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("0", "0")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("false", "false")]
    [InlineData("{}", "{}")]
    [InlineData("-1.50e+3", "-1.50e+3")]
    [InlineData("\"\\u00e9\\/\\ud83d\\ude00 é\"", "\"\\u00e9\\/\\ud83d\\ude00 é\"")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    [InlineData("[1,  2,\t3]", "[1,  2,\t3]")]
    [InlineData("{\r\n  \"a\": \"x\\ny\"\n}", "{  \"a\": \"x\\ny\"}")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("  7  ", "7")]
    public async Task Publish_Data_IsPassedOnAsItIsWithoutRawNewlines(string sent, string kept)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        await api.AnswerAsync("publish", $$"""{"data":{{sent}},"channel":"a"}""");
        await api.AnswerAsync("publish", $$"""{"channel":"a","b64data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(sent))}}"}""");

        Assert.Equal(["a " + kept, "a " + kept], api.Gateway.Payloads);
    }

    [Theory]
    [InlineData("""{"channel":"a","data":1,"version":0,"version_epoch":"","unknown":{"a":1}}""")]
    [InlineData("""{"channel":"a","data":1,"version":null}""")]
    [InlineData("""{"ch\u0061nnel":"a","data":1}""")]
    [InlineData("""{"channel":"a b~!","data":1}""")]
    public async Task Publish_WithHarmlessOddities_IsDone(string body)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        await api.AnswerAsync("publish", body);

        Assert.Single(api.Gateway.Published);
    }

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public async Task Publish_ToANameAroundTheLimit_IsRefusedAboveIt(int octets, bool isDone)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.AskAsync("publish", $$"""{"channel":"{{new string('a', octets)}}","data":1}""");

        Assert.Equal(isDone, api.Gateway.Published.Count == 1);
        Assert.Equal(isDone, !reply.Body.Contains("\"code\":107", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public async Task Publish_WithAKeyAroundTheLimit_IsRefusedAboveIt(int octets, bool isDone)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        await api.AskAsync("publish", $$"""{"channel":"a","data":1,"idempotency_key":"{{new string('k', octets)}}"}""");

        Assert.Equal(isDone, api.Gateway.Published.Count == 1);
    }

    [Theory]
    [InlineData(63, 1, true)]
    [InlineData(64, 1, true)]
    [InlineData(65, 1, false)]
    [InlineData(1, 4093, true)]
    [InlineData(1, 4094, true)]
    [InlineData(1, 4095, false)]
    public async Task Publish_WithTagsAroundTheLimits_IsRefusedAboveThem(int count, int valueOctets, bool isDone)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        string tags = string.Join(',', Enumerable.Range(10, count).Select(i => $"\"{i}\":\"{new string('v', valueOctets)}\""));

        ApiReply reply = await api.AskAsync("publish", $$$"""{"channel":"a","data":1,"tags":{{{{tags}}}}}""");

        Assert.Equal(isDone, api.Gateway.Published.Count == 1);
        Assert.Equal(isDone, !reply.Body.Contains("\"code\":106", StringComparison.Ordinal));
    }

    // A payload may be as deep as one that a client sends.
    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Publish_OfDeepData_IsRefusedAboveTheLimit(int depth, bool isDone)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        string data = new string('[', depth) + new string(']', depth);

        ApiReply reply = await api.AskAsync("batch", $$$$"""{"commands":[{"publish":{"channel":"a","data":{{{{data}}}}}}]}""");

        Assert.Equal(isDone, api.Gateway.Published.Count == 1);
        Assert.Equal(isDone, reply.Body.Contains("\"offset\"", StringComparison.Ordinal));
    }
}
