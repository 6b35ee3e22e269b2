using Npgsql;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Silo.Hosting;

/// <summary>Forgets, once in a while, what nobody has opened for as long as its position is kept.</summary>
/// <param name="log">Where it is kept.</param>
internal sealed class LogSweeper(PostgresChannelLog log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await log.SweepAsync();
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    // The next time.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
