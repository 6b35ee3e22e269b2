using System.Text.Json;
using Stratus.Realtime.Edge.Tests.Clients.Native;

namespace Stratus.Realtime.Edge.Tests.Clients.Limits;

/// <summary>The limits of the server API, one below, at and one above each, with the metric that counts it.</summary>
public sealed class ApiLimitTests
{
    [Theory]
    [LimitTest("Api:MaxBodyOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Body_AroundTheLimit_IsTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Api:MaxBodyOctets=300");

        JsonElement answer = await edge.AskAsync("publish", """{"channel":"open:a","data":1}""".PadRight(300 + over));

        Assert.Equal(over <= 0, answer.Has("result"));
        Assert.Equal(over > 0 ? 413 : 0, answer.Number("status"));
        Assert.Equal(over > 0 ? 1 : 0, edge.Meter.Sum("stratus.api.refused", "status=413"));
    }

    [Theory]
    [LimitTest("Api:MaxBatchCommands")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CommandsOfABatch_AroundTheLimit_AreTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Api:MaxBatchCommands=4");
        string commands = string.Join(',', Enumerable.Repeat("""{"publish":{"channel":"open:a","data":1}}""", 4 + over));

        JsonElement answer = await edge.AskAsync("batch", $"{{\"commands\":[{commands}]}}");

        AssertTaken(edge, answer, over, "batch");
        Assert.Equal(over > 0 ? 0 : 4 + over, edge.Meter.Sum("stratus.api.commands", "method=publish outcome=ok"));
    }

    [Theory]
    [LimitTest("Api:MaxChannelsPerBroadcast")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ChannelsOfABroadcast_AroundTheLimit_AreTakenUpToIt(int over)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Api:MaxChannelsPerBroadcast=4");
        string channels = string.Join(',', Enumerable.Range(1, 4 + over).Select(static i => $"\"open:{i}\""));

        JsonElement answer = await edge.AskAsync("broadcast", $"{{\"channels\":[{channels}],\"data\":1}}");

        AssertTaken(edge, answer, over, "broadcast");
        Assert.Equal(over > 0 ? 0 : 4 + over, answer.Has("result") ? answer.GetProperty("result").GetProperty("responses").GetArrayLength() : 0);
    }

    private static void AssertTaken(MessagingEdge edge, JsonElement answer, int over, string method)
    {
        Assert.Equal(over > 0, answer.Has("error"));
        Assert.Equal(over > 0 ? 1 : 0, edge.Meter.Sum("stratus.api.commands", $"method={method} outcome=106"));
    }
}
