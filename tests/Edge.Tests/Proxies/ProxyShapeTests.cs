using System.Text;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Proxies;

namespace Stratus.Realtime.Edge.Tests.Proxies;

/// <summary>The JSON that goes out and what is read from the JSON that comes back.</summary>
public sealed class ProxyShapeTests
{
    private const string Head = """POST /hook?a=b [Content-Length: {0}, Content-Type: application/json] """;
    private const string Transport = "\"transport\":\"websocket\",\"protocol\":\"json\",\"encoding\":\"json\"";

    [Fact]
    public async Task Connect_Asked_SendsTheWholeShape()
    {
        ProxyConnectRequest request = new("c1") { Data = "{\"a\":  \"\\u00e9\"}"u8.ToArray(), Name = "js", Version = "1\"2", Channels = ["chat:a", "b"] };

        Assert.Equal(
            "{\"client\":\"c1\"," + Transport + ",\"data\":{\"a\":  \"\\u00e9\"},\"name\":\"js\",\"version\":\"1\\\"2\",\"channels\":[\"chat:a\",\"b\"]}",
            await SentAsync((proxy, stop) => proxy.ConnectAsync(request, stop)));
        Assert.Equal("{\"client\":\"c1\"," + Transport + "}", await SentAsync((proxy, stop) => proxy.ConnectAsync(new ProxyConnectRequest("c1"), stop)));
    }

    [Fact]
    public async Task Subscribe_Asked_SendsTheWholeShape()
    {
        ProxySubscribeRequest request = new("c1", "ü", "chat:a") { Token = "t", Data = "null"u8.ToArray() };

        Assert.Equal(
            "{\"client\":\"c1\"," + Transport + ",\"user\":\"ü\",\"channel\":\"chat:a\",\"token\":\"t\",\"data\":null}",
            await SentAsync((proxy, stop) => proxy.SubscribeAsync(request, stop)));
        Assert.Equal(
            "{\"client\":\"c1\"," + Transport + ",\"user\":\"\",\"channel\":\"a\"}",
            await SentAsync((proxy, stop) => proxy.SubscribeAsync(new ProxySubscribeRequest("c1", "", "a"), stop)));
    }

    [Fact]
    public async Task Publish_Asked_SendsTheWholeShape() => Assert.Equal(
        "{\"client\":\"c1\"," + Transport + ",\"user\":\"u\",\"channel\":\"chat:a\",\"data\":0}",
        await SentAsync((proxy, stop) => proxy.PublishAsync(new ProxyPublishRequest("c1", "u", "chat:a", "0"u8.ToArray()), stop)));

    [Fact]
    public async Task Rpc_Asked_SendsTheWholeShape()
    {
        Assert.Equal(
            "{\"client\":\"c1\"," + Transport + ",\"user\":\"u\",\"method\":\"add\",\"data\":[1, 2]}",
            await SentAsync((proxy, stop) => proxy.CallAsync(new ProxyRpcRequest("c1", "u", "add", "[1, 2]"u8.ToArray()), stop)));
        Assert.Equal(
            "{\"client\":\"c1\"," + Transport + ",\"user\":\"\"}",
            await SentAsync((proxy, stop) => proxy.CallAsync(new ProxyRpcRequest("c1", "", "", default), stop)));
    }

    [Fact]
    public async Task Connect_Answered_IsReadWhole()
    {
        ProxyConnectResult result = await ConnectAsync("""
            {"result":{"user":"u\u00e9","expire_at":99,"info":{"n": 1},"b64data":"bnVsbA==","channels":["chat:a","b"],
             "subs":{"chat:a":{"info":2,"data":{},"expire_at":7},"c":null},"meta":{"x":1},"caps":[],"unknown":1}}
            """);

        Assert.Equal(("ué", 99), (result.User, result.ExpireAt));
        Assert.Equal(("{\"n\": 1}", "null"), (Text(result.Info), Text(result.Data)));
        Assert.Equal(["b", "c", "chat:a"], result.Subscriptions.Keys.Order(StringComparer.Ordinal));
        ProxySubscription subscription = result.Subscriptions["chat:a"];
        Assert.Equal(("2", "{}", 7), (Text(subscription.Info), Text(subscription.Data), subscription.ExpireAt));
        Assert.Equal(("", "", 0), (Text(result.Subscriptions["c"].Info), Text(result.Subscriptions["b"].Data), result.Subscriptions["b"].ExpireAt));
    }

    [Theory]
    [InlineData("""{"result":{}}""")]
    [InlineData("""{"result":{"user":null,"info":null,"data":null,"channels":null,"subs":null,"expire_at":null}}""")]
    [InlineData("""{"result":{"user":"","channels":[],"subs":{}},"error":null,"disconnect":null}""")]
    public async Task Connect_AnsweredWithLittle_IsAnAnonymousUser(string answer)
    {
        ProxyConnectResult result = await ConnectAsync(answer);

        Assert.Equal(("", 0L, 0, 0), (result.User, result.ExpireAt, result.Info.Length, result.Data.Length));
        Assert.Empty(result.Subscriptions);
    }

    [Theory]
    [InlineData("""{"result":{"info":{"a":1},"data":[2],"expire_at":3}}""", "{\"a\":1}", "[2]", 3)]
    [InlineData("""{"result":{"b64info":"MQ==","allow":["pub"]}}""", "1", "", 0)]
    [InlineData("""{"result":{}}""", "", "", 0)]
    public async Task Subscribe_Answered_IsReadWhole(string answer, string info, string data, long expireAt)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);

        ProxySubscription result = Value(await host.Proxy.SubscribeAsync(new ProxySubscribeRequest("c", "u", "a"), TestContext.Current.CancellationToken));

        Assert.Equal((info, data, expireAt), (Text(result.Info), Text(result.Data), result.ExpireAt));
    }

    [Theory]
    [InlineData("""{"result":{"data":{"checked":true},"skip_history":true,"tags":{"a":"b"}}}""", "{\"checked\":true}", true, "b")]
    [InlineData("""{"result":{"b64data":"MQ=="}}""", "1", false, null)]
    [InlineData("""{"result":{"data":null}}""", "", false, null)]
    [InlineData("""{"result":{}}""", "", false, null)]
    public async Task Publish_Answered_IsReadWhole(string answer, string data, bool skipHistory, string? tag)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);

        ProxyPublishResult result = Value(await host.Proxy.PublishAsync(new ProxyPublishRequest("c", "u", "a", "1"u8.ToArray()), TestContext.Current.CancellationToken));

        Assert.Equal((data, skipHistory, tag), (Text(result.Data), result.SkipHistory, result.Tags?["a"]));
    }

    [Theory]
    [InlineData("""{"result":{"data":{"sum":  3}}}""", "{\"sum\":  3}")]
    [InlineData("""{"result":{"data":null}}""", "null")]
    [InlineData("""{"result":{"data":""}}""", "\"\"")]
    [InlineData("{\"result\":{\"data\":[1,\r\n2]}}", "[1,2]")]
    [InlineData("""{"result":{"b64data":"eyJhIjoxfQ=="}}""", "{\"a\":1}")]
    [InlineData("""{"result":{}}""", "")]
    public async Task Rpc_Answered_IsReadWhole(string answer, string data)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);

        Assert.Equal(data, Text(Value(await host.CallAsync()).Data));
    }

    [Theory]
    [InlineData("""{"error":{"code":400,"message":"no \u00e9","temporary":true}}""", 400, "no é", true)]
    [InlineData("""{"error":{"code":103}}""", 103, "", false)]
    [InlineData("""{"error":{"code":1,"message":"first"},"result":{"data":1}}""", 1, "first", false)]
    public async Task Error_Answered_IsPassedOn(string answer, int code, string message, bool temporary)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);

        Assert.Equal(new ProxyAnswer<ProxyRpcResult>.Error(code, message, temporary), await host.CallAsync());
        Assert.Equal(["kind=Rpc outcome=Error"], host.Counted);
    }

    [Theory]
    [InlineData("""{"disconnect":{"code":4500,"reason":"banned"}}""", 4500, "banned")]
    [InlineData("""{"disconnect":{"code":3000,"reason":"x"},"error":{"code":1},"result":{}}""", 3000, "x")]
    public async Task Disconnect_Answered_IsPassedOn(string answer, int code, string reason)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);

        DisconnectCode disconnect = Assert.IsType<ProxyAnswer<ProxyRpcResult>.Disconnect>(await host.CallAsync()).Code;

        Assert.Equal((code, reason), (disconnect.Code, disconnect.Reason));
        Assert.Equal(["kind=Rpc outcome=Disconnect"], host.Counted);
    }

    private static async Task<string> SentAsync<T>(Func<ApplicationProxy, CancellationToken, Task<ProxyAnswer<T>>> ask)
    {
        await using Backend backend = await Backend.StartAsync("""{"result":{}}""");
        await using ProxyHost host = new(backend.Url);
        Assert.IsType<ProxyAnswer<T>.Result>(await ask(host.Proxy, TestContext.Current.CancellationToken));
        string asked = Assert.Single(backend.Asked);
        string body = asked[(asked.IndexOf(']', StringComparison.Ordinal) + 2)..];
        string head = Head.Replace("{0}", Encoding.UTF8.GetByteCount(body).ToString(), StringComparison.Ordinal);
        Assert.Equal(head, asked[..^body.Length]);
        return body;
    }

    private static async Task<ProxyConnectResult> ConnectAsync(string answer)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);
        return Value(await host.Proxy.ConnectAsync(new ProxyConnectRequest("c"), TestContext.Current.CancellationToken));
    }

    private static T Value<T>(ProxyAnswer<T> answer) => Assert.IsType<ProxyAnswer<T>.Result>(answer).Value;

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
