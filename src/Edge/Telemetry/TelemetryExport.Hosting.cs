using OpenTelemetry;

namespace Stratus.Realtime.Telemetry;

internal static partial class TelemetryExport
{
    // With the cluster: OpenTelemetry.Extensions.Hosting, and Orleans passes the context on with its calls (a filter on each
    // call, which is there only where something is exported).
    private static void AddOpenTelemetry(this WebApplicationBuilder builder, Action<IOpenTelemetryBuilder> configure)
    {
        builder.Configuration["Orleans:EnableDistributedTracing"] = "true";
        configure(builder.Services.AddOpenTelemetry());
    }
}
