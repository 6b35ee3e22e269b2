using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Echo;
using Stratus.Realtime.Edge.Pages;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Hosting;

/// <summary>The edge as an application: built from arguments, run until SIGTERM.</summary>
public static class EdgeApplication
{
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const string EchoPath = "/echo";
    private const string ClientPath = "/connection/websocket";

    /// <summary>Builds the application.</summary>
    /// <param name="args">Command-line configuration, such as <c>--urls http://127.0.0.1:9000 --Edge:Limits:MaxFragments=64</c>.</param>
    /// <param name="configure">Comes before the edge's own services: what it registers for channels and users stays.</param>
    /// <exception cref="OptionsValidationException">An option is unknown or not valid.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        configure?.Invoke(builder);
        if (!builder.Configuration.GetSection("Kestrel:Endpoints").Exists() && string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // Event loops write a line for each connection that ends, and wait for nothing: not for a console that nobody reads, either.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<ConsoleLoggerOptions>>(
            new ConfigureOptions<ConsoleLoggerOptions>(static console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite)));
        builder.Services.AddStratusEdge(builder.Configuration);
        builder.WebHost.UseStratusKestrel(builder.Configuration);
        builder.UseStratusTransport();
        WebApplication app = builder.Build();
        app.MapStratusRealtime(ClientPath);
        app.MapStratusEcho(EchoPath);
        app.MapStratusPages();
        SocketTransport transport = app.Services.GetRequiredService<SocketTransport>();
        transport.Add(EchoPath, app.Services.GetRequiredService<EchoEndpoint>());
        transport.Add(ClientPath, app.Services.GetRequiredService<ClientEndpoint>());
        return app;
    }

    /// <summary>Runs until SIGTERM or Ctrl+C.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="configure">Comes before the edge's own services; what the composition root adds.</param>
    /// <returns>The exit code: 0 after a drain, 1 when the edge could not start; the reason is on standard error.</returns>
    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        IReadOnlyList<string> addresses = [];
        bool starting = true;
        try
        {
            await using WebApplication app = Build(args, configure);
            addresses = ConfiguredAddresses(app.Configuration);
            await app.StartAsync();
            starting = false;
            PrintAddresses(app);
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
        catch (Exception e) when (starting && e is (IOException or SocketException or CryptographicException or InvalidOperationException or ArgumentException or FormatException or UnauthorizedAccessException))
        {
            string where = e is SocketException ? $" (addresses: {string.Join(", ", addresses)})" : "";
            await Console.Error.WriteLineAsync($"The edge could not start: {e.Message}{where}");
        }

        return 1;
    }

    private static List<string> ConfiguredAddresses(IConfiguration configuration) =>
    [
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? endpoint.Path),
        .. (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries),
    ];

    private static void PrintAddresses(WebApplication app)
    {
        ICollection<string> addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Console.WriteLine($"Stratus.Realtime edge {PageFacts.Version}, {PageFacts.Build}");
        foreach (string address in addresses)
        {
            string webSocket = address.Replace("http", "ws", StringComparison.Ordinal);
            Console.WriteLine($"  demo     {address}/");
            Console.WriteLine($"  admin    {address}/admin");
            Console.WriteLine($"  API      {address}/api");
            Console.WriteLine($"  clients  {webSocket}/connection/websocket");
            Console.WriteLine($"  echo     {webSocket}/echo");
        }

        if (app.Services.GetRequiredService<DevelopmentKeys>().Key is { } key)
        {
            Console.WriteLine($"  key      {key}  (Development: for the API and the admin page where none is configured; a new one each start)");
        }
    }
}
