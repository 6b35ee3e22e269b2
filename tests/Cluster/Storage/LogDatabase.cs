using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

/// <summary>A database with the schema, and logs upon it: one for each silo that a test wants.</summary>
internal sealed class LogDatabase : IAsyncDisposable
{
    /// <summary>Limits for tests that are not about time-outs.</summary>
    public static readonly GroupLimits Patient = new() { ConnectTimeout = TimeSpan.FromSeconds(60), CommandTimeout = TimeSpan.FromSeconds(60) };

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<IAsyncDisposable> _opened = [];

    private LogDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Source = NewSource(connectionString);
        Log = NewLog();
    }

    public string ConnectionString { get; }

    /// <summary>The test's own connections.</summary>
    public NpgsqlDataSource Source { get; }

    public PostgresChannelLog Log { get; }

    /// <summary>Of all logs.</summary>
    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static async Task<LogDatabase> CreateAsync(PostgresServer server)
    {
        LogDatabase database = new(await server.CreateDatabaseAsync());
        await PostgresSchema.CreateAsync(database.Source, TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>The log of another silo, with connections of its own.</summary>
    public PostgresChannelLog NewLog(GroupLimits? limits = null, string? connectionString = null)
    {
        PostgresChannelLog log = new(NewSource(connectionString ?? ConnectionString), new ChannelLogMetrics(Meters), limits ?? Patient);
        _opened.Add(log);
        return log;
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<int> DoAsync(string sql)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Holds the row of a channel until the result is disposed.</summary>
    public async Task<NpgsqlTransaction> LockAsync(string channel)
    {
        NpgsqlConnection connection = await Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using NpgsqlCommand command = new("SELECT 1 FROM stratus_channel WHERE name = $1 FOR UPDATE", connection) { Parameters = { new() { Value = channel } } };
        await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        return transaction;
    }

    /// <summary>Until so many statements wait for a lock.</summary>
    public async Task WaitForWaitersAsync(int count)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (await AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") < count)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable opened in Enumerable.Reverse(_opened))
        {
            await opened.DisposeAsync();
        }

        await _services.DisposeAsync();
    }

    private NpgsqlDataSource NewSource(string connectionString)
    {
        NpgsqlDataSource source = PostgresSource.Create(connectionString);
        _opened.Add(source);
        return source;
    }
}
