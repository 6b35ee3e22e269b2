using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Every command with every field, and with none.</summary>
public sealed class CommandReaderTests
{
    [Fact]
    public void Connect_WithEveryField_IsRead()
    {
        Command.Connect connect = Reading.One<Command.Connect>("""
            {"id":1,"connect":{"token":"t","data":{"a":1},"name":"js","version":"5.8","headers":{"x-a":"1","x-b":null},
            "subs":{"c":{"recover":true,"epoch":"e","offset":7},"d":null}}}
            """);
        Assert.Equal((1u, "t", "js", "5.8"), (connect.Id, connect.Token, connect.Name, connect.Version));
        Assert.Equal("""{"a":1}""", Reading.Text(connect.Data));
        Assert.Equal([("x-a", "1"), ("x-b", "")], connect.Headers.Select(header => (header.Key, header.Value)));
        Assert.Equal([("c", new SubscribeRequest("c") { Recover = true, Position = new Position("e", 7) }), ("d", new SubscribeRequest("d") { Position = new Position("", 0) })],
            connect.Subs.Select(sub => (sub.Key, sub.Value)));
    }

    [Fact]
    public void Subscribe_WithEveryField_IsRead()
    {
        Command.Subscribe subscribe = Reading.One<Command.Subscribe>("""
            {"subscribe":{"channel":"chat:a","token":"t","recover":true,"epoch":"e","offset":9007199254740993,"data":"d",
            "positioned":true,"recoverable":true,"join_leave":true},"id":4294967295}
            """);
        SubscribeRequest request = subscribe.Request;
        Assert.Equal(uint.MaxValue, subscribe.Id);
        Assert.Equal("\"d\"", Reading.Text(request.Data));
        Assert.Equal(
            new SubscribeRequest("chat:a")
            {
                Token = "t", Recover = true, Position = new Position("e", 9007199254740993), Data = request.Data,
                Positioned = true, Recoverable = true, JoinLeave = true,
            },
            request);
    }

    // One flag at a time, so that none can stand for another.
    [Theory]
    [InlineData("recover", true, false, false, false)]
    [InlineData("positioned", false, true, false, false)]
    [InlineData("recoverable", false, false, true, false)]
    [InlineData("join_leave", false, false, false, true)]
    public void Subscribe_WithOneFlag_HasThatOne(string name, bool recover, bool positioned, bool recoverable, bool joinLeave)
    {
        SubscribeRequest request = Reading.One<Command.Subscribe>($$$"""{"id":1,"subscribe":{"{{{name}}}":true}}""").Request;
        Assert.Equal((recover, positioned, recoverable, joinLeave), (request.Recover, request.Positioned, request.Recoverable, request.JoinLeave));
    }

    [Fact]
    public void Unsubscribe_IsRead() =>
        Assert.Equal(new Command.Unsubscribe(2, "c"), Reading.One<Command.Unsubscribe>("""{"unsubscribe":{"channel":"c"},"id":2}"""));

    [Fact]
    public void Publish_IsRead()
    {
        Command.Publish publish = Reading.One<Command.Publish>("""{"publish":{"channel":"c","data":{"input":"hello"}},"id":3}""");
        Assert.Equal((3u, "c", """{"input":"hello"}"""), (publish.Id, publish.Channel, Reading.Text(publish.Data)));
    }

    [Fact]
    public void Presence_IsRead() =>
        Assert.Equal(new Command.Presence(4, "c"), Reading.One<Command.Presence>("""{"presence":{"channel":"c"},"id":4}"""));

    [Fact]
    public void PresenceStats_IsRead() =>
        Assert.Equal(new Command.PresenceStats(5, "c"), Reading.One<Command.PresenceStats>("""{"presence_stats":{"channel":"c"},"id":5}"""));

    [Fact]
    public void History_WithEveryField_IsRead() =>
        Assert.Equal(
            new Command.History(6, "c", 10, new Position("e", 5), true),
            Reading.One<Command.History>("""{"history":{"channel":"c","since":{"offset":5,"epoch":"e"},"limit":10,"reverse":true},"id":6}"""));

    [Theory]
    [InlineData("""{"id":1,"history":{"channel":"c"}}""", 0)]
    [InlineData("""{"id":1,"history":{"channel":"c","since":null,"limit":-1}}""", -1)]
    [InlineData("""{"id":1,"history":{"channel":"c","limit":2147483647}}""", int.MaxValue)]
    [InlineData("""{"id":1,"history":{"channel":"c","limit":-2147483648}}""", int.MinValue)]
    public void History_WithoutSince_HasNone(string message, int limit) =>
        Assert.Equal(new Command.History(1, "c", limit, null, false), Reading.One<Command.History>(message));

    // A position that says zero is another thing than none: it asks for what came after the beginning.
    [Theory]
    [InlineData("""{"id":1,"history":{"channel":"c","since":{}}}""")]
    [InlineData("""{"id":1,"history":{"channel":"c","since":{"offset":0,"epoch":""}}}""")]
    [InlineData("""{"id":1,"history":{"channel":"c","since":{"offset":null,"epoch":null}}}""")]
    public void History_WithAZeroSince_HasIt(string message) =>
        Assert.Equal(new Command.History(1, "c", 0, new Position("", 0), false), Reading.One<Command.History>(message));

    [Fact]
    public void Send_IsReadWithoutAnId()
    {
        Command.Send send = Reading.One<Command.Send>("""{"send":{"data":[1,2]}}""");
        Assert.Equal((0u, "[1,2]"), (send.Id, Reading.Text(send.Data)));
    }

    [Fact]
    public void Send_WithAnId_KeepsIt() => Assert.Equal(7u, Reading.One<Command.Send>("""{"send":{"data":1},"id":7}""").Id);

    [Fact]
    public void Rpc_IsRead()
    {
        Command.Rpc rpc = Reading.One<Command.Rpc>("""{"rpc":{"method":"m","data":0},"id":8}""");
        Assert.Equal((8u, "m", "0"), (rpc.Id, rpc.Method, Reading.Text(rpc.Data)));
    }

    [Fact]
    public void Refresh_IsRead() => Assert.Equal(new Command.Refresh(9, "t"), Reading.One<Command.Refresh>("""{"refresh":{"token":"t"},"id":9}"""));

    [Fact]
    public void SubRefresh_IsRead() =>
        Assert.Equal(new Command.SubRefresh(10, "c", "t"), Reading.One<Command.SubRefresh>("""{"sub_refresh":{"channel":"c","token":"t"},"id":10}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData(" { } ")]
    [InlineData("""{"id":0}""")]
    [InlineData("""{"id":null,"connect":null,"send":null}""")]
    [InlineData("""{"later":true}""")]
    public void Pong_InEveryForm_IsRead(string message) => Assert.Same(Command.Pong.Instance, Reading.One<Command.Pong>(message));

    // Every method without fields, with all of them null, and with the zero of their type: the same command.
    // Not data, whose zeros are values, and not since, whose zero is one too.
    public static TheoryData<string, string> Zeros()
    {
        Dictionary<string, string> zeros = new() { ["text"] = "\"\"", ["flag"] = "false", ["offset"] = "0", ["limit"] = "0", ["map"] = "{}" };
        TheoryData<string, string> rows = [];
        foreach ((string method, string fields) in Schema.Methods.Where(row => row.Method != "send"))
        {
            string[][] parts = [.. fields.Split(' ').Select(field => field.Split(':')).Where(part => part[1] != "data" && part[0] != "since")];
            rows.Add(method, string.Join(',', parts.Select(part => $"\"{part[0]}\":null")));
            rows.Add(method, string.Join(',', parts.Select(part => $"\"{part[0]}\":{zeros[part[1]]}")));
        }

        return rows;
    }

    [Theory, MemberData(nameof(Zeros))]
    public void Fields_OfNullOrZero_AreAsIfAbsent(string method, string fields)
    {
        string absent = CommandOracle.Describe(Reading.One($$$"""{"id":1,"{{{method}}}":{}}"""));
        Assert.Equal(absent, CommandOracle.Describe(Reading.One($$$"""{"id":1,"{{{method}}}":{{{{fields}}}}}""")));
        Assert.StartsWith(method, absent, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_ThatIsAbsent_IsEmpty() => Assert.True(Reading.One<Command.Publish>("""{"id":1,"publish":{"channel":"c"}}""").Data.IsEmpty);

    [Theory]
    [InlineData("""{"id":1,"publish":{"channel":"c","data":1,"delta":"fossil","tf":{"op":"and"},"type":1,"later":[[{}]]}}""")]
    [InlineData("""{"later":1,"id":1,"flags":[{"id":2}],"publish":{"channel":"c","data":1},"x":"publish","y":null}""")]
    [InlineData("""{"id":1,"connect":null,"publish":{"channel":"c","data":1},"rpc":null}""")]
    [InlineData("""{"id":1,"publish":{"Channel":"x","CHANNEL":"y","channel":"c","data":1,"token":5,"subs":7}}""")]
    public void Fields_ThatAreNotKnown_AreSkipped(string message)
    {
        Command.Publish publish = Reading.One<Command.Publish>(message);
        Assert.Equal((1u, "c", "1"), (publish.Id, publish.Channel, Reading.Text(publish.Data)));
    }

    [Fact]
    public void Names_AndStringsWithEscapes_AreRead()
    {
        Command.Publish publish = Reading.One<Command.Publish>("""
            {"\u0069d":1,"publis\u0068":{"\u0063hanne\u006c":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 é😀","dat\u0061":1}}
            """);
        Assert.Equal("\"\\/\b\f\n\r\té😀 é😀", publish.Channel);
        Assert.Equal("1", Reading.Text(publish.Data));
    }

    [Fact]
    public void MapNames_WithEscapes_AreRead()
    {
        Command.Connect connect = Reading.One<Command.Connect>("""{"id":1,"connect":{"subs":{"\u0061\n":{}},"headers":{"\ud83d\ude00":"\u0000"}}}""");
        Assert.Equal("a\n", Assert.Single(connect.Subs).Value.Channel);
        Assert.Equal(KeyValuePair.Create("😀", "\0"), Assert.Single(connect.Headers));
    }

    // The key is the channel, whatever else the object says.
    [Fact]
    public void Connect_SubsWithAChannelOfTheirOwn_AreOfTheirKey() =>
        Assert.Equal("c", Assert.Single(Reading.One<Command.Connect>("""{"id":1,"connect":{"subs":{"c":{"channel":"d"}}}}""").Subs).Value.Channel);

    [Fact]
    public void Offset_AtItsTop_IsRead() =>
        Assert.Equal(long.MaxValue, Reading.One<Command.Subscribe>("""{"id":1,"subscribe":{"offset":9223372036854775807}}""").Request.Position.Offset);

    [Theory]
    [InlineData("""{"id":1,"connect":{"token":"secret","data":"secret"}}""")]
    [InlineData("""{"id":1,"subscribe":{"token":"secret","data":"secret"}}""")]
    [InlineData("""{"id":1,"refresh":{"token":"secret"}}""")]
    [InlineData("""{"id":1,"sub_refresh":{"token":"secret"}}""")]
    [InlineData("""{"id":1,"rpc":{"data":"secret"}}""")]
    public void ToString_OfACommandWithSecrets_HasNone(string message)
    {
        Command command = Reading.One(message);
        Assert.DoesNotContain("secret", command.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", (command as Command.Subscribe)?.Request.ToString() ?? "", StringComparison.Ordinal);
    }
}
