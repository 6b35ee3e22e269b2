using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Proxies;

/// <summary>An application's backend on a free port.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Backend(WebApplication app) => _app = app;

    /// <summary>What it was asked: method, path, headers, body.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Uri Url => new(new Uri(_app.Urls.Single()), "/hook?a=b");

    /// <summary>A backend that answers everything with this text.</summary>
    public static Task<Backend> StartAsync(string answer, int status = StatusCodes.Status200OK) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(answer);
    });

    public static async Task<Backend> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        Backend backend = new(app);
        app.Run(async context =>
        {
            string headers = string.Join(", ", context.Request.Headers.Where(h => h.Key != "Host").Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal));
            using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
            string body = await reader.ReadToEndAsync(context.RequestAborted);
            backend.Asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} [{headers}] {body}");
            await answer(context);
        });
        await app.StartAsync(Bounded.Token);
        return backend;
    }

    public Task AskedAsync(int count) => Bounded.UntilAsync(() => Asked.Count >= count, $"{count} requests to the backend");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Bounded.Token);
        await _app.DisposeAsync();
    }
}
