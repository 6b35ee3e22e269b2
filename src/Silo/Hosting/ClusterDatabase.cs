using Npgsql;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Silo.Hosting;

/// <summary>The database of a cluster: its tables are there before anything else starts.</summary>
internal static class ClusterDatabase
{
    /// <summary>Registers it; nothing when there is none.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="options">Where the database is.</param>
    /// <param name="isSilo">Whether channels are kept from here.</param>
    public static void AddDatabase(this WebApplicationBuilder builder, ClusterOptions options, bool isSilo)
    {
        if (options.PostgreSql.Resolve() is not { Length: > 0 } connectionString)
        {
            return;
        }

        builder.Services.AddSingleton(_ => PostgresSource.Create(connectionString));
        builder.Services.AddHostedService<SchemaService>();
        if (isSilo)
        {
            builder.Services.AddSingleton<ChannelLogMetrics>();
            builder.Services.AddSingleton(static provider =>
                new PostgresChannelLog(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<ChannelLogMetrics>()));
            builder.Services.AddSingleton<IChannelLog>(static provider => provider.GetRequiredService<PostgresChannelLog>());
            builder.Services.AddHostedService<LogSweeper>();
        }
    }

    private sealed class SchemaService(NpgsqlDataSource source, ILogger<SchemaService> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            PostgresSchema.CreateAsync(source, PostgresSchema.Patience, logger, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
