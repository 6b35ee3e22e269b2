using System.Text;
using System.Text.Json;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>What no good client sends. The edge says what was wrong, and ends that connection only.</summary>
public sealed class HostileInputTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    private readonly MessagingEdge _edge = fixture.Edge;

    [Theory]
    [InlineData("", "a message holds at least one command")]
    [InlineData(" \n\n ", "a message holds at least one command")]
    [InlineData("nonsense", "commands are JSON objects, one a line; this is not well-formed JSON")]
    [InlineData("""{"id":1""", "commands are JSON objects, one a line; this is not well-formed JSON")]
    [InlineData("""{"id":1,"rpc":{}},""", "commands are JSON objects, one a line; this is not well-formed JSON")]
    [InlineData("""{"id":1,"publish":{"channel":"open:a","data":01}}""", "commands are JSON objects, one a line; this is not well-formed JSON")]
    [InlineData("[]", "a command is a JSON object")]
    [InlineData("1", "a command is a JSON object")]
    [InlineData("null", "a command is a JSON object")]
    [InlineData("""[{"id":1,"rpc":{}}]""", "a command is a JSON object")]
    [InlineData("""{"id":1}""", "a command needs an id, a positive integer", "a command with an id needs a method")]
    [InlineData("""{"rpc":{}}""", "a command needs an id, a positive integer")]
    [InlineData("""{"id":0,"rpc":{}}""", "a command needs an id, a positive integer")]
    [InlineData("""{"id":null,"subscribe":{"channel":"open:a"}}""", "a command needs an id, a positive integer")]
    [InlineData("""{"id":-1,"rpc":{}}""", "id must be an integer from 1 to 4294967295")]
    [InlineData("""{"id":4294967296,"rpc":{}}""", "id must be an integer from 1 to 4294967295")]
    [InlineData("""{"id":1.5,"rpc":{}}""", "id must be an integer from 1 to 4294967295")]
    [InlineData("""{"id":"1","rpc":{}}""", "id must be an integer from 1 to 4294967295")]
    [InlineData("""{"id":1,"id":2,"rpc":{}}""", "no name stands twice in an object; see id")]
    [InlineData("""{"id":1,"steal":{}}""", "there is no such method")]
    [InlineData("""{"id":1,"rpc":{},"publish":{}}""", "a command has exactly one method")]
    [InlineData("""{"id":1,"rpc":{},"rpc":{}}""", "no name stands twice in an object; see rpc")]
    [InlineData("""{"id":1,"rpc":7}""", "rpc must be an object")]
    [InlineData("""{"id":1,"subscribe":{"channel":7}}""", "channel must be a string")]
    [InlineData("""{"id":1,"subscribe":{"channel":"open:a","channel":"open:b"}}""", "no name stands twice in an object; see channel")]
    [InlineData("""{"id":1,"subscribe":{"channel":"open:a","recover":1}}""", "recover must be true or false")]
    [InlineData("""{"id":1,"subscribe":{"channel":"open:a","offset":-1}}""", "offset must be an integer from 0 to 9223372036854775807")]
    [InlineData("""{"id":1,"history":{"channel":"open:a","limit":"all"}}""", "limit must be an integer of 32 bits")]
    [InlineData("""{"id":1,"history":{"channel":"open:a","since":[]}}""", "since must be an object")]
    [InlineData("""{"id":1,"subscribe":{"channel":"\ud800"}}""", "an escaped surrogate needs its other half")]
    public async Task Message_ThatIsNoCommand_IsABadRequest(string message, string because, string? orBecause = null)
    {
        await using NativeClient client = await _edge.ConnectAsync();

        await client.SendAsync(message);

        (int code, string reason) = await client.ClosedAsync();
        Assert.Equal(3501, code);
        Assert.Contains(reason, (string[])["bad request: " + because, "bad request: " + orBecause]);
    }

    [Fact]
    public async Task Payload_ThatNestsTooDeep_IsABadRequest()
    {
        await using NativeClient client = await _edge.SubscribeAsync("live:deep");
        await client.PublishAsync("live:deep", new string('[', 64) + new string(']', 64));
        Assert.Equal(128, (await client.PublicationAsync()).Length);

        await client.SendAsync($$$"""{"id":9,"publish":{"channel":"live:deep","data":{{{new string('[', 65) + new string(']', 65)}}}}}""");

        Assert.Equal((3501, "bad request: values nest at most 64 levels deep"), await client.ClosedAsync());
    }

    [Theory]
    [InlineData("""{"id":1,"subscribe":{"channel":"open:a"}}""", "bad request: the first command is connect")]
    [InlineData("""{"send":{"data":1}}""", "bad request: the first command is connect")]
    [InlineData("{}", "bad request: {} answers a ping, and there was none")]
    public async Task Message_BeforeConnect_IsABadRequest(string message, string because)
    {
        await using NativeClient client = await _edge.OpenAsync();

        await client.SendAsync(message);

        Assert.Equal((3501, because), await client.ClosedAsync());
    }

    [Theory]
    [InlineData("""{"id":2,"connect":{}}""", "bad request: connect comes once")]
    [InlineData("{}", "bad request: {} answers a ping, and there was none")]
    public async Task Message_AfterConnectOutOfPlace_IsABadRequest(string message, string because)
    {
        await using NativeClient client = await _edge.ConnectAsync();

        await client.SendAsync(message);

        Assert.Equal((3501, because), await client.ClosedAsync());
    }

    [Fact]
    public async Task Connect_TwiceInOneMessage_IsABadRequest()
    {
        await using NativeClient client = await _edge.OpenAsync();

        await client.SendAsync("""{"id":1,"connect":{}}""", """{"id":2,"connect":{}}""");

        Assert.Equal((3501, "bad request: connect comes once"), await client.ClosedAsync());
    }

    [Theory]
    [InlineData("nonsense", 3501)]
    [InlineData("""{"id":9,"connect":{}}""", 3501)] // well-formed, and the end of the session
    [InlineData("""{"id":9,"refresh":{"token":"x"}}""", 3500)]
    public async Task Message_GoodCommandsAndThenTheEnd_CarriesTheGoodOnesOut(string end, int code)
    {
        string channel = $"open:good-{code}-{end.Length}";
        await using NativeClient reader = await _edge.SubscribeAsync(channel);
        await using NativeClient client = await _edge.ConnectAsync();

        await client.SendAsync($$$"""{"id":5,"publish":{"channel":"{{{channel}}}","data":1}}""", end);

        Assert.Equal("1", await reader.PublicationAsync());
        Assert.Equal(code, (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Message_Binary_IsAnInappropriateProtocol()
    {
        await using NativeClient client = await _edge.ConnectAsync();

        await client.Wire.SendAsync(ClientFrames.Binary([1, 2, 3]));

        Assert.Equal((3506, "inappropriate protocol"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Message_ThatIsNotUtf8_IsFailedByTheRule()
    {
        await using NativeClient client = await _edge.ConnectAsync();

        await client.Wire.SendAsync(ClientFrames.Text([.. "{\"id\":1,\"rpc\":{\"method\":\""u8, 0xC3, 0x28, .. "\"}}"u8]));

        Assert.Equal(1007, (await client.ClosedAsync()).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData("\n\n\t")]
    public async Task Commands_WithAnythingBetween_AreAllCarriedOut(string between)
    {
        await using NativeClient client = await _edge.ConnectAsync();

        await client.SendAsync(string.Join(between, Enumerable.Range(10, 3).Select(static id => NativeClient.Command(id, "unsubscribe", """{"channel":"open:x"}"""))) + between);

        for (int id = 10; id < 13; id++)
        {
            Assert.Equal(0, (await client.ReplyAsync(id)).Error);
        }
    }

    // SDKs split messages at newlines: a raw one in a payload would break what its readers get.
    [Fact]
    public async Task Payload_WithRawNewlines_IsPassedOnWithout()
    {
        await using NativeClient client = await _edge.SubscribeAsync("live:newlines");

        await client.SendAsync("{\"id\":9,\"publish\":{\"channel\":\"live:newlines\",\"data\":{\r\n  \"a\": \"\\n\",\n\t\"b\" : [1,\n2]\r}}}");

        Assert.Equal("{  \"a\": \"\\n\",\t\"b\" : [1,2]}", await client.PublicationAsync());
        Assert.Equal(0, (await client.ReplyAsync(9)).Error);
    }

    [Fact]
    public async Task Message_CutIntoFragments_IsOne()
    {
        await using NativeClient client = await _edge.ConnectAsync();
        byte[] message = Encoding.UTF8.GetBytes(NativeClient.Command(9, "unsubscribe", """{"channel":"open:é"}""").Replace("é", "e", StringComparison.Ordinal));

        await client.Wire.SendAsync(ClientFrames.Frame(1, message.AsSpan(0, 10)), ClientFrames.Frame(0, message.AsSpan(10, 5)), ClientFrames.Frame(ClientFrames.Fin, message.AsSpan(15)));

        Assert.Equal(0, (await client.ReplyAsync(9)).Error);
    }

    [Fact]
    public async Task Message_OctetByOctet_IsOne()
    {
        await using NativeClient client = await _edge.ConnectAsync();

        foreach (byte octet in ClientFrames.Text(NativeClient.Command(9, "unsubscribe", """{"channel":"open:x"}""")))
        {
            await client.Wire.SendAsync([octet]);
        }

        Assert.Equal(0, (await client.ReplyAsync(9)).Error);
    }

    [Fact]
    public async Task Message_OfTwoThousandCommands_IsCarriedOutWhole()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
            new ManualTime(), "--Clients:Limits:MaxCommandsPerSecond=2001", "--Clients:Limits:MaxMessageOctets=1000000");
        await using NativeClient client = await edge.SubscribeAsync("open:many");

        await client.SendAsync([.. Enumerable.Range(3, 2000).Select(static id => NativeClient.Command(id, "publish", $"{{\"channel\":\"open:many\",\"data\":{id}}}"))]);

        for (int id = 3; id < 2003; id++)
        {
            Reply reply = await client.ReplyAsync(id);
            Assert.Equal(id == 2002 ? 111 : 0, reply.Error); // connect and subscribe count too
        }

        for (int id = 3; id < 2002; id++)
        {
            Assert.Equal($"{id}", await client.PublicationAsync());
        }
    }

    // Everything of the first second's allowance is carried out, as much again refused, and then it is too much.
    [Fact]
    public async Task Message_OfMoreCommandsThanMayBe_EndsTheConnection()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(new ManualTime());
        await using NativeClient client = await edge.ConnectAsync();

        await client.SendAsync([.. Enumerable.Range(2, 2000).Select(static id => NativeClient.Command(id, "rpc", "{}"))]);

        Assert.Equal((3013, "too many requests"), await client.ClosedAsync());
        Assert.Equal(104, (await client.ReplyAsync(1000)).Error);
        Assert.Equal(111, (await client.ReplyAsync(1001)).Error);
        Assert.Equal(111, (await client.ReplyAsync(2000)).Error);
    }

    [Fact]
    public async Task Refusals_OfHostileClients_DoNotDisturbOthers()
    {
        await using NativeClient good = await _edge.SubscribeAsync("open:undisturbed");
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            await using NativeClient hostile = await _edge.SubscribeAsync("open:undisturbed");
            await hostile.PublishAsync("open:undisturbed", $"{i}");
            await hostile.SendAsync("}{");
            Assert.Equal(3501, (await hostile.ClosedAsync()).Code);
        }));

        HashSet<string> got = [];
        for (int i = 0; i < 30; i++)
        {
            got.Add(await good.PublicationAsync());
        }

        Assert.Equal(30, got.Count);
    }
}
