using System.Diagnostics;
using Npgsql;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Storage;

// Appends and trims go in groups (GroupWriter); the rest is a round trip each, on a few connections. What makes an owner the
// owner is a row of the database, and every change asks for it in the same statement that makes the change.
//
// How old something is, is told by the database's clock, which wrote the row and reads it: silos need not agree on the time,
// and one whose clock jumps forgets nothing of the others'.

/// <summary>Publications that outlive their silo, in PostgreSQL. <see cref="PostgresSchema"/> makes the tables.</summary>
public sealed class PostgresChannelLog : IChannelLog, IAsyncDisposable
{
    /// <summary>How many channels a sweep looks at.</summary>
    public const int SweepChannels = 1000;

    // Opening, forgetting and sweeping: more at a time would only wait for each other in the database.
    private const int Lanes = 8;
    private const string SweepLock = "hashtextextended('stratus_sweep', 0)";
    private static readonly TimeSpan LaneTimeout = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly ChannelLogMetrics _metrics;
    private readonly GroupLimits _limits;
    private readonly GroupWriter<PendingAppend> _appends;
    private readonly GroupWriter<PendingTrim> _trims;
    private readonly SemaphoreSlim _lanes = new(Lanes);
    private string _sweptTo = "";

    /// <summary>Makes a log.</summary>
    /// <param name="source">The database; stays the caller's.</param>
    /// <param name="metrics">Gets what happens.</param>
    public PostgresChannelLog(NpgsqlDataSource source, ChannelLogMetrics metrics)
        : this(source, metrics, new GroupLimits())
    {
    }

    internal PostgresChannelLog(NpgsqlDataSource source, ChannelLogMetrics metrics, GroupLimits limits)
    {
        _source = source;
        _metrics = metrics;
        _limits = limits;
        _appends = new GroupWriter<PendingAppend>(source, ChannelStatements.Append, limits, "append", metrics);
        _trims = new GroupWriter<PendingTrim>(source, ChannelStatements.Trim, limits, "trim", metrics);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name cannot be stored.</exception>
    public async ValueTask<ChannelSnapshot> OpenAsync(string channel, ChannelRules rules, string owner, string epoch)
    {
        if (channel.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The name of a stored channel must not contain U+0000: PostgreSQL has no such text.", nameof(channel));
        }

        return await InLaneAsync("open", async connection =>
        {
            await using NpgsqlBatch batch = ChannelStatements.Open(connection, channel, rules, owner, epoch);
            batch.Timeout = (int)_limits.CommandTimeout.TotalSeconds;
            await batch.PrepareAsync();
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
            return await ReadAsync(reader, rules, epoch);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Its publications do not follow its expected top one after another.</exception>
    /// <exception cref="ChannelLogOverloadedException">Too much waits for the database already; nothing was appended.</exception>
    public async ValueTask AppendAsync(LogAppend append)
    {
        for (int i = 0; i < append.Publications.Count; i++)
        {
            if (append.Publications[i].Publication.Offset != append.ExpectedTop + 1 + i)
            {
                throw new ArgumentException(
                    $"What is appended to '{append.Channel}' at {append.ExpectedTop} has the offset {append.Publications[i].Publication.Offset} at {i}.", nameof(append));
            }
        }

        long start = Stopwatch.GetTimestamp();
        await _appends.WriteAsync(new PendingAppend(append));
        _metrics.Appended(append.Publications.Count, Stopwatch.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    /// <exception cref="ChannelLogOverloadedException">Too much waits for the database already; nothing was trimmed.</exception>
    public async ValueTask TrimAsync(string channel, ChannelRules rules, string owner, long firstOffset) =>
        await _trims.WriteAsync(new PendingTrim(channel, owner, firstOffset, rules.PositionAge));

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(string channel, string owner) =>
        await InLaneAsync("forget", async connection =>
        {
            await using NpgsqlCommand command = ChannelStatements.Forget(connection, channel, owner);
            command.CommandTimeout = (int)_limits.CommandTimeout.TotalSeconds;
            await command.PrepareAsync();
            return await command.ExecuteNonQueryAsync();
        });

    /// <summary>
    /// Forgets channels that nobody has opened for as long as their positions are kept. A call looks at
    /// <see cref="SweepChannels"/> of them, the next one at those that follow; of several silos one does it at a time.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    public async ValueTask<int> SweepAsync()
    {
        int forgotten = await InLaneAsync("sweep", SweepAsync);
        _metrics.Forgotten(forgotten);
        return forgotten;
    }

    /// <summary>Fails what waits, and closes the connections of the writers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _appends.DisposeAsync();
        await _trims.DisposeAsync();
        _lanes.Dispose();
    }

    private static async Task<ChannelSnapshot> ReadAsync(NpgsqlDataReader reader, ChannelRules rules, string newEpoch)
    {
        await reader.ReadAsync();
        string epoch = reader.GetString(0);
        long top = reader.GetInt64(1);
        byte[] batches = (byte[])reader[2];
        TimeSpan useAge = reader.GetTimeSpan(3);
        List<KeptPublication> history = [];
        await reader.NextResultAsync();

        // From the newest back to the first that is too old or, should a trim have been overtaken by a crash, missing.
        while (await reader.ReadAsync() && reader.GetInt64(0) == top - history.Count && reader.GetTimeSpan(4) < rules.HistoryAge)
        {
            history.Add(PublicationCodec.Decode(reader.GetInt64(0), (byte[])reader[1], (byte[])reader[2], reader.GetInt64(3), reader.GetTimeSpan(4)));
        }

        history.Reverse();
        return new ChannelSnapshot(epoch, top)
        {
            History = history,
            Batches = BatchesCodec.Decode(batches, useAge),
            UseAge = epoch == newEpoch ? null : useAge,
        };
    }

    private async Task<int> SweepAsync(NpgsqlConnection connection)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using NpgsqlCommand isOurs = new($"SELECT pg_try_advisory_xact_lock({SweepLock})", connection, transaction);
        if (await isOurs.ExecuteScalarAsync() is not true)
        {
            return 0;
        }

        List<string> over = [];
        string last = "";
        int seen = 0;
        await using (NpgsqlCommand look = ChannelStatements.Look(connection, _sweptTo, SweepChannels))
        await using (NpgsqlDataReader reader = await look.ExecuteReaderAsync())
        {
            for (; await reader.ReadAsync(); seen++)
            {
                last = reader.GetString(0);
                if (reader.GetBoolean(1))
                {
                    over.Add(last);
                }
            }
        }

        int forgotten = 0;
        if (over.Count != 0)
        {
            await using NpgsqlCommand sweep = ChannelStatements.Sweep(connection, over);
            forgotten = (int)(long)(await sweep.ExecuteScalarAsync())!;
        }

        await transaction.CommitAsync();
        _sweptTo = seen == SweepChannels ? last : "";
        return forgotten;
    }

    // All that goes through here can be done twice. So when a connection turns out to be gone, as all that idle in the pool are
    // after the database was away, it is done again over a new one.
    private async Task<T> InLaneAsync<T>(string kind, Func<NpgsqlConnection, Task<T>> action)
    {
        try
        {
            if (!await _lanes.WaitAsync(LaneTimeout))
            {
                throw new TimeoutException($"The database is too slow: nothing could be asked of it for {LaneTimeout.TotalSeconds:0} s.");
            }

            try
            {
                return await OverConnectionAsync(action);
            }
            catch (NpgsqlException e) when (e is not PostgresException { IsTransient: false } && e.InnerException is not TimeoutException)
            {
                _source.Clear();
                return await OverConnectionAsync(action);
            }
            finally
            {
                _lanes.Release();
            }
        }
        catch (Exception e)
        {
            _metrics.Failed(kind, e is PostgresException ? "refused" : e is TimeoutException or { InnerException: TimeoutException } ? "timeout" : "connection", 1);
            throw;
        }
    }

    private async Task<T> OverConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> action)
    {
        using CancellationTokenSource limit = new(_limits.ConnectTimeout);
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(limit.Token);
        return await action(connection);
    }
}
