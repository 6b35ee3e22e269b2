using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

[Collection(SharedPostgres.Name)]
public sealed class FencingTests(PostgresServer server)
{
    [Fact]
    public async Task Append_ByAFormerOwner_IsRefused()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        PostgresChannelLog other = await TakeOverAsync(database);

        await Assert.ThrowsAsync<ChannelFencedException>(async () => await database.Log.AppendAsync(Kept.Append("c", "o1", 2)));

        await other.AppendAsync(Kept.Append("c", "o2", 2));
        Kept.AssertOffsets([1, 2, 3], await database.Log.OpenAsync("c", Kept.Rules, "o3", "e3"));
    }

    [Fact]
    public async Task Trim_ByAFormerOwner_IsRefused()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await TakeOverAsync(database);

        await Assert.ThrowsAsync<ChannelFencedException>(async () => await database.Log.TrimAsync("c", Kept.Rules, "o1", 3));

        Kept.AssertOffsets([1, 2], await database.Log.OpenAsync("c", Kept.Rules, "o3", "e3"));
    }

    [Fact]
    public async Task Forget_ByAFormerOwner_DoesNothing()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await TakeOverAsync(database);

        await database.Log.ForgetAsync("c", "o1");

        Kept.AssertOffsets([1, 2], await database.Log.OpenAsync("c", Kept.Rules, "o3", "e3"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_OnAnotherTop_IsRefused(long top)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, count: 2));

        await Assert.ThrowsAsync<ChannelFencedException>(async () => await database.Log.AppendAsync(Kept.Append("c", "o1", top)));

        Kept.AssertOffsets([1, 2], await database.Log.OpenAsync("c", Kept.Rules, "o2", "e2"));
    }

    [Fact]
    public async Task Append_ToAForgottenChannel_IsRefused()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.ForgetAsync("c", "o1");

        await Assert.ThrowsAsync<ChannelFencedException>(async () => await database.Log.AppendAsync(Kept.Append("c", "o1", 0)));

        Assert.Equal(0, await database.AskAsync<long>("SELECT count(*) FROM stratus_publication"));
    }

    [Fact]
    public async Task Open_WhileAnAppendIsUnderWay_WaitsForItAndGivesIt()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        Task append;
        Task<ChannelSnapshot> open;
        await using (await database.LockAsync("c"))
        {
            append = database.Log.AppendAsync(Kept.Append("c", "o1", 0)).AsTask();
            await database.WaitForWaitersAsync(1); // first in the row's queue
            open = database.NewLog().OpenAsync("c", Kept.Rules, "o2", "e2").AsTask();
            await database.WaitForWaitersAsync(2);
        }

        await append;
        ChannelSnapshot snapshot = await open;
        Assert.Equal(1, snapshot.Top);
        Kept.AssertOffsets([1], snapshot);
    }

    [Fact]
    public async Task Append_WhileAnOpenIsUnderWay_WaitsForItAndIsRefused()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        Task append;
        Task<ChannelSnapshot> open;
        await using (await database.LockAsync("c"))
        {
            open = database.NewLog().OpenAsync("c", Kept.Rules, "o2", "e2").AsTask();
            await database.WaitForWaitersAsync(1);
            append = database.Log.AppendAsync(Kept.Append("c", "o1", 0)).AsTask();
            await database.WaitForWaitersAsync(2);
        }

        await Assert.ThrowsAsync<ChannelFencedException>(() => append);
        Assert.Equal(0, (await open).Top);
        Assert.Equal(0, await database.AskAsync<long>("SELECT count(*) FROM stratus_publication"));
    }

    private static async Task<PostgresChannelLog> TakeOverAsync(LogDatabase database)
    {
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, count: 2));
        PostgresChannelLog other = database.NewLog();
        ChannelSnapshot snapshot = await other.OpenAsync("c", Kept.Rules, "o2", "e2");
        Assert.Equal(2, snapshot.Top);
        return other;
    }
}
