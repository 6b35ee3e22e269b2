using System.Diagnostics;
using Npgsql;

namespace Stratus.Realtime.Silo.Storage;

// Group commit. One statement is in flight; what comes meanwhile waits, and goes together with the next. What a commit costs
// (a round trip, a flush to disk) is thus shared by as many as came during the one before, and alone nobody waits for company.
//
// A write fails at once when the outcome of its statement is not known. It may have happened, or may even happen yet, while the
// server has not noticed that nobody listens any more; but opening a channel waits for that, and makes what comes later fail.
//
// What waits goes on with the next connection. Only where there is none to be had, or the database did not answer in time, all
// of it fails: so nobody waits for more than the statement before his own and his own.

/// <summary>Writes changes of many channels in groups, over a connection of its own.</summary>
/// <param name="source">The database.</param>
/// <param name="makeCommand">Makes the statement of a group; it answers with the numbers, from 1, of those that were written.</param>
/// <param name="limits">How much may be in a group, and wait.</param>
/// <param name="kind">What is written, for metrics.</param>
/// <param name="metrics">Gets what happens.</param>
internal sealed class GroupWriter<TWrite>(
    NpgsqlDataSource source,
    Func<NpgsqlConnection, IReadOnlyList<TWrite>, NpgsqlCommand> makeCommand,
    GroupLimits limits,
    string kind,
    ChannelLogMetrics metrics) : IAsyncDisposable
    where TWrite : PendingWrite
{
    // A plan that is made once has to do when the tables have grown: never one that reads all of a table.
    private const string Settings = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";

    private readonly LinkedList<TWrite> _waiting = new(); // its own lock guards this and the four below
    private long _waitingOctets;
    private bool _isRunning;
    private bool _isDisposed;
    private Task _running = Task.CompletedTask;
    private NpgsqlConnection? _connection; // of the run

    /// <summary>Writes.</summary>
    /// <exception cref="Channels.ChannelFencedException">The channel is not as the write wants it.</exception>
    /// <exception cref="ChannelLogOverloadedException">Too much waits already.</exception>
    public Task WriteAsync(TWrite write)
    {
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            bool isFull = _waiting.Count >= limits.WaitingWrites
                || (_waiting.Count != 0 && _waitingOctets + write.Octets > limits.WaitingOctets);
            if (isFull)
            {
                metrics.Failed(kind, "overload", 1);
                throw new ChannelLogOverloadedException(
                    $"{_waiting.Count} writes of {_waitingOctets} octets wait for the database already: it is too slow for what is published.");
            }

            _waiting.AddLast(write);
            _waitingOctets += write.Octets;
            if (!_isRunning)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync); // not on the scheduler of whoever wrote
            }
        }

        return write.Done;
    }

    /// <summary>Fails what waits, and closes the connection when the statement in flight is done.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_waiting)
        {
            _isDisposed = true;
            running = _running;
        }

        FailWaiting(new ObjectDisposedException(GetType().Name));
        await running;
        await DisconnectAsync();
    }

    private async Task RunAsync()
    {
        while (TakeGroup() is { } group)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                await WriteAsync(group);
            }
            catch (Exception e)
            {
                Fail(group, e);
                bool isRefused = e is PostgresException && _connection is { FullState: System.Data.ConnectionState.Open };
                if (!isRefused)
                {
                    bool hadConnection = _connection is not null;
                    await DisconnectAsync();
                    if (!hadConnection || IsTimeout(e))
                    {
                        FailWaiting(e);
                    }
                }
            }

            metrics.Wrote(kind, group.Count, Stopwatch.GetElapsedTime(start));
        }
    }

    // The next group, each channel in it at most once; null ends the run.
    private List<TWrite>? TakeGroup()
    {
        lock (_waiting)
        {
            if (_waiting.Count == 0)
            {
                _isRunning = false;
                return null;
            }

            List<TWrite> group = [];
            HashSet<string> channels = new(StringComparer.Ordinal);
            long octets = 0;
            LinkedListNode<TWrite>? next;
            for (LinkedListNode<TWrite>? node = _waiting.First; node is not null && group.Count < limits.GroupWrites; node = next)
            {
                next = node.Next;
                if (group.Count != 0 && octets + node.Value.Octets > limits.GroupOctets)
                {
                    break;
                }

                if (channels.Add(node.Value.Channel))
                {
                    _waiting.Remove(node);
                    group.Add(node.Value);
                    octets += node.Value.Octets;
                }
            }

            _waitingOctets -= octets;
            return group;
        }
    }

    private async Task WriteAsync(List<TWrite> group)
    {
        NpgsqlConnection connection = _connection ??= await ConnectAsync();
        await using NpgsqlCommand command = makeCommand(connection, group);
        command.CommandTimeout = (int)limits.CommandTimeout.TotalSeconds;
        await command.PrepareAsync(); // does nothing where the connection has it prepared
        bool[] isWritten = new bool[group.Count];
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                isWritten[reader.GetInt64(0) - 1] = true;
            }
        }

        // Not before the reader has closed: only then it is known that the transaction has been committed.
        for (int i = 0; i < isWritten.Length; i++)
        {
            if (isWritten[i])
            {
                group[i].Succeed();
            }
            else
            {
                metrics.Fenced(kind);
                group[i].Fail(new Channels.ChannelFencedException($"Channel '{group[i].Channel}' has another owner, or is not where it was thought to be."));
            }
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        using CancellationTokenSource limit = new(limits.ConnectTimeout);
        NpgsqlConnection connection = source.CreateConnection();
        try
        {
            await connection.OpenAsync(limit.Token);
            await using NpgsqlCommand command = new(Settings, connection);
            await command.ExecuteNonQueryAsync(limit.Token);
            return connection;
        }
        catch (Exception)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async ValueTask DisconnectAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
            source.Clear(); // others that idle in the pool are likely to be gone as well
        }
    }

    private void FailWaiting(Exception reason)
    {
        TWrite[] failed;
        lock (_waiting)
        {
            failed = [.. _waiting];
            _waiting.Clear();
            _waitingOctets = 0;
        }

        Fail(failed, reason);
    }

    private void Fail(IReadOnlyCollection<TWrite> writes, Exception reason)
    {
        metrics.Failed(kind, reason is PostgresException ? "refused" : IsTimeout(reason) ? "timeout" : "connection", writes.Count);
        foreach (TWrite write in writes)
        {
            write.Fail(reason);
        }
    }

    private static bool IsTimeout(Exception e) => e is OperationCanceledException or TimeoutException or { InnerException: TimeoutException };
}
