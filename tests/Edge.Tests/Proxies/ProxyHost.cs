using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Proxies;
using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Proxies;

/// <summary>The application proxy as the edge has it, asking one address about everything.</summary>
internal sealed class ProxyHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ProxyHost(Uri? url, Action<ProxyOptions>? configure = null)
    {
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddMetrics()
            .AddSingleton<TimeProvider>(Time)
            .Configure<ProxyOptions>(options =>
            {
                options.Connect.Url = options.Subscribe.Url = options.Publish.Url = options.Rpc.Url = url;
                configure?.Invoke(options);
            })
            .AddStratusProxies()
            .BuildServiceProvider();
        Meter = new EdgeMeter(_services.GetRequiredService<IMeterFactory>());
        Proxy = _services.GetRequiredService<ApplicationProxy>();
    }

    public ManualTime Time { get; } = new();

    public EdgeLog Log { get; } = new();

    public EdgeMeter Meter { get; }

    public ApplicationProxy Proxy { get; }

    /// <summary>"kind=Rpc outcome=Result" of each request.</summary>
    public IReadOnlyList<string> Counted => Meter.Tags("stratus.proxy.requests");

    public Task<ProxyAnswer<ProxyRpcResult>> CallAsync() => CallUntilAsync(TestContext.Current.CancellationToken);

    public Task<ProxyAnswer<ProxyRpcResult>> CallUntilAsync(CancellationToken cancellation) =>
        Proxy.CallAsync(new ProxyRpcRequest("c", "u", "m", "\"SECRET\""u8.ToArray()), cancellation);

    public async Task<ProxyFailure> FailAsync() => Assert.IsType<ProxyAnswer<ProxyRpcResult>.Unavailable>(await CallAsync()).Failure;

    public async ValueTask DisposeAsync()
    {
        Meter.Dispose();
        await _services.DisposeAsync();
    }
}
