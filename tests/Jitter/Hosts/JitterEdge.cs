using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Hosting;

namespace Stratus.Realtime.Jitter.Tests.Hosts;

/// <summary>An edge in this process, whose channels may be behind a gateway that breaks.</summary>
internal sealed class JitterEdge : IAsyncDisposable
{
    public const string ApiKey = "the key of the jitter run";
    public const string Namespace = "jitter";

    private static readonly string[] Arguments =
    [
        "--Kestrel:Endpoints:Plain:Url=http://127.0.0.1:0",
        "--Edge:Times:DrainNotice=00:00:00",
        "--Edge:Times:DrainPace=00:00:00",
        "--Edge:Times:Handshake=00:00:30", // a thousand clients in one process with the edge come at once
        "--Api:Keys:0=" + ApiKey,
        "--Clients:AllowAnonymous=true",
        "--Clients:Times:PingInterval=00:00:05", // so that there are pings in lives of a few seconds, and silence is noticed
        "--Clients:Times:PongTimeout=00:00:04",
        $"--Channels:Namespaces:{Namespace}:HistorySize=100000",
        $"--Channels:Namespaces:{Namespace}:HistoryAge=1.00:00:00",
        $"--Channels:Namespaces:{Namespace}:Presence=true",
        $"--Channels:Namespaces:{Namespace}:Subscribe=Anyone",
        $"--Channels:Namespaces:{Namespace}:Publish=Anyone",
    ];

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;

    private JitterEdge(WebApplication app, TroubleLog log)
    {
        _app = app;
        Log = log;
        Gauges = new EdgeGauges(app.Services.GetRequiredService<IMeterFactory>());
    }

    public TroubleLog Log { get; }

    public EdgeGauges Gauges { get; }

    /// <summary>The gateway that breaks; null when there is none.</summary>
    public FaultyGateway? FaultyGateway => _app.Services.GetRequiredService<IChannelGateway>() as FaultyGateway;

    public Uri Address => new(_app.Urls.Single());

    public IPEndPoint EndPoint => IPEndPoint.Parse(Address.Authority);

    /// <summary>Starts it; faults wait until the gateway is made active.</summary>
    public static async Task<JitterEdge> StartAsync(FaultPlan? faults, int seed)
    {
        TroubleLog log = new();
        WebApplication app = EdgeApplication.Build(Arguments, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            if (faults is not null)
            {
                builder.Services.AddSingleton<IChannelGateway>(services => new FaultyGateway(
                    new InProcessGateway(services.GetRequiredService<NamespaceTable>(), TimeProvider.System), faults, seed, TimeProvider.System)
                {
                    IsActive = false,
                });
            }
        });
        await app.StartAsync();
        return new JitterEdge(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        Gauges.Dispose();
        await _app.StopAsync().WaitAsync(StopLimit);
        await _app.DisposeAsync().AsTask().WaitAsync(StopLimit);
    }
}
