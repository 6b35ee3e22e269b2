using System.Text.Json;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Replies, octet by octet; all of them are JSON.</summary>
public sealed class ReplyWriterTests
{
    private static readonly SubscribeResult FullSubscription = new()
    {
        TtlSeconds = 60, Recoverable = true, Positioned = true, Position = new Position("e", 3), Publications = [Samples.Plain, new Publication { Data = Samples.Octets("2"), Offset = 5 }],
        WasRecovering = true, Recovered = true, Data = Samples.Octets("null"),
    };

    [Fact]
    public void WriteError_Temporary_SaysSo() =>
        AssertLine("""{"id":4294967295,"error":{"code":100,"message":"internal server error","temporary":true}}""", lines => lines.WriteError(uint.MaxValue, ReplyError.Internal));

    [Fact]
    public void WriteError_Lasting_DoesNot() =>
        AssertLine("""{"id":1,"error":{"code":107,"message":"bad request"}}""", lines => lines.WriteError(1, ReplyError.BadRequest));

    public static TheoryData<string> Methods => [.. Schema.Methods.Select(row => row.Method)];

    [Theory, MemberData(nameof(Methods))]
    public void WriteEmpty_OfAMethod_HasItsName(string name) =>
        AssertLine($$$"""{"id":2,"{{{name}}}":{}}""", lines => lines.WriteEmpty(2, CommandTable.Methods.Single(row => row.Name == name).Method));

    [Fact]
    public void WriteConnect_WithTheLeast_HasTheClient() =>
        AssertLine("""{"id":1,"connect":{"client":"c"}}""", lines => lines.WriteConnect(1, new ConnectResult("c")));

    [Fact]
    public void WriteConnect_WithEverything_HasIt() => AssertLine(
        """{"id":1,"connect":{"client":"c","version":"1.0","expires":true,"ttl":90,"data":{"a":1},"subs":{"x":{},"q\"b":{"expires":true,"ttl":60,"recoverable":true,"epoch":"e","publications":[{"data":1},{"data":2,"offset":5}],"recovered":true,"offset":3,"positioned":true,"data":null,"was_recovering":true}},"ping":25,"pong":true,"session":"s","node":"n"}}""",
        lines => lines.WriteConnect(1, new ConnectResult("c")
        {
            Version = "1.0", TtlSeconds = 90, Data = Samples.Octets("""{"a":1}"""), PingSeconds = 25, Pong = true, Session = "s", Node = "n",
            Subs = new Dictionary<string, SubscribeResult> { ["x"] = new(), ["q\"b"] = FullSubscription },
        }));

    [Fact]
    public void WriteConnect_WithoutServerSideSubscriptions_HasNoSubs() =>
        AssertLine("""{"id":1,"connect":{"client":"c"}}""", lines => lines.WriteConnect(1, new ConnectResult("c") { Subs = new Dictionary<string, SubscribeResult>() }));

    [Fact]
    public void WriteSubscribe_WithTheLeast_IsAnEmptyObject() => AssertLine("""{"id":1,"subscribe":{}}""", lines => lines.WriteSubscribe(1, new SubscribeResult()));

    [Fact]
    public void WriteSubscribe_WithEverything_HasIt() => AssertLine(
        """{"id":1,"subscribe":{"expires":true,"ttl":60,"recoverable":true,"epoch":"e","publications":[{"data":1},{"data":2,"offset":5}],"recovered":true,"offset":3,"positioned":true,"data":null,"was_recovering":true}}""",
        lines => lines.WriteSubscribe(1, FullSubscription));

    [Fact]
    public void WriteSubscribe_NotRecovered_SaysThatItWasAskedFor() => AssertLine(
        """{"id":1,"subscribe":{"recoverable":true,"epoch":"e","offset":9007199254740993,"positioned":true,"was_recovering":true}}""",
        lines => lines.WriteSubscribe(1, new SubscribeResult { Recoverable = true, Positioned = true, WasRecovering = true, Position = new Position("e", 9007199254740993) }));

    // Without ttl the JS SDK would compute with undefined, and Python's fail.
    [Fact]
    public void WriteSubscribe_ThatExpiresNow_HasATtlOfZero() =>
        AssertLine("""{"id":1,"subscribe":{"expires":true,"ttl":0}}""", lines => lines.WriteSubscribe(1, new SubscribeResult { TtlSeconds = 0 }));

    [Fact]
    public void WritePresence_OfNobody_HasTheObject() => AssertLine("""{"id":1,"presence":{"presence":{}}}""", lines => lines.WritePresence(1, []));

    [Fact]
    public void WritePresence_OfSeveral_HasThemByClient() => AssertLine(
        """{"id":1,"presence":{"presence":{"c-1":{"user":"alice","client":"c-1","conn_info":{"name":"Al"},"chan_info":0},"c-2":{"user":"","client":"c-2"}}}}""",
        lines => lines.WritePresence(1, [Samples.Alice, Samples.Anonymous]));

    [Fact]
    public void WritePresenceStats_OfNobody_HasBothNumbers() =>
        AssertLine("""{"id":1,"presence_stats":{"num_clients":0,"num_users":0}}""", lines => lines.WritePresenceStats(1, 0, 0));

    [Fact]
    public void WritePresenceStats_OfSome_HasBothNumbers() =>
        AssertLine("""{"id":1,"presence_stats":{"num_clients":3,"num_users":2}}""", lines => lines.WritePresenceStats(1, 3, 2));

    [Fact]
    public void WriteHistory_WithoutPublications_HasThePosition() => AssertLine(
        """{"id":1,"history":{"publications":[],"epoch":"e","offset":0}}""",
        lines => lines.WriteHistory(1, new HistoryResult(new Position("e", 0), [], true)));

    [Fact]
    public void WriteHistory_WithPublications_HasThemInOrder() => AssertLine(
        """{"id":1,"history":{"publications":[{"data":2,"offset":2,"info":{"user":"","client":"c-2"}},{"data":1,"offset":1,"time":5}],"epoch":"e","offset":2}}""",
        lines => lines.WriteHistory(1, new HistoryResult(
            new Position("e", 2),
            [
                new Publication { Data = Samples.Octets("2"), Offset = 2, Info = Samples.Anonymous },
                new Publication { Data = Samples.Octets("1"), Offset = 1, TimeMilliseconds = 5 },
            ],
            true)));

    [Theory]
    [InlineData("", """{"id":1,"rpc":{}}""")]
    [InlineData("null", """{"id":1,"rpc":{"data":null}}""")]
    [InlineData("[ 1 ]", """{"id":1,"rpc":{"data":[ 1 ]}}""")]
    public void WriteRpc_AnyData_HasItAsItIs(string data, string expected) => AssertLine(expected, lines => lines.WriteRpc(1, Samples.Octets(data)));

    [Fact]
    public void WriteRefresh_WithAnEnd_HasIt() => AssertLine(
        """{"id":1,"refresh":{"client":"c","version":"1.0","expires":true,"ttl":5}}""",
        lines => lines.WriteRefresh(1, new RefreshResult("c", "1.0", 5)));

    [Fact]
    public void WriteRefresh_WithoutAnEnd_HasNone() => AssertLine("""{"id":1,"refresh":{"client":"c"}}""", lines => lines.WriteRefresh(1, new RefreshResult("c", "", null)));

    [Theory]
    [InlineData(null, """{"id":1,"sub_refresh":{}}""")]
    [InlineData(7, """{"id":1,"sub_refresh":{"expires":true,"ttl":7}}""")]
    public void WriteSubRefresh_AnyEnd_HasIt(int? ttlSeconds, string expected) => AssertLine(expected, lines => lines.WriteSubRefresh(1, ttlSeconds));

    // Every string that can come from outside, back through another parser.
    [Fact]
    public void Strings_OfAllReplies_AreReadBack()
    {
        using JsonLines lines = new();
        ClientInfo info = new(Samples.Nasty, Samples.Nasty + "2");
        lines.WriteConnect(1, new ConnectResult(Samples.Nasty)
        {
            Version = Samples.Nasty, Session = Samples.Nasty, Node = Samples.Nasty,
            Subs = new Dictionary<string, SubscribeResult> { [Samples.Nasty] = new() { Position = new Position(Samples.Nasty, 1) } },
        });
        lines.WritePresence(2, [info]);
        lines.WriteHistory(3, new HistoryResult(new Position(Samples.Nasty, 1), [Samples.Full], true));
        JsonElement[] replies = [.. Reading.Text(lines.Written).Split('\n').Select(line => JsonElement.Parse(line))];

        JsonElement connect = replies[0].GetProperty("connect");
        Assert.All((string[])["client", "version", "session", "node"], name => Assert.Equal(Samples.Nasty, connect.GetProperty(name).GetString()));
        Assert.Equal(Samples.Nasty, connect.GetProperty("subs").GetProperty(Samples.Nasty).GetProperty("epoch").GetString());
        JsonElement member = replies[1].GetProperty("presence").GetProperty("presence").GetProperty(Samples.Nasty + "2");
        Assert.Equal((Samples.Nasty, Samples.Nasty + "2"), (member.GetProperty("user").GetString(), member.GetProperty("client").GetString()));
        JsonElement history = replies[2].GetProperty("history");
        Assert.Equal(Samples.Nasty, history.GetProperty("epoch").GetString());
        Assert.Equal(Samples.Nasty, history.GetProperty("publications")[0].GetProperty("tags").GetProperty(Samples.Nasty).GetString());
    }

    private static void AssertLine(string expected, Action<JsonLines> write)
    {
        using JsonLines lines = new();
        lines.WritePing();
        write(lines);
        string line = Reading.Text(lines.Written)["{}\n".Length..];
        Assert.Equal(expected, line);
        using JsonDocument document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
    }
}
