using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

// While an append to the channel "first" waits for its row, which the test holds, everything else queues up behind it.

[Collection(SharedPostgres.Name)]
public sealed class GroupCommitTests(PostgresServer server)
{
    [Fact]
    public async Task Append_ManyChannelsWhileOneIsInFlight_TakesOneCommitForAll()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        using GroupSizes sizes = new(database.Meters);
        string[] channels = [.. Enumerable.Range(0, 50).Select(static i => $"c{i}")];

        Task[] appends = await QueueAsync(database, database.Log, channels);

        await Task.WhenAll(appends);
        await database.Log.DisposeAsync();
        Assert.Equal([1, 50], sizes.All);
        Assert.Equal(1, await database.AskAsync<long>(
            "SELECT count(DISTINCT p.xmin::text) FROM stratus_publication p JOIN stratus_channel c ON c.id = p.channel WHERE c.name <> 'first'"));
        foreach (string channel in channels)
        {
            Kept.AssertOffsets([1], await database.NewLog().OpenAsync(channel, Kept.Rules, "new " + channel, "e"));
        }
    }

    [Fact]
    public async Task Append_OneOfTheGroupHasLostItsChannel_OnlyItIsRefused()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        string[] channels = [.. Enumerable.Range(0, 9).Select(static i => $"c{i}")];

        Task[] appends = await QueueAsync(database, database.Log, channels, async () =>
        {
            await database.NewLog().OpenAsync("c0", Kept.Rules, "thief 0", "e");
            await database.NewLog().OpenAsync("c4", Kept.Rules, "thief 4", "e");
            await database.NewLog().OpenAsync("c8", Kept.Rules, "thief 8", "e");
        });

        for (int i = 0; i < appends.Length; i++)
        {
            bool isLost = i % 4 == 0;
            Exception? refusal = await Record.ExceptionAsync(() => appends[i]);
            Assert.Equal(isLost, refusal is ChannelFencedException);
            ChannelSnapshot snapshot = await database.NewLog().OpenAsync(channels[i], Kept.Rules, "new " + i, "e");
            Kept.AssertOffsets(isLost ? [] : [1], snapshot);
            Assert.Equal(isLost ? 0 : 1, snapshot.Top);
            Assert.All(snapshot.History, kept => Assert.Equal($"\"{channels[i]}\"", Kept.Text(kept)));
        }
    }

    [Fact]
    public async Task Append_AChannelTwice_KeepsTheirOrder()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        using GroupSizes sizes = new(database.Meters);
        await database.Log.OpenAsync("c", Kept.Rules, "o", "e");

        Task[] appends = await QueueAsync(database, database.Log, ["d"], also: log =>
        [
            log.AppendAsync(Kept.Append("c", "o", 0)).AsTask(),
            log.AppendAsync(Kept.Append("c", "o", 1, count: 2)).AsTask(),
            log.AppendAsync(Kept.Append("c", "o", 3)).AsTask(),
        ]);

        await Task.WhenAll(appends);
        await database.Log.DisposeAsync();
        Assert.Equal([1, 2, 1, 1], sizes.All);
        Kept.AssertOffsets([1, 2, 3, 4], await database.NewLog().OpenAsync("c", Kept.Rules, "o2", "e2"));
    }

    [Fact]
    public async Task Trim_Many_TakesOneCommitForAll()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        using GroupSizes sizes = new(database.Meters);
        await database.Log.OpenAsync("first", Kept.Rules, "o", "e");
        foreach (string channel in (string[])["a", "b", "c"])
        {
            await database.Log.OpenAsync(channel, Kept.Rules, "o", "e");
            await database.Log.AppendAsync(Kept.Append(channel, "o", 0, count: 3));
        }

        await database.NewLog().OpenAsync("c", Kept.Rules, "thief", "e");
        List<Task> trims = [];
        await using (await database.LockAsync("first"))
        {
            trims.Add(database.Log.TrimAsync("first", Kept.Rules, "o", 1).AsTask());
            await database.WaitForWaitersAsync(1);
            trims.AddRange(((string[])["a", "b", "c"]).Select(channel => database.Log.TrimAsync(channel, Kept.Rules, "o", 3).AsTask()));
        }

        await Task.WhenAll(trims[..3]);
        await Assert.ThrowsAsync<ChannelFencedException>(() => trims[3]);
        await database.Log.DisposeAsync();
        Assert.Equal([1, 1, 1, 1, 3], sizes.All);
        Assert.Equal(1 + 1 + 3, await database.AskAsync<long>("SELECT count(*) FROM stratus_publication"));
    }

    [Theory]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(3, new[] { 1, 3 })]
    [InlineData(4, new[] { 1, 3, 1 })]
    public async Task Append_AroundTheMostWritesOfAGroup_TakesAnotherGroup(int count, int[] expected) =>
        await AssertGroupsAsync(LogDatabase.Patient with { GroupWrites = 3 }, count, expected);

    [Theory]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(3, new[] { 1, 3 })]
    [InlineData(4, new[] { 1, 3, 1 })]
    public async Task Append_AroundTheMostOctetsOfAGroup_TakesAnotherGroup(int count, int[] expected) =>
        await AssertGroupsAsync(LogDatabase.Patient with { GroupOctets = 3 * 4 }, count, expected); // "cN" has four octets

    [Fact]
    public async Task Append_MoreOctetsThanAGroupMayHave_GoesAlone() =>
        await AssertGroupsAsync(LogDatabase.Patient with { GroupOctets = 3 }, 2, [1, 1, 1]);

    [Fact]
    public async Task Append_MoreThanMayWait_IsRefusedAndTheOthersAreNot() =>
        await AssertOverloadAsync(LogDatabase.Patient with { WaitingWrites = 3 });

    [Fact]
    public async Task Append_MoreOctetsThanMayWait_IsRefusedAndTheOthersAreNot() =>
        await AssertOverloadAsync(LogDatabase.Patient with { WaitingOctets = 3 * 4 });

    private static async Task AssertGroupsAsync(LogDatabase database, GroupLimits limits, int count, int[] expected)
    {
        using GroupSizes sizes = new(database.Meters);
        PostgresChannelLog log = database.NewLog(limits);
        await Task.WhenAll(await QueueAsync(database, log, [.. Enumerable.Range(0, count).Select(static i => $"c{i}")]));
        await log.DisposeAsync();
        Assert.Equal(expected, sizes.All);
    }

    // Opens the channels, and appends to each while "first" is in flight.
    private static async Task<Task[]> QueueAsync(
        LogDatabase database, PostgresChannelLog log, string[] channels, Func<Task>? meanwhile = null, Func<PostgresChannelLog, Task[]>? also = null)
    {
        foreach (string channel in channels.Append("first"))
        {
            await log.OpenAsync(channel, Kept.Rules, "o", "e");
        }

        Task first;
        Task[] appends;
        await using (await database.LockAsync("first"))
        {
            first = log.AppendAsync(Kept.Append("first", "o", 0)).AsTask();
            await database.WaitForWaitersAsync(1);
            appends =
            [
                .. channels.Select(channel => log.AppendAsync(
                    new LogAppend(channel, Kept.Rules, "o", 0, [Kept.Publication(1, $"\"{channel}\"")], [])).AsTask()),
                .. also?.Invoke(log) ?? [],
            ];
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
        }

        await first;
        return appends;
    }

    private async Task AssertGroupsAsync(GroupLimits limits, int count, int[] expected)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await AssertGroupsAsync(database, limits, count, expected);
    }

    private async Task AssertOverloadAsync(GroupLimits limits)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);

        Task[] appends = await QueueAsync(database, database.NewLog(limits), ["c0", "c1", "c2", "c3"]);

        await Task.WhenAll(appends[..3]);
        await Assert.ThrowsAsync<ChannelLogOverloadedException>(() => appends[3]);
        ChannelSnapshot snapshot = await database.Log.OpenAsync("c3", Kept.Rules, "o2", "e2");
        Assert.Equal(0, snapshot.Top);
    }
}
