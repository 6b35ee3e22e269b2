using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;

namespace Stratus.Realtime.Cluster.Storage;

[Collection(SharedPostgres.Name)]
public sealed class HistoryTests(PostgresServer server)
{
    private static readonly ChannelRules Five = Kept.Rules with { HistorySize = 5 };

    [Theory]
    [InlineData(4, new long[] { 1, 2, 3, 4 })]
    [InlineData(5, new long[] { 1, 2, 3, 4, 5 })]
    [InlineData(6, new long[] { 2, 3, 4, 5, 6 })]
    public async Task Open_AroundTheHistorySize_GivesTheNewest(int appended, long[] expected)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Five, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, appended));

        ChannelSnapshot snapshot = await database.Log.OpenAsync("c", Five, "o2", "e2");

        Kept.AssertOffsets(expected, snapshot);
        Assert.Equal(appended, snapshot.Top);
    }

    [Theory]
    [InlineData(285, new long[] { 1, 2 })] // the test itself may take its time
    [InlineData(300, new long[] { 2 })]
    [InlineData(301, new long[] { 2 })]
    public async Task Open_AroundTheHistoryAge_GivesWhatIsNotOlder(int age, long[] expected)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0));
        await database.Log.AppendAsync(Kept.Append("c", "o1", 1));
        await AgeAsync(database, age, offset: 1);

        Kept.AssertOffsets(expected, await database.Log.OpenAsync("c", Kept.Rules, "o2", "e2"));
    }

    [Fact]
    public async Task Open_WithAnOldOneAmongYounger_LeavesNoHole()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, count: 4));
        await AgeAsync(database, 301, offset: 2); // as when the database's clock was put back

        Kept.AssertOffsets([3, 4], await database.Log.OpenAsync("c", Kept.Rules, "o2", "e2"));
    }

    [Fact]
    public async Task Open_OfPublicationsWithAnyTime_TellsForHowLongTheDatabaseHasThem()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        ChannelRules rules = Kept.Rules with { HistoryAge = TimeSpan.FromDays(100) };
        await database.Log.OpenAsync("c", rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, count: 2, rules)); // said to be of 2023, by a silo whose clock is wrong
        int seconds = (int)TimeSpan.FromDays(40).TotalSeconds;
        await AgeAsync(database, seconds, offset: 1);

        ChannelSnapshot snapshot = await database.NewLog().OpenAsync("c", rules, "o2", "e2");

        Kept.AssertOffsets([1, 2], snapshot);
        Assert.InRange(snapshot.History[0].Age.TotalSeconds, seconds, seconds + 15); // how long the test may have taken
        Assert.InRange(snapshot.History[1].Age.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task Trim_InTheMiddle_ForgetsWhatIsBefore()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, count: 4));

        await database.Log.TrimAsync("c", Kept.Rules, "o1", 3);

        Assert.Equal(2, await database.AskAsync<long>("SELECT count(*) FROM stratus_publication"));
        Kept.AssertOffsets([3, 4], await database.Log.OpenAsync("c", Kept.Rules, "o2", "e2"));
    }

    [Fact]
    public async Task Trim_Everything_KeepsThePosition()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, count: 4));

        await database.Log.TrimAsync("c", Kept.Rules, "o1", 5);

        ChannelSnapshot snapshot = await database.Log.OpenAsync("c", Kept.Rules, "o2", "e2");
        Assert.Empty(snapshot.History);
        Assert.Equal(("e1", 4L), (snapshot.Epoch, snapshot.Top));
    }

    [Fact]
    public async Task Forget_ByTheOwner_LeavesNothing()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.OpenAsync("other", Kept.Rules, "o3", "e3");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0, count: 4));
        await database.Log.AppendAsync(Kept.Append("other", "o3", 0, count: 2));

        await database.Log.ForgetAsync("c", "o1");

        Assert.Equal(2, await database.AskAsync<long>("SELECT count(*) FROM stratus_publication"));
        ChannelSnapshot snapshot = await database.Log.OpenAsync("c", Kept.Rules, "o2", "e2");
        Assert.Equal(("e2", 0L), (snapshot.Epoch, snapshot.Top));
        Assert.Empty(snapshot.History);
    }

    private static async Task AgeAsync(LogDatabase database, int seconds, long offset) =>
        await database.DoAsync($"UPDATE stratus_publication SET appended_at = appended_at - interval '{seconds} s' WHERE \"offset\" = {offset}");
}
