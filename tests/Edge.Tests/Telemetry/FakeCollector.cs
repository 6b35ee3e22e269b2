using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Telemetry;

/// <summary>Takes what is exported by OTLP over HTTP, and keeps the octets.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _received = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private FakeCollector()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using MemoryStream octets = new();
            await request.Body.CopyToAsync(octets);
            _received.GetOrAdd(signal, static _ => new()).Enqueue(Encoding.Latin1.GetString(octets.ToArray()));
        });
    }

    public string Url => _app.Urls.Single();

    public static async Task<FakeCollector> StartAsync()
    {
        FakeCollector collector = new();
        await collector._app.StartAsync(Bounded.Token);
        return collector;
    }

    /// <summary>All that came of a signal, as Latin-1: protobuf has its strings as they are.</summary>
    public string Received(string signal) => _received.TryGetValue(signal, out ConcurrentQueue<string>? all) ? string.Concat(all) : "";

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
