using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>What is wrong with a request is said in HTTP's terms, and then nothing is carried out.</summary>
public sealed class ApiHttpTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string KeyHeader = "X-API-Key: " + ApiHost.Key;
    private const string Publish = """{"channel":"chat:a","data":{"text":"caf\u00e9 \ud83d\ude00 é"},"tags":{"a":"b"},"idempotency_key":"k"}""";

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Method_OtherThanPost_Is405(string method)
    {
        ApiReply reply = await fixture.Api.SendAsync(HttpMethod.Parse(method), "/api/info", null, KeyHeader);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
        Assert.Equal("POST", reply.Headers["Allow"]);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("Publish")]
    [InlineData("rpc")]
    public async Task ApiMethod_Unknown_Is404AndNamesTheMethods(string method)
    {
        ApiReply reply = await fixture.Api.AskAsync(method, "{}");

        Assert.Contains("history_remove", reply.Problem(HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{\"channel\":\"chat:a\",\"data\":1,}")]
    [InlineData("{'channel':'chat:a','data':1}")]
    [InlineData("{\"channel\":\"chat:a\",\"data\":01}")]
    [InlineData("{\"channel\":\"chat:a\",\"data\":NaN}")]
    [InlineData("{\"channel\":\"chat:a\",\"data\":1/**/}")]
    [InlineData("{\"channel\":\"chat:a\",\"data\":\"\n\"}")]
    [InlineData("channel=chat:a&data=1")]
    [InlineData("\uFEFF{\"channel\":\"chat:a\",\"data\":1}")]
    public async Task Body_NotOneJsonObject_Is400(string body)
    {
        ApiReply reply = await fixture.Api.AskAsync("publish", body);

        Assert.Contains("JSON object", reply.Problem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Empty(fixture.Api.Gateway.Published);
    }

    [Fact]
    public async Task Body_CutAtEveryOctet_Is400AndNothingIsDone()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        byte[] whole = Encoding.UTF8.GetBytes(Publish);
        for (int length = 0; length < whole.Length; length++)
        {
            ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api/publish", whole[..length], KeyHeader);
            Assert.Equal((length, HttpStatusCode.BadRequest), (length, reply.Status));
        }

        Assert.Empty(api.Gateway.Published);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, "/api/publish", whole, KeyHeader)).Status);
        Assert.Single(api.Gateway.Published);
    }

    // A JSON reader that skips strings does not see these; a client that gets them breaks.
    [Theory]
    [InlineData("data", "FF")]
    [InlineData("data", "C0AF")]
    [InlineData("data", "EDA080")]
    [InlineData("data", "F4908080")]
    [InlineData("data", "C3")]
    [InlineData("unknown", "FF")]
    public async Task Body_WithInvalidUtf8_Is400(string member, string octets)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes($$"""{"channel":"chat:a","data":1,"{{member}}x":"""), (byte)'"', .. Convert.FromHexString(octets), (byte)'"', (byte)'}'];

        ApiReply reply = await fixture.Api.SendAsync(HttpMethod.Post, "/api/publish", body, KeyHeader);

        reply.Problem(HttpStatusCode.BadRequest);
        Assert.Empty(fixture.Api.Gateway.Published);
    }

    [Theory]
    [InlineData(67, HttpStatusCode.OK)]
    [InlineData(68, HttpStatusCode.BadRequest)]
    [InlineData(100_000, HttpStatusCode.BadRequest)]
    public async Task Body_NestedDeep_IsRefusedAboveTheLimit(int depth, HttpStatusCode status)
    {
        string body = "{\"x\":" + new string('[', depth) + new string(']', depth) + "}";

        Assert.Equal(status, (await fixture.Api.AskAsync("info", body)).Status);
    }

    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Body_AroundTheLimit_IsRefusedAboveIt(int more, HttpStatusCode status)
    {
        const int Limit = 200;
        await using ApiHost api = await ApiHost.StartAsync($"Api:MaxBodyOctets={Limit}");
        byte[] body = Encoding.ASCII.GetBytes("{" + new string(' ', Limit + more - 2) + "}");

        ApiReply whole = await api.SendAsync(HttpMethod.Post, "/api/info", body, KeyHeader);
        using HttpRequestMessage chunked = new(HttpMethod.Post, new Uri("/api/info", UriKind.Relative)) { Content = new ByteArrayContent(body) };
        chunked.Headers.TransferEncodingChunked = true;
        ApiReply pieces = await api.SendAsync(chunked, KeyHeader);

        Assert.Equal(status, whole.Status);
        Assert.Equal(status, pieces.Status);
        if (more > 0)
        {
            Assert.Contains("Api:MaxBodyOctets", whole.Problem(status), StringComparison.Ordinal);
        }
    }

    // Kestrel's own limit would hold below ours.
    [Fact]
    public async Task Body_AboveTheServersOwnLimit_IsTakenWhenTheOptionSaysSo()
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:MaxBodyOctets=40000000");
        byte[] body = new byte[31_000_000];
        body.AsSpan().Fill((byte)' ');
        (body[0], body[^1]) = ((byte)'{', (byte)'}');

        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, "/api/info", body, KeyHeader)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain; charset=iso-8859-1")]
    public async Task Body_OfAnyContentType_IsTaken(string? type)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/api/info", UriKind.Relative)) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        Assert.Equal(HttpStatusCode.OK, (await fixture.Api.SendAsync(request, KeyHeader)).Status);
    }

    [Fact]
    public async Task Body_MutatedAtRandom_NeverBreaksTheApi()
    {
        int seed = FuzzSeed.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        Random random = new(seed);
        await using ApiHost api = await ApiHost.StartAsync();
        (string Method, string Body)[] starts =
        [
            ("publish", Publish),
            ("broadcast", """{"channels":["chat:a","plain:b"],"b64data":"eyJhIjoxfQ==","skip_history":true}"""),
            ("batch", """{"commands":[{"publish":{"channel":"chat:a","data":null}},{"history":{"channel":"chat:a","limit":1}}],"parallel":true}"""),
            ("history", """{"channel":"chat:a","limit":-1,"since":{"offset":3,"epoch":"e"},"reverse":true}"""),
            ("disconnect", """{"user":"u","client":"c","disconnect":{"code":4000,"reason":"bye"}}"""),
            ("subscribe", """{"user":"u","channel":"chat:a","info":{"a":[1,2]},"expire_at":12}"""),
        ];
        for (int round = 0; round < 600; round++)
        {
            (string method, string start) = starts[random.Next(starts.Length)];
            byte[] body = Mutate(Encoding.UTF8.GetBytes(start), random);
            ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api/" + method, body, KeyHeader);
            Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"seed {seed}, round {round}: {reply.Status} for {Convert.ToHexString(body)}");
            Assert.False(reply.Body.Contains("\"code\":100", StringComparison.Ordinal), $"seed {seed}, round {round}: {reply.Body}");
        }
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        List<byte> octets = [.. body];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(octets.Count);
            switch (random.Next(4))
            {
                case 0:
                    octets[at] = (byte)random.Next(256);
                    break;
                case 1:
                    octets.RemoveAt(at);
                    break;
                case 2:
                    octets.Insert(at, "\"{}[],:\\0-1eu \n"u8[random.Next(15)]);
                    break;
                default:
                    int length = random.Next(1, Math.Min(12, octets.Count - at) + 1);
                    octets.InsertRange(random.Next(octets.Count), octets.GetRange(at, length));
                    break;
            }
        }

        return [.. octets];
    }
}
