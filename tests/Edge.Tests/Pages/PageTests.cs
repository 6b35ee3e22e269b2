using System.Text.RegularExpressions;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Pages;

public sealed partial class PageTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private readonly EdgeHost _edge = fixture.Edge;

    [Theory]
    [InlineData("/healthz", "healthy\n")]
    [InlineData("/readyz", "ready\n")]
    public async Task Health_Asked_OfARunningEdge_IsGood(string path, string body)
    {
        HttpAnswer answer = await GetAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.Equal(body, answer.Body);
        Assert.StartsWith("text/plain", answer["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Asked_IsHtmlWithEveryFactFilledIn()
    {
        HttpAnswer page = await GetAsync("/wire");

        Assert.Equal(200, page.Status);
        Assert.Equal("text/html; charset=utf-8", page["Content-Type"]);
        Assert.DoesNotContain("{{", page.Body, StringComparison.Ordinal);
        Assert.Contains("67,108,864 octets", page.Body, StringComparison.Ordinal);
        Assert.Contains("permessage-deflate on", page.Body, StringComparison.Ordinal);
        Assert.Contains("0.1.0", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/wire")]
    [InlineData("/admin")]
    public async Task Page_Asked_ForbidsWhatItDoesNotNeed(string path)
    {
        string policy = (await GetAsync(path))["Content-Security-Policy"] ?? "";

        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
    }

    // The page works on a machine without a way out, and tells nobody that it is open.
    [Theory]
    [InlineData("/")]
    [InlineData("/wire")]
    [InlineData("/admin")]
    public async Task Page_Asked_NamesNoOutsideResource(string path)
    {
        string page = (await GetAsync(path)).Body;

        Assert.All(OutsideAddress().Matches(page), static match => Assert.Equal("http://www.w3.org", match.Value)); // namespaces
        Assert.DoesNotMatch(ProtocolRelative(), page);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/echo/more")]
    [InlineData("/index.html")]
    [InlineData("/appsettings.json")]
    public async Task Path_Asked_Unknown_Is404WithALine(string path)
    {
        HttpAnswer answer = await GetAsync(path);

        Assert.Equal(404, answer.Status);
        Assert.NotEmpty(answer.Body);
    }

    [Fact]
    public async Task AdminPage_Asked_WithoutAKeyConfigured_Is404AndNamesTheOption()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();

        HttpAnswer page = await edge.AskAsync(Request("/admin"));

        Assert.Equal(404, page.Status);
        Assert.Contains("Admin:Key", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Asked_WithoutCompression_SaysSo()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Compression:Enabled=false");

        HttpAnswer page = await edge.AskAsync(Request("/wire"));

        Assert.Contains("permessage-deflate off", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/wire")]
    [InlineData("/admin")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Path_AskedByPost_IsNotAllowed(string path) =>
        Assert.Equal(405, (await _edge.AskAsync(Requests.Make($"POST {path} HTTP/1.1", "-Upgrade", "-Connection", "Content-Length: 0"))).Status);

    // RFC 9110 §9.1: every server supports GET and HEAD.
    [Theory]
    [InlineData("/")]
    [InlineData("/wire")]
    [InlineData("/admin")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Path_AskedByHead_IsAnsweredAsByGet(string path)
    {
        using HttpClient http = new() { Timeout = Bounded.Limit };
        using HttpRequestMessage request = new(HttpMethod.Head, new Uri(_edge.Address(Road.Http1), path));

        using HttpResponseMessage answer = await http.SendAsync(request, Bounded.Token);

        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static byte[] Request(string path) => Requests.Make($"GET {path} HTTP/1.1", "-Upgrade", "-Connection");

    private Task<HttpAnswer> GetAsync(string path) => _edge.AskAsync(Request(path));

    [GeneratedRegex("(?:https?|ftp)://[^/\\s\"'<>`)]+")]
    private static partial Regex OutsideAddress();

    [GeneratedRegex("(?:src|href|url\\()\\s*=?\\s*[\"']?//")]
    private static partial Regex ProtocolRelative();
}
