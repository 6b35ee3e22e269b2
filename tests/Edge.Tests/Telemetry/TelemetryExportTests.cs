using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Telemetry;
using Stratus.Realtime.Edge.Tests.Clients;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Telemetry;

namespace Stratus.Realtime.Edge.Tests.Telemetry;

/// <summary>The export is on where an endpoint is configured, and off where not. Listeners are the process's: no other test runs meanwhile.</summary>
[Collection(Alone.Name)]
public sealed class TelemetryExportTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1"; // nobody listens there, nor need anybody

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, false, "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData(false, false, "OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "OTEL_SERVICE_NAME=edge")]
    [InlineData(false, false, Endpoint, "OTEL_SDK_DISABLED=true")]
    [InlineData(true, true, Endpoint)]
    [InlineData(true, false, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://127.0.0.1:1")]
    [InlineData(false, true, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://127.0.0.1:1")]
    [InlineData(false, true, Endpoint, "OTEL_TRACES_EXPORTER=none")]
    [InlineData(true, false, Endpoint, "OTEL_METRICS_EXPORTER=none")]
    public async Task Export_OfSignal_IsOnWhereItHasAnEndpoint(bool traces, bool metrics, params string[] settings)
    {
        await using (await StartAsync(settings))
        {
            using Meter meter = new(EdgeMetrics.MeterName);
            Assert.Equal((traces, metrics), (ChannelTraces.IsListenedTo, meter.CreateCounter<int>("any").Enabled));
        }

        Assert.False(ChannelTraces.IsListenedTo); // it ends with the edge
    }

    [Fact]
    public void Export_Off_RegistersNothing()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        int services = builder.Services.Count;
        builder.AddStratusTelemetry("edge");
        Assert.Equal(services, builder.Services.Count);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "collector")]
    public async Task Export_EndpointIsNoUrl_IsRefusedByKeyAndValue(string key, string value)
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync($"{key}={value}"));
        string failure = Assert.Single(refused.Failures);
        Assert.Contains(key, failure, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OverHttp_TellsWhoAndWhat()
    {
        await using FakeCollector collector = await FakeCollector.StartAsync();
        await using (EdgeHost edge = await StartAsync(
            "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.Url, "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "OTEL_SERVICE_NAME=edge-of-a-test", "OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=tests"))
        {
            await using NativeClient client = new(await edge.OpenAsync(path: MessagingEdge.Path));
            await client.ConnectAsync();
            await client.PublishAsync("open:a", "1");
        } // what waits is exported

        string[] ofBoth = ["service.name", "edge-of-a-test", "service.version", "service.instance.id", "deployment.environment.name"];
        Assert.All([.. ofBoth, "publish", "send", "stratus.channel", "open:a"], text => Assert.Contains(text, collector.Received("traces"), StringComparison.Ordinal));
        Assert.All([.. ofBoth, "stratus.clients.commands", "dotnet.gc.collections"], text => Assert.Contains(text, collector.Received("metrics"), StringComparison.Ordinal));
        Assert.Empty(collector.Received("logs"));
    }

    [Theory, InlineData("Microsoft.Orleans.Application", false), InlineData("Stratus.Realtime", true)]
    public void RootFilter_SpanBeginsATrace_IsRecordedUnlessItIsOfOrleans(string source, bool isRecorded)
    {
        using ActivitySource own = new(source);
        using ActivityListener listener = new()
        {
            ShouldListenTo = other => ReferenceEquals(other, own),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using RootFilter filter = new();
        using Activity root = own.StartActivity("root")!;
        using Activity below = own.StartActivity("below")!;
        filter.OnStart(below);
        Assert.True(below.Recorded && below.IsAllDataRequested);
        filter.OnStart(root);
        Assert.Equal((isRecorded, isRecorded), (root.Recorded, root.IsAllDataRequested));
    }

    private static Task<EdgeHost> StartAsync(params string[] settings) => EdgeHost.StartAsync(
        TimeProvider.System,
        static builder => builder.AddStratusTelemetry("stratus-edge"),
        ["--Clients:AllowAnonymous=true", .. MessagingEdge.Open("open"), .. settings.Select(static setting => "--" + setting)]);
}
