using System.Text;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class HttpHeadTests
{
    private const string Request = "GET /chat?x=1 HTTP/1.1\r\nHost: server.example.com\r\nX-Empty:\r\nX-Latin:\t\u00e9 a \r\nx-empty: 2\r\n\r\n";
    private const string Response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    private static readonly HttpHeadLimits SmallLimits = new() { MaxOctets = 200, MaxHeaders = 4 };

    [Fact]
    public void ReadRequest_CompleteHead_GivesItsValuesAndLeavesWhatFollows()
    {
        HttpHeadRead read = HttpHead.ReadRequest(Octets(Request + "frames"), HttpHeadLimits.Default, out HandshakeRequest? request);

        Assert.Equal(new HttpHeadRead(HttpHeadState.Done, Request.Length, HandshakeRule.None), read);
        Assert.NotNull(request);
        Assert.Equal(("GET", "/chat?x=1", HandshakeHttpVersion.Http11), (request.Method, request.Target, request.Version));
        Assert.Equal("Host: server.example.com|X-Empty: |X-Latin: \u00e9 a|x-empty: 2", HandshakeResultTests.Text(request.Headers));
    }

    [Fact]
    public void ReadRequest_BehindOneEmptyLine_SkipsItAndCountsIt()
    {
        HttpHeadRead read = HttpHead.ReadRequest(Octets("\r\n" + Request + "frames"), HttpHeadLimits.Default, out HandshakeRequest? request);

        Assert.Equal(new HttpHeadRead(HttpHeadState.Done, Request.Length + 2, HandshakeRule.None), read);
        Assert.Equal("/chat?x=1", request!.Target);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n", HandshakeHttpVersion.Http10)]
    [InlineData("GET / HTTP/1.2\r\n\r\n", HandshakeHttpVersion.Http11)]
    public void ReadRequest_MinorVersion_IsRead(string head, HandshakeHttpVersion version)
    {
        HttpHead.ReadRequest(Octets(head), HttpHeadLimits.Default, out HandshakeRequest? request);

        Assert.Equal(version, request?.Version);
    }

    [Theory]
    [InlineData(Response, 101, "Switching Protocols")]
    [InlineData("HTTP/1.1 404 \r\n\r\n", 404, "")]
    public void ReadResponse_CompleteHead_GivesItsValues(string head, int status, string reason)
    {
        HttpHeadRead read = HttpHead.ReadResponse(Octets(head), HttpHeadLimits.Default, out HttpResponseHead? response);

        Assert.Equal(new HttpHeadRead(HttpHeadState.Done, head.Length, HandshakeRule.None), read);
        Assert.Equal((status, reason), (response!.Status, response.ReasonPhrase));
    }

    [Fact]
    public void ReadRequest_EveryProperPrefix_NeedsMore() =>
        Assert.All(Enumerable.Range(0, Request.Length), static length =>
        {
            HttpHeadRead read = HttpHead.ReadRequest(Octets(Request[..length]), HttpHeadLimits.Default, out HandshakeRequest? request);
            Assert.Equal(new HttpHeadRead(HttpHeadState.NeedMore, 0, HandshakeRule.None), read);
            Assert.Null(request);
        });

    [Fact]
    public void ReadResponse_EveryProperPrefix_NeedsMore() =>
        Assert.All(Enumerable.Range(0, Response.Length), static length =>
            Assert.Equal(HttpHeadState.NeedMore, HttpHead.ReadResponse(Octets(Response[..length]), HttpHeadLimits.Default, out _).State));

    [Theory]
    [MemberData(nameof(BrokenHandshakes.RequestHeads), MemberType = typeof(BrokenHandshakes))]
    public void ReadRequest_BrokenHead_IsInvalidByItsRule(HandshakeRule rule, string head)
    {
        HttpHeadRead read = HttpHead.ReadRequest(Octets(head), SmallLimits, out HandshakeRequest? request);

        Assert.Equal(new HttpHeadRead(HttpHeadState.Invalid, 0, rule), read);
        Assert.Null(request);
    }

    [Theory]
    [MemberData(nameof(BrokenHandshakes.ResponseHeads), MemberType = typeof(BrokenHandshakes))]
    public void ReadResponse_BrokenHead_IsInvalidByItsRule(HandshakeRule rule, string head)
    {
        HttpHeadRead read = HttpHead.ReadResponse(Octets(head), SmallLimits, out HttpResponseHead? response);

        Assert.Equal(new HttpHeadRead(HttpHeadState.Invalid, 0, rule), read);
        Assert.Null(response);
    }

    // The first outcome that is not NeedMore must be the one that the whole text gives.
    [Theory]
    [MemberData(nameof(BrokenHandshakes.RequestHeads), MemberType = typeof(BrokenHandshakes))]
    public void ReadRequest_BrokenHeadOctetByOctet_BreaksTheSameRule(HandshakeRule rule, string head)
    {
        byte[] octets = Octets(head);
        HttpHeadRead read = default;
        for (int length = 0; length <= octets.Length && read.State == HttpHeadState.NeedMore; length++)
        {
            read = HttpHead.ReadRequest(octets.AsSpan(0, length), SmallLimits, out _);
        }

        Assert.Equal(rule, read.Rule);
    }

    [Theory]
    [InlineData(199, HttpHeadState.Done)]
    [InlineData(200, HttpHeadState.Done)]
    [InlineData(201, HttpHeadState.Invalid)]
    public void ReadRequest_HeadOfLength_IsDoneUpToTheLimit(int length, HttpHeadState expected)
    {
        const string start = "GET / HTTP/1.1\r\na: ";
        string head = start + new string('x', length - start.Length - 4) + "\r\n\r\n";

        HttpHeadRead read = HttpHead.ReadRequest(Octets(head), SmallLimits, out _);

        Assert.Equal(expected, read.State);
        Assert.Equal(expected == HttpHeadState.Done ? HandshakeRule.None : HandshakeRule.HeadTooLarge, read.Rule);
    }

    [Theory]
    [InlineData(3, HttpHeadState.Done)]
    [InlineData(4, HttpHeadState.Done)]
    [InlineData(5, HttpHeadState.Invalid)]
    public void ReadRequest_HeaderLines_AreDoneUpToTheLimit(int count, HttpHeadState expected)
    {
        string head = "GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("a: b\r\n", count)) + "\r\n";

        Assert.Equal(expected, HttpHead.ReadRequest(Octets(head), SmallLimits, out _).State);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1999)]
    public void ReadRequest_MutatedHead_NeverThrowsAndDoesNotDependOnChunks(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        HashSet<HttpHeadState> states = [];
        for (int round = 0; round < 2_000; round++)
        {
            byte[] octets = Octets(Request);
            for (int mutation = random.Next(3); mutation >= 0; mutation--)
            {
                octets[random.Next(octets.Length)] = (byte)"\r\n :\t\0aG/1\u00ff"[random.Next(11)];
            }

            HttpHeadRead whole = HttpHead.ReadRequest(octets, SmallLimits, out _);
            HttpHeadRead chunked = default;
            for (int length = 0; chunked.State == HttpHeadState.NeedMore && length < octets.Length;)
            {
                length = Math.Min(octets.Length, length + random.Next(1, 20));
                chunked = HttpHead.ReadRequest(octets.AsSpan(0, length), SmallLimits, out _);
            }

            Assert.Equal(whole, chunked);
            states.Add(whole.State);
        }

        Assert.Superset(new HashSet<HttpHeadState> { HttpHeadState.Done, HttpHeadState.Invalid }, states);
    }

    private static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);
}
