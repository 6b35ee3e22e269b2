using System.Net;
using System.Text;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Api;

namespace Stratus.Realtime.Edge.Tests.Admin;

public sealed class AdminTests
{
    private const string KeyHeader = "X-Admin-Key: " + ApiHost.AdminKey;

    [Fact]
    public async Task Node_Asked_IsDescribed()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.SendAsync(HttpMethod.Get, "/admin/api/node", null, KeyHeader);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("application/json", reply.ContentType);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.Equal(
            """
            {"node":"node \"one\"","version":"1.2.3","uptimeSeconds":90,"connections":7,"sessions":5,"users":4,"channels":3,
            "publicationsPerSecond":1.2,"deliveriesPerSecond":20,"commandsPerSecond":3,"memoryOctets":1048576,"cpuSeconds":1.5,"queueOctetsHighWater":4096}
            """.ReplaceLineEndings(""),
            reply.Body);
    }

    [Theory]
    [InlineData("/admin/api/channels", "")]
    [InlineData("/admin/api/channels?pattern=", "")]
    [InlineData("/admin/api/channels?pattern=chat%3A*", "chat:*")]
    public async Task Channels_Asked_AreListed(string path, string pattern)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Channels = [new ChannelSummary("chat:a", 2)];

        ApiReply reply = await api.SendAsync(HttpMethod.Get, path, null, KeyHeader);

        Assert.Equal("""{"channels":[{"channel":"chat:a","subscribers":2}]}""", reply.Body);
        Assert.Equal((pattern, 10_000), api.Gateway.Listed);
    }

    [Theory]
    [InlineData("""{"method":"publish","params":{"channel":"chat:a","data":1}}""", """{"result":{"offset":1,"epoch":"e"}}""")]
    [InlineData("""{"method":"presence_stats","params":{"channel":"chat:a"}}""", """{"result":{"num_clients":0,"num_users":0}}""")]
    [InlineData("""{"method":"disconnect","params":{"user":"u"}}""", """{"result":{}}""")]
    [InlineData("""{"method":"history","params":{"channel":"x:a"}}""", """{"error":{"code":102,"message":"unknown channel"}}""")]
    [InlineData("""{"method":"nothing"}""", """{"error":{"code":104,"message":"method not found"}}""")]
    [InlineData("""{"params":{}}""", """{"error":{"code":107,"message":"bad request: 'method' is required"}}""")]
    public async Task Command_Sent_IsCarriedOutAsTheApiDoes(string body, string expected)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/admin/api/command", Encoding.UTF8.GetBytes(body), KeyHeader);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(expected, reply.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}{}")]
    public async Task Command_NotAJsonObject_Is400(string body)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/admin/api/command", Encoding.UTF8.GetBytes(body), KeyHeader);

        reply.Problem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Command_AroundTheLimitOfABody_IsRefusedAboveIt(int octets, HttpStatusCode status)
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:MaxBodyOctets=100");
        byte[] body = Encoding.ASCII.GetBytes("{" + new string(' ', octets - 2) + "}");

        Assert.Equal(status, (await api.SendAsync(HttpMethod.Post, "/admin/api/command", body, KeyHeader)).Status);
    }

    [Theory]
    [InlineData("GET", "/admin/api/node")]
    [InlineData("GET", "/admin/api/channels")]
    [InlineData("POST", "/admin/api/command")]
    [InlineData("GET", "/admin/api/anything/else")]
    public async Task Request_WithoutTheKey_Is401(string method, string path)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        string[][] wrong = [[], ["X-Admin-Key: "], ["X-Admin-Key: wrong"], ["X-Admin-Key: " + ApiHost.Key], ["X-API-Key: " + ApiHost.AdminKey], [KeyHeader, "X-Admin-Key: b"]];
        foreach (string[] headers in wrong)
        {
            ApiReply reply = await api.SendAsync(HttpMethod.Parse(method), path, null, headers);
            Assert.Contains("X-Admin-Key", reply.Problem(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "/admin/api/node")]
    [InlineData("GET", "/admin/api/channels")]
    [InlineData("POST", "/admin/api/command")]
    [InlineData("GET", "/admin/api/anything/else")]
    public async Task Request_WhenNoKeyIsConfigured_Is404WhateverItShows(string method, string path)
    {
        await using ApiHost api = await ApiHost.StartAsync("Admin:Key=");
        foreach (string header in new[] { KeyHeader, "X-Admin-Key: ", "X-Other: 1", "X-API-Key: " + ApiHost.Key })
        {
            (await api.SendAsync(HttpMethod.Parse(method), path, null, header)).Problem(HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData("POST", "/admin/api/node", "GET")]
    [InlineData("POST", "/admin/api/channels", "GET")]
    [InlineData("GET", "/admin/api/command", "POST")]
    public async Task Request_WithAnotherMethod_Is405(string method, string path, string allowed)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.SendAsync(HttpMethod.Parse(method), path, null, KeyHeader);

        reply.Problem(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(allowed, reply.Headers["Allow"]);
    }

    [Fact]
    public async Task Request_ForAnUnknownPath_Is404()
    {
        await using ApiHost api = await ApiHost.StartAsync();

        (await api.SendAsync(HttpMethod.Get, "/admin/api/nothing", null, KeyHeader)).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Channels_WhenNothingAnswersBehind_Is503()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Faults[""] = new GatewayUnavailableException();

        (await api.SendAsync(HttpMethod.Get, "/admin/api/channels", null, KeyHeader)).Problem(HttpStatusCode.ServiceUnavailable);
    }
}
