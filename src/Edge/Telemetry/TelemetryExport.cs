using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Stratus.Realtime.Telemetry;

// What is measured and traced is the BCL's (System.Diagnostics); who listens is said here, and nowhere else. Without an endpoint
// nobody does. How OpenTelemetry is hosted is the other half of this class: one file for each build (docs/adr/0001). Silos
// compile these files too.

/// <summary>Exports metrics and traces by OTLP, as OpenTelemetry's own variables say.</summary>
internal static partial class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesExporter = "OTEL_TRACES_EXPORTER";
    private const string MetricsExporter = "OTEL_METRICS_EXPORTER";
    private const string Disabled = "OTEL_SDK_DISABLED";

    private static readonly string[] Meters = ["Stratus.Realtime.*", "Microsoft.Orleans", "System.Runtime"];
    private static readonly string[] Sources = ["Stratus.Realtime", "Microsoft.Orleans.Application"];

    /// <summary>Exports what an endpoint is configured for; nothing is registered where there is none.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">What it is called unless OTEL_SERVICE_NAME says otherwise.</param>
    /// <exception cref="OptionsValidationException">An endpoint is not a URL.</exception>
    public static void AddStratusTelemetry(this WebApplicationBuilder builder, string service)
    {
        bool hasTraces = IsOn(builder.Configuration, TracesEndpoint, TracesExporter);
        bool hasMetrics = IsOn(builder.Configuration, MetricsEndpoint, MetricsExporter);
        if (!hasTraces && !hasMetrics)
        {
            return;
        }

        builder.AddOpenTelemetry(telemetry =>
        {
            telemetry.ConfigureResource(resource => resource
                .AddService(service, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version!.ToString(3))
                .AddEnvironmentVariableDetector()); // the later wins
            if (hasTraces)
            {
                telemetry.WithTracing(static traces => traces.AddSource(Sources).AddProcessor(new RootFilter()).AddOtlpExporter());
            }

            if (hasMetrics)
            {
                telemetry.WithMetrics(static metrics => metrics.AddMeter(Meters).AddOtlpExporter());
            }
        });
    }

    private static bool IsOn(ConfigurationManager configuration, string endpoint, string exporter)
    {
        bool isOff = string.Equals(configuration[Disabled], "true", StringComparison.OrdinalIgnoreCase)
            || string.Equals(configuration[exporter], "none", StringComparison.OrdinalIgnoreCase);
        string? key = new[] { endpoint, Endpoint }.FirstOrDefault(key => !string.IsNullOrWhiteSpace(configuration[key]));
        if (isOff || key is null)
        {
            return false;
        }

        return Uri.TryCreate(configuration[key], UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? true
            : throw new OptionsValidationException(
                key, typeof(Uri), [$"{key} = '{configuration[key]}' is not valid: a URL such as http://127.0.0.1:4317 is expected."]);
    }
}
