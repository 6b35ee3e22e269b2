using System.Text;
using System.Text.Json;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Pushes, octet by octet; those made once for many and those for one are the same.</summary>
public sealed class PushTests
{
    private const string EscapedNasty = "q\\\"b\\\\n\\n\\u0000é😀\u2028";

    [Fact]
    public void Publication_WithTheLeast_HasTheData() => AssertPush(
        """{"push":{"channel":"c","pub":{"data":1}}}""",
        room => PushEncoder.Publication("c", Samples.Plain, _ => room),
        lines => lines.PushPublication("c", Samples.Plain));

    [Fact]
    public void Publication_WithEverything_HasIt() => AssertPush(
        """{"push":{"channel":"chat:a","pub":{"data":{ "a" : "\u0041" },"offset":9223372036854775807,"info":"""
            + """{"user":"alice","client":"c-1","conn_info":{"name":"Al"},"chan_info":0},"tags":{"t":"v","""
            + "\"" + EscapedNasty + "\":\"" + EscapedNasty + "\"},\"time\":1700000000000}}}",
        room => PushEncoder.Publication("chat:a", Samples.Full, _ => room),
        lines => lines.PushPublication("chat:a", Samples.Full));

    [Fact]
    public void Join_OfAnAnonymousUser_HasAnEmptyUser() => AssertPush(
        """{"push":{"channel":"c","join":{"info":{"user":"","client":"c-2"}}}}""",
        room => PushEncoder.Join("c", Samples.Anonymous, _ => room),
        lines => lines.PushJoin("c", Samples.Anonymous));

    [Fact]
    public void Leave_WithInfos_HasThem() => AssertPush(
        """{"push":{"channel":"c","leave":{"info":{"user":"alice","client":"c-1","conn_info":{"name":"Al"},"chan_info":0}}}}""",
        room => PushEncoder.Leave("c", Samples.Alice, _ => room),
        lines => lines.PushLeave("c", Samples.Alice));

    [Fact]
    public void Unsubscribe_HasCodeAndReason() => AssertLine(
        """{"push":{"channel":"c","unsubscribe":{"code":2500,"reason":"insufficient state"}}}""",
        lines => lines.PushUnsubscribe("c", UnsubscribeCode.InsufficientState));

    [Fact]
    public void Subscribe_WithTheLeast_HasTheChannel() =>
        AssertLine("""{"push":{"channel":"c","subscribe":{}}}""", lines => lines.PushSubscribe("c", new SubscribeResult()));

    [Fact]
    public void Subscribe_WithEverything_HasWhatThePushHas() => AssertLine(
        """{"push":{"channel":"c","subscribe":{"recoverable":true,"epoch":"e","offset":4,"positioned":true,"data":0}}}""",
        lines => lines.PushSubscribe("c", new SubscribeResult
        {
            Recoverable = true, Positioned = true, Position = new Position("e", 4), Data = Samples.Octets("0"), Publications = [Samples.Plain], Recovered = true,
        }));

    [Fact]
    public void Message_HasNoChannel() => AssertLine("""{"push":{"message":{"data":"x"}}}""", lines => lines.PushMessage(Samples.Octets("\"x\"")));

    [Fact]
    public void Disconnect_WithComingBack_SaysSo() =>
        AssertLine("""{"push":{"disconnect":{"code":3001,"reason":"shutdown","reconnect":true}}}""", lines => lines.PushDisconnect(DisconnectCode.Shutdown));

    [Fact]
    public void Disconnect_ForGood_DoesNot() =>
        AssertLine("""{"push":{"disconnect":{"code":3501,"reason":"bad request"}}}""", lines => lines.PushDisconnect(DisconnectCode.BadRequest));

    [Theory]
    [InlineData(null, """{"push":{"refresh":{}}}""")]
    [InlineData(30, """{"push":{"refresh":{"expires":true,"ttl":30}}}""")]
    public void Refresh_AnyEnd_HasIt(int? ttlSeconds, string expected) => AssertLine(expected, lines => lines.PushRefresh(ttlSeconds));

    [Fact]
    public void Ping_IsAnEmptyObject() => AssertLine("{}", lines => lines.WritePing());

    // No field at all may not break the text, even one that the contract demands.
    [Fact]
    public void Publication_WithoutData_IsJson() => AssertPush(
        """{"push":{"channel":"c","pub":{"offset":1}}}""",
        room => PushEncoder.Publication("c", new Publication { Data = default, Offset = 1 }, _ => room),
        lines => lines.PushPublication("c", new Publication { Data = default, Offset = 1 }));

    // A payload may end in what an opened object ends in, inside of a string.
    [Theory]
    [InlineData("\"{\"")]
    [InlineData("\"[\"")]
    [InlineData("[]")]
    public void Publication_DataThatLooksOpen_IsFollowedByAComma(string data) =>
        Assert.Equal(
            """{"push":{"channel":"{","pub":{"data":""" + data + ""","offset":1,"info":{"user":"[","client":"{"}}}}""",
            Encoding.UTF8.GetString(PushEncoder.Publication("{", new Publication { Data = Samples.Octets(data), Offset = 1, Info = new ClientInfo("[", "{") })));

    [Fact]
    public void Publication_NastyNames_AreReadBack()
    {
        Publication publication = new() { Data = Samples.Octets("1"), Info = new ClientInfo(Samples.Nasty, Samples.Nasty) };
        JsonElement push = JsonElement.Parse(PushEncoder.Publication(Samples.Nasty, publication)).GetProperty("push");
        Assert.Equal(Samples.Nasty, push.GetProperty("channel").GetString());
        JsonElement info = push.GetProperty("pub").GetProperty("info");
        Assert.Equal((Samples.Nasty, Samples.Nasty), (info.GetProperty("user").GetString(), info.GetProperty("client").GetString()));
    }

    // Encoded once: the array and nothing else.
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Publication_WithRoom_AllocatesItsArrayAlone(int headerRoom)
    {
        Publication publication = new() { Data = new byte[100], Offset = 7, Info = Samples.Alice, TimeMilliseconds = 8 };
        Func<int, int> room = _ => headerRoom;
        byte[] warm = PushEncoder.Publication("c", publication, room);
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] push = PushEncoder.Publication("c", publication, room);
        long encoded = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        byte[] array = new byte[warm.Length];
        long needed = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(array.Length, push.Length);
        Assert.Equal(needed, encoded);
    }

    private static void AssertPush(string expected, Func<int, byte[]> encode, Action<JsonLines> write)
    {
        byte[] octets = Encoding.UTF8.GetBytes(expected);
        foreach (int room in (int[])[0, 1, 10, 14])
        {
            byte[] push = encode(room);
            Assert.All(push[..room], octet => Assert.Equal(0, octet));
            Assert.Equal(expected, Encoding.UTF8.GetString(push.AsSpan(room)));
            Assert.Equal(octets, push[room..]);
        }

        AssertLine(expected, write);
    }

    private static void AssertLine(string expected, Action<JsonLines> write)
    {
        using JsonLines lines = new();
        write(lines);
        Assert.Equal(expected, Reading.Text(lines.Written));
        using JsonDocument document = JsonDocument.Parse(lines.Written, new JsonDocumentOptions { AllowDuplicateProperties = false });
        Assert.DoesNotContain('\n', expected);
    }
}
