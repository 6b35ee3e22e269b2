using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Hosting;

/// <summary>
/// What happens after SIGTERM: the edge turns not ready and goes on accepting for a notice, so that load balancers can
/// look away (none without connections); then, while Kestrel stops listening, the connections are closed at a pace. Each transport waits for its last one.
/// </summary>
internal sealed partial class DrainService(
    ConnectionRegistry connections, SocketTransport transport, Readiness readiness, IOptions<TimeOptions> times, TimeProvider time, ILogger<DrainService> logger)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        readiness.IsReady = true;
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.IsReady = false;
        if (connections.Count != 0)
        {
            LogNotice(connections.Count, times.Value.DrainNotice);
            await Task.Delay(times.Value.DrainNotice, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        LogClosing(connections.Count, times.Value.DrainPace);
        await connections.CloseAllAsync(times.Value.DrainPace, time, cancellationToken);
        await transport.DrainAsync(cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The longest that a drain may take: notice, pace, and the last peer's time to answer.</summary>
    public static TimeSpan Longest(TimeOptions times) =>
        times.DrainNotice + times.DrainPace + times.CloseTimeout + TimeSpan.FromSeconds(2);
}
