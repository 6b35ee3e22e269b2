using System.Net;
using System.Text;
using System.Text.Json;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

public sealed class BatchTests
{
    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Batch_OfGoodAndBadCommands_AnswersEachInOrder(string parallel)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Faults["chat:down"] = new GatewayUnavailableException();

        string answer = await api.AnswerAsync("batch", $$$$"""
            {"parallel":{{{{parallel}}}},"commands":[
              {"publish":{"channel":"chat:a","data":1}},
              {"publish":{"channel":"x:a","data":1}},
              {"publish":{"channel":"chat:down","data":1}},
              {"disconnect":{"user":"u"}},
              {"presence_stats":{"channel":"chat:a"}},
              {"made_up":{}},
              {"batch":{"commands":[]}},
              null,
              {},
              {"publish":{},"history":{}},
              {"publish":null},
              {"publish":{"channel":"chat:a"}}]}
            """);

        Assert.Equal(
            """
            {"replies":[{"publish":{"offset":1,"epoch":"e"}},{"error":{"code":102,"message":"unknown channel"}},
            {"error":{"code":100,"message":"internal server error: The channel gave no answer in time."}},{"disconnect":{}},
            {"presence_stats":{"num_clients":0,"num_users":0}},{"error":{"code":104,"message":"method not found"}},
            {"error":{"code":104,"message":"method not found: a batch holds no batches"}},
            {"error":{"code":107,"message":"bad request: a command must be an object with one member, named by its method"}},
            {"error":{"code":107,"message":"bad request: a command must be an object with one member, named by its method"}},
            {"error":{"code":107,"message":"bad request: a command must be an object with one member, named by its method"}},
            {"error":{"code":107,"message":"bad request: 'publish' must be an object"}},
            {"error":{"code":107,"message":"bad request: 'data' or 'b64data' is required"}}]}
            """.ReplaceLineEndings(""),
            answer);
    }

    [Fact]
    public async Task Batch_NotParallel_KeepsTheOrderOfItsCommands()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        string commands = string.Join(',', Enumerable.Range(0, 200).Select(i => $$$"""{"publish":{"channel":"c{{{i % 7}}}","data":{{{i}}}}}"""));

        await api.AnswerAsync("batch", $$"""{"commands":[{{commands}}]}""");

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"c{i % 7} {i}"), api.Gateway.Payloads);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"commands":[]}""")]
    [InlineData("""{"commands":null,"parallel":true}""")]
    public async Task Batch_OfNothing_HasNoReplies(string body)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        Assert.Equal("""{"replies":[]}""", await api.AnswerAsync("batch", body));
    }

    [Theory]
    [InlineData("""{"commands":{}}""", "'commands' must be an array")]
    [InlineData("""{"commands":[],"parallel":1}""", "'parallel' must be true or false")]
    public async Task Batch_WithAFault_IsError107(string body, string message)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.AskAsync("batch", body);

        Assert.Equal(107, reply.Error.Code);
        Assert.Contains(message, reply.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(10, 10)]
    [InlineData(11, 0)]
    public async Task Batch_OfAsManyCommandsAsMayBe_IsRefusedAboveThat(int commands, int published)
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:MaxBatchCommands=10");
        string body = string.Join(',', Enumerable.Repeat("""{"publish":{"channel":"a","data":1}}""", commands));

        ApiReply reply = await api.AskAsync("batch", $$"""{"commands":[{{body}}]}""");

        Assert.Equal(published, api.Gateway.Published.Count);
        if (published == 0)
        {
            Assert.Equal((106, "limit exceeded: 'commands' holds more than 10"), reply.Error);
        }
    }

    // The form of older public SDKs: a command a line, a reply a line.
    [Fact]
    public async Task Commands_OneALine_AreAnsweredOneALine()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        string body = """
            {"method":"publish","params":{"channel":"chat:a","data":{"n":1}}}
            {"method":"info"}
            {"method":"history","params":{"channel":"plain:a"}}
            {"method":"made_up","params":{}}
            {"params":{}}
            {"method":"publish","params":[]}
            {"method":"batch","params":{"commands":[{"refresh":{"user":"u"}}]}}

            """;

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api", Encoding.UTF8.GetBytes(body), "Authorization: apikey " + ApiHost.Key);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        string[] lines = reply.Body.Split('\n');
        Assert.Equal("""{"result":{"offset":1,"epoch":"e"}}""", lines[0]);
        Assert.Equal(2, JsonDocument.Parse(lines[1]).RootElement.GetProperty("result").GetProperty("nodes").GetArrayLength());
        Assert.Equal(
            [
                """{"error":{"code":108,"message":"not available"}}""",
                """{"error":{"code":104,"message":"method not found"}}""",
                """{"error":{"code":107,"message":"bad request: 'method' is required"}}""",
                """{"error":{"code":107,"message":"bad request: 'params' must be an object"}}""",
                """{"replies":[{"refresh":{}}]}""",
            ],
            lines[2..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"method":"publish","params":{"channel":"a","data":1}} x""")]
    [InlineData("""{"method":"publish","params":{"channel":"a","data":1}}[]""")]
    [InlineData("""{"method":"publish","params":{"channel":"a","data":1}}{""")]
    public async Task Commands_NotAllJsonObjects_AreRefusedAsAWhole(string body)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api", Encoding.UTF8.GetBytes(body), "X-API-Key: " + ApiHost.Key);

        reply.Problem(HttpStatusCode.BadRequest);
        Assert.Empty(api.Gateway.Published);
    }

    [Theory]
    [InlineData(2, HttpStatusCode.OK)]
    [InlineData(3, HttpStatusCode.OK)]
    [InlineData(4, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Commands_AsManyAsMayBe_AreRefusedAboveThat(int commands, HttpStatusCode status)
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:MaxBatchCommands=3");
        string body = string.Concat(Enumerable.Repeat("""{"method":"publish","params":{"channel":"a","data":1}}""", commands));

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api", Encoding.UTF8.GetBytes(body), "X-API-Key: " + ApiHost.Key);

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == HttpStatusCode.OK ? commands : 0, api.Gateway.Published.Count);
    }
}
