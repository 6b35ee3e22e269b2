using Npgsql;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

[Collection(SharedPostgres.Name)]
public sealed class SweepTests(PostgresServer server)
{
    private const int Most = PostgresChannelLog.SweepChannels;

    [Fact]
    public async Task Sweep_AChannelThatNobodyOpened_ForgetsItAndNoOther()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        foreach (string channel in (string[])["over", "kept"])
        {
            await database.Log.OpenAsync(channel, Kept.Rules, "o", "e");
            await database.Log.AppendAsync(Kept.Append(channel, "o", 0, count: 2));
        }

        await LetPassAsync(database, Kept.Rules.HistoryAge + Kept.Rules.PositionAge, "over");

        Assert.Equal(1, await database.Log.SweepAsync());
        Assert.Equal(0, await database.Log.SweepAsync());
        Assert.Equal(2, await database.AskAsync<long>("SELECT count(*) FROM stratus_publication"));
        Assert.Equal("kept", await database.AskAsync<string>("SELECT string_agg(name, ' ') FROM stratus_channel"));
    }

    [Theory]
    [InlineData("append")]
    [InlineData("trim")]
    [InlineData("open")]
    public async Task Sweep_AChannelThatWasInUse_KeepsItsPosition(string use)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o", "e");
        await LetPassAsync(database, Kept.Rules.PositionAge, "c");
        await (use switch
        {
            "append" => database.Log.AppendAsync(Kept.Append("c", "o", 0)),
            "trim" => database.Log.TrimAsync("c", Kept.Rules, "o", 1),
            _ => new ValueTask(database.Log.OpenAsync("c", Kept.Rules, "o2", "e2").AsTask()),
        });

        Assert.Equal(0, await database.Log.SweepAsync());
        await LetPassAsync(database, Kept.Rules.PositionAge - TimeSpan.FromMinutes(1), "c");
        Assert.Equal(0, await database.Log.SweepAsync());
    }

    [Theory]
    [InlineData(Most - 1)]
    [InlineData(Most)]
    [InlineData(Most + 1)]
    public async Task Sweep_AroundTheMostAtATime_GoesOnTheNextTime(int count)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.DoAsync(
            $"INSERT INTO stratus_channel (name, epoch, owner, top, batches, used_at, forget_at) SELECT 'c' || i, 'e', 'o', 0, '', now(), now() - interval '1 s' FROM generate_series(1, {count}) i");

        int[] swept = [await database.Log.SweepAsync(), await database.Log.SweepAsync(), await database.Log.SweepAsync()];

        Assert.Equal([Math.Min(Most, count), Math.Max(0, count - Most), 0], swept);
    }

    [Fact]
    public async Task Sweep_ByTwoAtATime_IsDoneByOne()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o", "e");
        await LetPassAsync(database, Kept.Rules.PositionAge, "c");
        await using (await HoldSweepAsync(database))
        {
            Assert.Equal(0, await database.Log.SweepAsync());
        }

        Assert.Equal(1, await database.Log.SweepAsync());
    }

    [Fact]
    public async Task Append_ToAChannelThatWasSwept_IsRefused()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o", "e");
        await LetPassAsync(database, Kept.Rules.PositionAge, "c");
        await database.Log.SweepAsync();

        await Assert.ThrowsAsync<ChannelFencedException>(async () => await database.Log.AppendAsync(Kept.Append("c", "o", 0)));
    }

    private static async Task<NpgsqlTransaction> HoldSweepAsync(LogDatabase database)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using NpgsqlCommand command = new("SELECT pg_advisory_xact_lock(hashtextextended('stratus_sweep', 0))", connection);
        await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        return transaction;
    }

    private static async Task LetPassAsync(LogDatabase database, TimeSpan time, string channel) =>
        await database.DoAsync($"UPDATE stratus_channel SET forget_at = forget_at - interval '{(long)time.TotalSeconds + 1} s' WHERE name = '{channel}'");
}
