using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Stratus.Realtime.Cluster.Telemetry;

/// <summary>A collector of this process: takes what others export by OTLP over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly WebApplication _app;

    private Collector()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            foreach (ExportedSpan span in ExportedSpan.Read(await ReadAsync(request)))
            {
                _spans.Enqueue(span);
            }
        });
        _app.MapPost("/v1/metrics", async (HttpRequest request) => _metrics.Enqueue(Encoding.Latin1.GetString(await ReadAsync(request))));
    }

    /// <summary>The arguments of a process that exports to here, often.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        "--OTEL_EXPORTER_OTLP_ENDPOINT=" + _app.Urls.Single(),
        "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        "--OTEL_BSP_SCHEDULE_DELAY=200",
        "--OTEL_METRIC_EXPORT_INTERVAL=1000",
    ];

    /// <summary>What came so far.</summary>
    public IReadOnlyList<ExportedSpan> Spans => [.. _spans];

    public static async Task<Collector> StartAsync()
    {
        Collector collector = new();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>True when some process has exported an instrument of this name.</summary>
    public bool HasInstrument(string name) => _metrics.Any(octets => octets.Contains(name, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using MemoryStream octets = new();
        await request.Body.CopyToAsync(octets);
        return octets.ToArray();
    }
}
