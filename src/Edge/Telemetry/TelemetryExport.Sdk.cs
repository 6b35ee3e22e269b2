using OpenTelemetry;

namespace Stratus.Realtime.Telemetry;

internal static partial class TelemetryExport
{
    // Without the cluster: the SDK alone, which lives as long as the application's services do.
    private static void AddOpenTelemetry(this WebApplicationBuilder builder, Action<IOpenTelemetryBuilder> configure)
    {
        builder.Services.AddSingleton(services => OpenTelemetrySdk.Create(telemetry =>
        {
            telemetry.Services.AddSingleton(services.GetRequiredService<IConfiguration>());
            configure(telemetry);
        }));
        builder.Services.AddHostedService<SdkService>();
    }

    /// <summary>Has the SDK made before there is anything to export.</summary>
    private sealed class SdkService(OpenTelemetrySdk sdk) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = sdk;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
