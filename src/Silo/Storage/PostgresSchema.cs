using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Stratus.Realtime.Silo.Storage;

// Every silo makes the schema when it starts. An advisory lock lets one in at a time; all of it is one transaction, and
// the row of stratus_schema says how far it has got.

/// <summary>Makes the tables of the channels' log and of the cluster's membership.</summary>
public static partial class PostgresSchema
{
    /// <summary>How long <see cref="CreateAsync(NpgsqlDataSource, CancellationToken)"/> waits for a database that does not answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int Version = 1;
    private const int CommandSeconds = 30; // another silo may be at it
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Makes what is not there yet. Any number may do so at a time.</summary>
    /// <exception cref="InvalidOperationException">The database does not answer, refuses, or is somebody else's.</exception>
    public static Task CreateAsync(NpgsqlDataSource source, CancellationToken cancellation) =>
        CreateAsync(source, Patience, null, cancellation);

    /// <summary>Makes what is not there yet. Any number may do so at a time.</summary>
    /// <param name="source">The database.</param>
    /// <param name="patience">How long to wait for a database that does not answer.</param>
    /// <param name="logger">Is told while it waits.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidOperationException">The database does not answer, refuses, or is somebody else's.</exception>
    public static async Task CreateAsync(NpgsqlDataSource source, TimeSpan patience, ILogger? logger, CancellationToken cancellation)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ApplyAsync(source, cancellation);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && waited.Elapsed < patience)
            {
                if (logger is not null)
                {
                    LogWaiting(logger, Describe(source), e.Message);
                }
            }
            catch (NpgsqlException e)
            {
                string what = e.IsTransient ? $"does not answer (tried for {patience.TotalSeconds:0} s)" : "refuses";
                throw new InvalidOperationException(
                    $"The database {Describe(source)} {what}: {e.Message} Check that it runs, and the connection string.", e);
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task ApplyAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('stratus_schema', 0))", connection), cancellation);
        await ExecuteAsync(new NpgsqlCommand("SET LOCAL client_min_messages = warning", connection), cancellation);
        await ExecuteAsync(new NpgsqlCommand("CREATE TABLE IF NOT EXISTS stratus_schema (version integer NOT NULL)", connection), cancellation);
        int version = await ExecuteAsync(new NpgsqlCommand("SELECT max(version) FROM stratus_schema", connection), cancellation) as int? ?? 0;
        if (version > Version)
        {
            throw new InvalidOperationException(
                $"The schema of the database {Describe(source)} is version {version}, and this silo knows {Version}: a newer silo made it. Start that one.");
        }

        if (version < 1)
        {
            if (await ExecuteAsync(new NpgsqlCommand("SELECT to_regclass('orleansquery')::text", connection), cancellation) is string)
            {
                throw new InvalidOperationException(
                    $"The database {Describe(source)} has a table OrleansQuery of another application: give Stratus.Realtime a database of its own.");
            }

            await ExecuteAsync(new NpgsqlCommand(ChannelSchema.Version1, connection), cancellation);
            await ExecuteAsync(new NpgsqlCommand(MembershipSchema.Version1, connection), cancellation);
            await WriteQueriesAsync(connection, cancellation);
            await ExecuteAsync(new NpgsqlCommand("INSERT INTO stratus_schema VALUES (1)", connection), cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task WriteQueriesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = new("INSERT INTO orleansquery SELECT * FROM unnest($1, $2)", connection);
        command.Parameters.Add(new() { Value = MembershipSchema.Queries.Keys.ToArray() });
        command.Parameters.Add(new() { Value = MembershipSchema.Queries.Values.ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        {
            command.CommandTimeout = CommandSeconds;
            return await command.ExecuteScalarAsync(cancellation);
        }
    }

    private static string Describe(NpgsqlDataSource source)
    {
        NpgsqlConnectionStringBuilder settings = new(source.ConnectionString);
        return $"'{settings.Database}' at {settings.Host}:{settings.Port}";
    }
}
