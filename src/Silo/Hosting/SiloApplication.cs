using Microsoft.Extensions.Options;
using Stratus.Realtime.Telemetry;

namespace Stratus.Realtime.Silo.Hosting;

/// <summary>A silo as an application: built from arguments, run until SIGTERM.</summary>
public static class SiloApplication
{
    private const string DefaultUrl = "http://127.0.0.1:8081";

    /// <summary>Builds the application.</summary>
    /// <param name="args">Command-line configuration, such as <c>--urls http://127.0.0.1:8081 --Cluster:SiloPort 11112</c>.</param>
    /// <exception cref="OptionsValidationException">An option is unknown or not valid.</exception>
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.AddStratusTelemetry("stratus-silo");
        builder.AddSilo(ClusterOptionCheck.Read(builder.Configuration, isSilo: true));
        WebApplication app = builder.Build();
        app.MapGet("/healthz", static () => "healthy\n");
        app.MapGet("/readyz", static (IHostApplicationLifetime life) =>
            life.ApplicationStarted.IsCancellationRequested && !life.ApplicationStopping.IsCancellationRequested
                ? Results.Text("ready\n")
                : Results.Text("not ready: starting or stopping\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        return app;
    }

    /// <summary>Runs until SIGTERM or Ctrl+C; its channels then move to other silos.</summary>
    /// <returns>The exit code: 0, or 1 when the silo could not start; the reason is on standard error.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        bool starting = true;
        try
        {
            await using WebApplication app = Build(args);
            await app.StartAsync();
            starting = false;
            Console.WriteLine($"Stratus.Realtime silo {app.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress}, health on {string.Join(", ", app.Urls)}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (OptionsValidationException invalid)
        {
            foreach (string failure in invalid.Failures)
            {
                await Console.Error.WriteLineAsync("configuration error: " + failure);
            }
        }
        catch (Exception e) when (starting)
        {
            await Console.Error.WriteLineAsync($"The silo could not start: {e.Message}");
        }

        return 1;
    }
}
