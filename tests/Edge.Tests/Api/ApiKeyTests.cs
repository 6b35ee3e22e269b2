using System.Net;
using Stratus.Realtime.Edge.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Stratus.Realtime.Edge.Tests.Api;

public sealed class ApiKeyTests
{
    private static readonly byte[] Body = "{}"u8.ToArray();

    [Theory]
    [InlineData("X-API-Key: " + ApiHost.Key)]
    [InlineData("x-api-key: " + ApiHost.Key)]
    [InlineData("Authorization: apikey " + ApiHost.Key)]
    [InlineData("Authorization: ApiKey " + ApiHost.Key)]
    [InlineData("X-API-Key: the-second-key-here")]
    [InlineData("Authorization: apikey the-second-key-here")]
    public async Task Request_WithAValidKey_IsAnswered(string header)
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:Keys:1=the-second-key-here");

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api/info", Body, header);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    [Theory]
    [InlineData()]
    [InlineData("X-API-Key: ")]
    [InlineData("X-API-Key: a-key-of-these-test")]
    [InlineData("X-API-Key: a-key-of-these-testss")]
    [InlineData("X-API-Key: A-KEY-OF-THESE-TESTS")]
    [InlineData("X-API-Key: apikey " + ApiHost.Key)]
    [InlineData("X-API-Key: " + ApiHost.Key, "X-API-Key: other")]
    [InlineData("X-Admin-Key: " + ApiHost.AdminKey)]
    [InlineData("X-API-Key: " + ApiHost.AdminKey)]
    [InlineData("Authorization: Bearer " + ApiHost.Key)]
    [InlineData("Authorization: apikey")]
    [InlineData("Authorization: " + ApiHost.Key)]
    public async Task Request_WithoutAValidKey_IsRefusedWith401(params string[] headers)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api/publish", """{"channel":"chat:a","data":1}"""u8.ToArray(), headers);

        Assert.Contains("X-API-Key", reply.Problem(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        Assert.Equal("apikey", reply.Headers["WWW-Authenticate"]);
        Assert.Empty(api.Gateway.Published);
        Assert.Equal(1, api.Meter.Sum("stratus.api.refused", "status=401"));
    }

    [Theory]
    [InlineData("/api", "POST")]
    [InlineData("/api/publish", "GET")]
    [InlineData("/api/nothing", "POST")]
    public async Task Request_WithoutAKey_LearnsNothingElse(string path, string method)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        ApiReply reply = await api.SendAsync(HttpMethod.Parse(method), path, null);

        reply.Problem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("X-API-Key: " + ApiHost.Key)]
    [InlineData("X-API-Key: ")]
    [InlineData]
    public async Task Request_WhenNoKeyIsConfigured_IsRefusedAndToldHowToConfigureOne(params string[] headers)
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:Keys:0=");

        ApiReply reply = await api.SendAsync(HttpMethod.Post, "/api/info", Body, headers);

        Assert.Contains("Api:Keys:0", reply.Problem(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_Rotated_TakeEffectWithoutARestart()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        async Task<HttpStatusCode> AskWith(string key) => (await api.SendAsync(HttpMethod.Post, "/api/info", Body, "X-API-Key: " + key)).Status;
        Assert.Equal(HttpStatusCode.OK, await AskWith(ApiHost.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWith("the-next-key-of-all"));

        api.Set("Api:Keys:1=the-next-key-of-all");
        Assert.Equal(HttpStatusCode.OK, await AskWith(ApiHost.Key));
        Assert.Equal(HttpStatusCode.OK, await AskWith("the-next-key-of-all"));

        api.Set("Api:Keys:0=");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWith(ApiHost.Key));
        Assert.Equal(HttpStatusCode.OK, await AskWith("the-next-key-of-all"));
    }

    [Fact]
    public async Task DevelopmentKey_WithoutAConfiguredOne_IsAccepted()
    {
        await using ApiHost api = await ApiHost.StartAsync("environment=Development", "Api:Keys:0=", "Admin:Key=");
        string key = api.Services.GetRequiredService<ApiKeys>().DevelopmentKey!;

        Assert.Equal(32, key.Length);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, "/api/info", Body, "X-API-Key: " + key)).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/admin/api/node", null, "X-Admin-Key: " + key)).Status);
    }

    [Fact]
    public async Task DevelopmentKey_BesideAConfiguredOne_IsNotAccepted()
    {
        await using ApiHost api = await ApiHost.StartAsync("environment=Development");
        string key = api.Services.GetRequiredService<DevelopmentKeys>().Key!;

        Assert.Null(api.Services.GetRequiredService<ApiKeys>().DevelopmentKey);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.SendAsync(HttpMethod.Post, "/api/info", Body, "X-API-Key: " + key)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.SendAsync(HttpMethod.Get, "/admin/api/node", null, "X-Admin-Key: " + key)).Status);
    }

    [Fact]
    public async Task DevelopmentKey_InProduction_IsNotMade()
    {
        await using ApiHost api = await ApiHost.StartAsync("Api:Keys:0=");

        Assert.Null(api.Services.GetRequiredService<DevelopmentKeys>().Key);
        Assert.True(api.Services.GetRequiredService<ApiKeys>().IsClosed);
    }
}
