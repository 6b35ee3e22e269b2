using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

/// <summary>The database goes away, in each of the ways in which it can.</summary>
public sealed class CrashTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const int Channels = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly GroupLimits Impatient = new() { ConnectTimeout = TimeSpan.FromSeconds(1), CommandTimeout = TimeSpan.FromSeconds(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_TheDatabaseEndsInTheMiddleAndComesBack_EverythingAcknowledgedIsThere(bool isKilled)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        ConcurrentDictionary<int, long> acknowledged = [];
        ConcurrentDictionary<int, long> tried = [];
        using CancellationTokenSource end = new();
        TaskCompletionSource[] progress = [new(), new()];
        int part = 0;
        Task[] writers = [.. Enumerable.Range(0, Channels).Select(i => Task.Run(() => WriteAsync(i)))];

        await progress[0].Task.WaitAsync(Patience, Cancellation);
        await (isKilled ? server.KillAsync() : server.StopAsync());
        part = 1;
        await server.StartAsync();
        await progress[1].Task.WaitAsync(Patience, Cancellation);
        await end.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(Patience, Cancellation);

        output.WriteLine($"{acknowledged.Values.Sum()} acknowledged, {tried.Values.Sum()} tried");
        for (int i = 0; i < Channels; i++)
        {
            ChannelSnapshot snapshot = await database.NewLog().OpenAsync($"c{i}", Kept.Rules, Kept.NewToken(), "other");
            Assert.InRange(snapshot.Top, acknowledged[i], tried[i]);
            Assert.Equal("e", snapshot.Epoch);
            Assert.Equal(Enumerable.Range(0, (int)Math.Min(100, snapshot.Top)).Select(n => $"\"{snapshot.Top - n}\"").Reverse(), snapshot.History.Select(Kept.Text));
        }

        async Task WriteAsync(int i)
        {
            string owner = "";
            long top = -1;
            int here = 0;
            for (Stopwatch waited = Stopwatch.StartNew(); !end.IsCancellationRequested;)
            {
                try
                {
                    if (top < 0)
                    {
                        owner = Kept.NewToken();
                        top = (await database.Log.OpenAsync($"c{i}", Kept.Rules, owner, "e")).Top;
                        Assert.InRange(top, acknowledged.GetValueOrDefault(i), tried.GetValueOrDefault(i));
                    }

                    int mine = part;
                    tried[i] = top + 2;
                    await database.Log.AppendAsync(Kept.Append($"c{i}", owner, top, count: 2));
                    acknowledged[i] = top += 2;
                    here = mine == part ? here + 1 : 0;
                    if (here > 50)
                    {
                        progress[mine].TrySetResult();
                    }
                }
                catch (Exception e) when (e is NpgsqlException or OperationCanceledException && waited.Elapsed < Patience)
                {
                    top = -1; // as a channel does: opens again
                }
            }
        }
    }

    [Fact]
    public async Task Append_TheAnswerIsLost_FailsAndIsThereAfterwards()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await using PostgresProxy proxy = new(server.Port);
        PostgresChannelLog log = database.NewLog(connectionString: proxy.Through(database.ConnectionString));
        await log.OpenAsync("c", Kept.Rules, "o1", "e");
        await log.AppendAsync(Kept.Append("c", "o1", 0));
        KeptBatch batch = new("edge", 7, [2], TimeSpan.Zero);

        proxy.SwallowAnswer();
        Exception? lost = await Record.ExceptionAsync(() => log.AppendAsync(Kept.Append("c", "o1", 1) with { Batches = [batch] }).AsTask());

        Assert.IsType<NpgsqlException>(lost);
        await Assert.ThrowsAsync<ChannelFencedException>(async () => await log.AppendAsync(Kept.Append("c", "o1", 1)));
        ChannelSnapshot snapshot = await log.OpenAsync("c", Kept.Rules, "o2", "e");
        Kept.AssertOffsets([1, 2], snapshot);
        Assert.Equal(7, Assert.Single(snapshot.Batches).Number); // so a repetition is known as one
    }

    [Fact]
    public async Task Open_TheAnswerIsLost_IsDoneAgain()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await using PostgresProxy proxy = new(server.Port);
        PostgresChannelLog log = database.NewLog(connectionString: proxy.Through(database.ConnectionString));
        await log.OpenAsync("other", Kept.Rules, "o0", "e0");

        proxy.SwallowAnswer();
        ChannelSnapshot snapshot = await log.OpenAsync("c", Kept.Rules, "o1", "e1");

        Assert.Equal(("e1", 0L, null), (snapshot.Epoch, snapshot.Top, snapshot.UseAge));
        await log.AppendAsync(Kept.Append("c", "o1", 0));
    }

    [Fact]
    public async Task Log_TheDatabaseWasAway_GoesOnAtOnce()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => database.Log.OpenAsync($"c{i}", Kept.Rules, "o1", "e").AsTask()));
        await database.Log.AppendAsync(Kept.Append("c0", "o1", 0));

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await database.Log.AppendAsync(Kept.Append("c0", "o1", 1)));
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await database.Log.OpenAsync("c1", Kept.Rules, "o2", "e"));
        await server.StartAsync();

        await database.Log.AppendAsync(Kept.Append("c0", "o1", 1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => database.Log.OpenAsync($"c{i}", Kept.Rules, "o3", "e").AsTask()));
    }

    [Fact]
    public async Task Append_TheDatabaseDoesNotAnswer_FailsInTimeForAllThatWait()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        PostgresChannelLog log = database.NewLog(Impatient with { GroupWrites = 1 });
        foreach (string channel in (string[])["a", "b", "c"])
        {
            await log.OpenAsync(channel, Kept.Rules, "o", "e");
        }

        await log.AppendAsync(Kept.Append("a", "o", 0));
        Stopwatch waited = Stopwatch.StartNew();
        try
        {
            await server.FreezeAsync(isFrozen: true);
            Task[] appends =
            [
                log.AppendAsync(Kept.Append("a", "o", 1)).AsTask(),
                log.AppendAsync(Kept.Append("b", "o", 0)).AsTask(),
                log.AppendAsync(Kept.Append("c", "o", 0)).AsTask(),
            ];
            foreach (Task append in appends)
            {
                Exception? failure = await Record.ExceptionAsync(() => append.WaitAsync(Patience, Cancellation));
                Assert.True(failure is NpgsqlException or OperationCanceledException, $"{failure}");
            }
        }
        finally
        {
            await server.FreezeAsync(isFrozen: false);
        }

        output.WriteLine($"failed within {waited.Elapsed.TotalSeconds:0.0} s");

        // What was under way may have happened by now, or may not: whoever opens knows.
        ChannelSnapshot snapshot = await log.OpenAsync("a", Kept.Rules, "o2", "e");
        await log.AppendAsync(Kept.Append("a", "o2", snapshot.Top));
    }

    [Fact]
    public async Task Dispose_WithWaitingAppends_FailsThem()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        PostgresChannelLog log = database.NewLog();
        await log.OpenAsync("a", Kept.Rules, "o", "e");
        await log.OpenAsync("b", Kept.Rules, "o", "e");
        Task inFlight;
        Task waiting;
        Task disposed;
        await using (await database.LockAsync("a"))
        {
            inFlight = log.AppendAsync(Kept.Append("a", "o", 0)).AsTask();
            await database.WaitForWaitersAsync(1);
            waiting = log.AppendAsync(Kept.Append("b", "o", 0)).AsTask();
            disposed = log.DisposeAsync().AsTask();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        }

        await inFlight;
        await disposed;
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.AppendAsync(Kept.Append("b", "o", 0)));
    }
}
