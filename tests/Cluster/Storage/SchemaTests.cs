using Npgsql;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

[Collection(SharedPostgres.Name)]
public sealed class SchemaTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_ByManyAtOnceAndAgain_MakesItOnce()
    {
        string database = await server.CreateDatabaseAsync();
        NpgsqlDataSource[] sources = [.. Enumerable.Range(0, 8).Select(_ => PostgresSource.Create(database))];

        await Task.WhenAll(sources.Select(static source => PostgresSchema.CreateAsync(source, Cancellation)));
        await PostgresSchema.CreateAsync(sources[0], Cancellation);

        await using NpgsqlCommand command = sources[0].CreateCommand("SELECT count(*) FROM stratus_schema");
        Assert.Equal(1L, await command.ExecuteScalarAsync(Cancellation));
        foreach (NpgsqlDataSource source in sources)
        {
            await source.DisposeAsync();
        }
    }

    [Fact]
    public async Task Create_InADatabaseThatIsNotThere_SaysSoAtOnce()
    {
        await using NpgsqlDataSource source = PostgresSource.Create(server.ConnectionString("nowhere"));

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresSchema.CreateAsync(source, Cancellation));

        Assert.Contains("'nowhere' at 127.0.0.1", e.Message, StringComparison.Ordinal);
        Assert.Contains("refuses", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WhereNobodyAnswers_SaysSoAfterAWhile()
    {
        await using NpgsqlDataSource source = PostgresSource.Create($"Host=127.0.0.1;Port={FreePorts.Next()};Database=d;Username=u");

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PostgresSchema.CreateAsync(source, TimeSpan.Zero, null, Cancellation));

        Assert.Contains("does not answer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithTheScriptsOfAnotherApplication_LeavesItAlone()
    {
        await using NpgsqlDataSource source = PostgresSource.Create(await server.CreateDatabaseAsync());
        await using NpgsqlCommand command = source.CreateCommand("CREATE TABLE OrleansQuery (QueryKey text, QueryText text)");
        await command.ExecuteNonQueryAsync(Cancellation);

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresSchema.CreateAsync(source, Cancellation));

        Assert.Contains("database of its own", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OnANewerSchema_SaysSo()
    {
        await using NpgsqlDataSource source = PostgresSource.Create(await server.CreateDatabaseAsync());
        await PostgresSchema.CreateAsync(source, Cancellation);
        await using NpgsqlCommand command = source.CreateCommand("INSERT INTO stratus_schema VALUES (1000)");
        await command.ExecuteNonQueryAsync(Cancellation);

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresSchema.CreateAsync(source, Cancellation));

        Assert.Contains("version 1000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_Again_TouchesNoIndexOfTheChannel()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o", "e");
        for (int i = 0; i < 20; i++)
        {
            await database.Log.AppendAsync(Kept.Append("c", "o", i));
        }

        await database.Log.DisposeAsync();
        long[] updates = [];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (updates is not [>= 20, _])
        {
            limit.Token.ThrowIfCancellationRequested(); // the log's connection tells its figures when it ends, which nobody waits for
            updates = await database.AskAsync<long[]>(
                "SELECT ARRAY[n_tup_upd, n_tup_hot_upd] FROM pg_stat_user_tables WHERE relname = 'stratus_channel'");
        }

        Assert.InRange(updates[0], 20, 21);
        Assert.Equal(updates[0], updates[1]);
    }
}
