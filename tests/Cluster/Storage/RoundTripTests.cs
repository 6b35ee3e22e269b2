using System.Text;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;

namespace Stratus.Realtime.Cluster.Storage;

[Collection(SharedPostgres.Name)]
public sealed class RoundTripTests(PostgresServer server)
{
    private static readonly ClientInfo Full = new("user ü", "client")
    {
        ConnectionInfo = "{\"name\":\"\\u0000\"}"u8.ToArray(),
        ChannelInfo = "[1]"u8.ToArray(),
    };

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Length)];

    private static KeptPublication[] All =>
    [
        Make(data: "{}", info: Full, tags: Tags(("a", "1"), ("b", "")), key: "key"),
        Make(data: ""),
        Make(data: "", info: new ClientInfo("", ""), tags: Tags(), key: ""),
        Make(data: "1", info: Full),
        Make(data: "1", tags: Tags(("", "empty key"))),
        Make(data: "1", key: "only a key"),
        Make(data: "\"ü\u0000\"", info: new ClientInfo("a\0b", "c\0"), tags: Tags(("t\0", "\0")), key: "k\0"), // what PostgreSQL's text cannot hold
        Make(data: new string('x', 2_000)),
        Make(data: new string('x', 9_000)), // more than a page
        Make(data: new string('x', 300_000), info: Full, tags: Tags(("long", new string('y', 20_000)))),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Open_AfterAnAppend_GivesWhatWasAppended(int number)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        KeptPublication expected = All[number];
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(new LogAppend("c", Kept.Rules, "o1", 0, [expected], []));

        ChannelSnapshot snapshot = await database.NewLog().OpenAsync("c", Kept.Rules, "o2", "e2");

        AssertEqual(expected, Assert.Single(snapshot.History));
        Assert.Equal(("e1", 1L), (snapshot.Epoch, snapshot.Top));
    }

    [Fact]
    public async Task Open_AChannelNobodyKnows_BeginsWithTheEpochGiven()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);

        ChannelSnapshot snapshot = await database.Log.OpenAsync("namespace:c", Kept.Rules, "o1", "e1");

        Assert.Equal(("e1", 0L, null), (snapshot.Epoch, snapshot.Top, snapshot.UseAge));
        Assert.Empty(snapshot.History);
        Assert.Empty(snapshot.Batches);
        Assert.Empty(snapshot.Members);
    }

    [Fact]
    public async Task Open_AChannelWithoutPublications_KeepsItsEpoch()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");

        ChannelSnapshot snapshot = await database.Log.OpenAsync("c", Kept.Rules, "o2", "e2");

        Assert.Equal(("e1", 0L), (snapshot.Epoch, snapshot.Top));
        Assert.NotNull(snapshot.UseAge);
    }

    [Fact]
    public async Task Open_WithBatches_GivesThemWithTheirAges()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        KeptBatch[] batches =
        [
            new("edge-1", long.MaxValue, [1, 2, 3, 2, long.MaxValue, 0], TimeSpan.FromSeconds(40)),
            new("edge ü", 0, [], TimeSpan.Zero),
        ];
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");
        await database.Log.AppendAsync(Kept.Append("c", "o1", 0) with { Batches = batches });
        await database.DoAsync("UPDATE stratus_channel SET used_at = used_at - interval '100 s'");

        ChannelSnapshot snapshot = await database.NewLog().OpenAsync("c", Kept.Rules, "o2", "e2");

        Assert.Equal(batches.Select(static batch => (batch.Publisher, batch.Number)), snapshot.Batches.Select(static batch => (batch.Publisher, batch.Number)));
        Assert.Equal(batches[0].Offsets, snapshot.Batches[0].Offsets);
        Assert.Empty(snapshot.Batches[1].Offsets);
        Assert.InRange(snapshot.Batches[0].Age.TotalSeconds, 140, 155); // how long the test may have taken
        Assert.InRange(snapshot.Batches[1].Age.TotalSeconds, 100, 115);
        Assert.InRange(snapshot.UseAge!.Value.TotalSeconds, 100, 115);
    }

    [Fact]
    public async Task Open_WithAName_ThatPostgresCannotHold_Throws()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);

        await Assert.ThrowsAsync<ArgumentException>(async () => await database.Log.OpenAsync("a\0b", Kept.Rules, "o1", "e1"));
    }

    [Fact]
    public async Task Append_PublicationsThatDoNotFollow_Throws()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        await database.Log.OpenAsync("c", Kept.Rules, "o1", "e1");

        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await database.Log.AppendAsync(new LogAppend("c", Kept.Rules, "o1", 0, [Kept.Publication(1), Kept.Publication(3)], [])));
    }

    [Fact]
    public async Task Log_NamesThatDifferInCaseOrAccentOnly_AreDifferentChannels()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        string[] names = ["a", "A", "ä", "a ", "", "a\u0308", new string('ü', 127)];
        foreach (string name in names)
        {
            await database.Log.OpenAsync(name, Kept.Rules, "o" + name, "e" + name);
            await database.Log.AppendAsync(Kept.Append(name, "o" + name, 0));
        }

        foreach (string name in names)
        {
            ChannelSnapshot snapshot = await database.Log.OpenAsync(name, Kept.Rules, "p" + name, "other");
            Assert.Equal(("e" + name, 1L), (snapshot.Epoch, snapshot.Top));
        }
    }

    private static KeptPublication Make(string data, ClientInfo? info = null, IReadOnlyDictionary<string, string>? tags = null, string? key = null) =>
        new(new Publication { Data = Encoding.UTF8.GetBytes(data), Offset = 1, Info = info, Tags = tags, TimeMilliseconds = 1_234_567_890_123 }, key, TimeSpan.Zero);

    private static Dictionary<string, string> Tags(params (string Key, string Value)[] tags) =>
        tags.ToDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.Ordinal);

    private static void AssertEqual(KeptPublication expected, KeptPublication actual)
    {
        Publication a = expected.Publication;
        Publication b = actual.Publication;
        Assert.Equal(a.Data.ToArray(), b.Data.ToArray());
        Assert.Equal((a.Offset, a.TimeMilliseconds, expected.IdempotencyKey), (b.Offset, b.TimeMilliseconds, actual.IdempotencyKey));
        Assert.Equal(a.Tags, b.Tags);
        Assert.Equal((a.Info?.User, a.Info?.Client), (b.Info?.User, b.Info?.Client));
        Assert.Equal(a.Info?.ConnectionInfo.ToArray(), b.Info?.ConnectionInfo.ToArray());
        Assert.Equal(a.Info?.ChannelInfo.ToArray(), b.Info?.ChannelInfo.ToArray());
    }
}
