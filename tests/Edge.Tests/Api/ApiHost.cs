using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Admin;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>The server API and the admin endpoints on a free port, in front of ports that a test can look into.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Key = "a-key-of-these-tests";
    public const string AdminKey = "an-admin-key-of-these-tests";

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private ApiHost(WebApplication app, EdgeLog log)
    {
        _app = app;
        Log = log;
        Gateway = (FakeGateway)app.Services.GetRequiredService<IChannelGateway>();
        Users = (FakeUsers)app.Services.GetRequiredService<IUserDirectory>();
        Meter = new EdgeMeter(app.Services.GetRequiredService<IMeterFactory>());
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Bounded.Limit };
    }

    public FakeGateway Gateway { get; }

    public FakeUsers Users { get; }

    public EdgeMeter Meter { get; }

    public EdgeLog Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts with one key for each; settings such as "Api:MaxBodyOctets=10" win.</summary>
    public static async Task<ApiHost> StartAsync(params string[] settings)
    {
        EdgeLog log = new();
        string environment = settings.FirstOrDefault(s => s.StartsWith("environment=", StringComparison.Ordinal)) ?? "environment=Production";
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment.Split('=')[1] });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Pairs(["Api:Keys:0=" + Key, "Admin:Key=" + AdminKey, .. settings]));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.Configure<ApiOptions>(builder.Configuration.GetSection(ApiOptions.Section));
        builder.Services.Configure<AdminOptions>(builder.Configuration.GetSection(AdminOptions.Section));
        builder.Services.Configure<ClientLimitOptions>(builder.Configuration.GetSection(ClientLimitOptions.Section));
        FakeGateway gateway = new();
        builder.Services.AddSingleton<IChannelGateway>(gateway);
        builder.Services.AddSingleton<IUserDirectory>(new FakeUsers());
        FakeFacts facts = new();
        builder.Services.AddSingleton<INodeFacts>(facts);
        builder.Services.AddSingleton<INodeDirectory>(facts);
        builder.Services.AddSingleton(Namespaces());
        builder.Services.AddSingleton(new ChannelPublisher(gateway, "edge-1", TimeProvider.System) { GiveUpAfter = TimeSpan.Zero });
        builder.Services.AddSingleton(s => new ChannelHub(gateway, Namespaces(), TimeProvider.System, new HubLimits(), static () => { }));
        builder.Services.AddStratusAdmin();
        WebApplication app = builder.Build();
        app.MapStratusApi();
        app.MapStratusAdmin();
        await app.StartAsync(Bounded.Token);
        return new ApiHost(app, log);
    }

    /// <summary>Changes the configuration of the running host.</summary>
    public void Set(params string[] settings)
    {
        foreach ((string key, string? value) in Pairs(settings))
        {
            _app.Configuration[key] = value;
        }

        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    /// <summary>A command of the API, with a valid key.</summary>
    public Task<ApiReply> AskAsync(string method, string json) => SendAsync(HttpMethod.Post, "/api/" + method, Encoding.UTF8.GetBytes(json), "X-API-Key: " + Key);

    /// <summary>A command of the API that is answered with status 200: the answer.</summary>
    public async Task<string> AnswerAsync(string method, string json)
    {
        ApiReply reply = await AskAsync(method, json);
        Assert.Equal("application/json", reply.ContentType);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body);
        return reply.Body;
    }

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, byte[]? body, params string[] headers)
    {
        using HttpRequestMessage request = new(method, new Uri(new Uri(_app.Urls.Single()), path));
        request.Content = body is null ? null : new ByteArrayContent(body);
        return await SendAsync(request, headers);
    }

    public async Task<ApiReply> SendAsync(HttpRequestMessage request, params string[] headers)
    {
        request.RequestUri = new Uri(new Uri(_app.Urls.Single()), request.RequestUri!);
        foreach (string header in headers)
        {
            string[] parts = header.Split(": ", 2);
            Assert.True(request.Headers.TryAddWithoutValidation(parts[0], parts[1]));
        }

        using HttpResponseMessage response = await _http.SendAsync(request, Bounded.Token);
        return new ApiReply(
            response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(Bounded.Token),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value)));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(CancellationToken.None).WaitAsync(Bounded.Limit);
        await _app.DisposeAsync().AsTask().WaitAsync(Bounded.Limit);
        Meter.Dispose();
        Assert.True(Log.Troubles.Count == 0 || Gateway.IsBroken, "The edge logged trouble: " + string.Join('\n', Log.Troubles));
    }

    private static NamespaceTable Namespaces() => new(
        new ChannelRules(),
        [
            new ChannelRules { Namespace = "chat", HistorySize = 10, Presence = true, JoinLeave = true },
            new ChannelRules { Namespace = "plain" },
        ]);

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(IEnumerable<string> settings) =>
        settings.Select(s => s.Split('=', 2)).GroupBy(p => p[0]).Select(g => new KeyValuePair<string, string?>(g.Key, g.Last()[1]));
}
