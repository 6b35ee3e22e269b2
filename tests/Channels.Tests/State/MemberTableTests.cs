using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.State;

/// <summary>Members: records in any order come to the same, and the table forgets what nobody can contradict any more.</summary>
public sealed class MemberTableTests
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(60);

    private readonly MemberTable _table = new();

    [Fact]
    public void Records_InAnyOrderAndRepeated_EndWithTheHighestVersions()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        for (int round = 0; round < 500; round++)
        {
            MemberRecord[] records = [.. Enumerable.Range(0, random.Next(1, 30)).Select(version =>
                Record($"client-{random.Next(4)}", version, random.Next(2) == 0))];
            string[] expected = [.. records.GroupBy(record => record.Info.Client).Select(group => group.MaxBy(record => record.Version)!)
                .Where(record => record.IsPresent).Select(record => record.Info.Client).Order(StringComparer.Ordinal)];
            MemberTable table = new();
            MemberRecord[] sent = [.. records, .. records];
            random.Shuffle(sent);
            foreach (MemberRecord record in sent)
            {
                table.Update($"edge-{random.Next(3)}", record, TimeSpan.Zero);
            }

            Assert.True(expected.SequenceEqual(table.Present.Select(info => info.Client).Order(StringComparer.Ordinal)), $"seed {seed}, round {round}");
        }
    }

    // The model: for each client the highest version that holds, who is present through which edge, and since when one is gone.
    [Fact]
    public void Steps_OfManyKinds_AgreeWithTheModel()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        Dictionary<string, (double Version, string? Edge, TimeSpan Since)> model = [];
        TimeSpan now = TimeSpan.Zero;
        for (int step = 0; step < 20_000; step++)
        {
            string edge = $"edge-{random.Next(3)}";
            switch (random.Next(12))
            {
                case < 9:
                    MemberRecord record = Record($"client-{random.Next(6)}", 1 + (step / 20) + random.Next(5), random.Next(2) == 0);
                    model.TryGetValue(record.Info.Client, out (double Version, string? Edge, TimeSpan Since) before);
                    bool holds = record.Version > before.Version;
                    bool changes = holds && record.IsPresent != before.Edge is not null;
                    if (holds)
                    {
                        model[record.Info.Client] = (record.Version, record.IsPresent ? edge : null, now);
                    }

                    Assert.True(changes == _table.Update(edge, record, now), $"seed {seed}, step {step}");
                    break;
                case 9:
                    string[] gone = [.. model.Where(entry => entry.Value.Edge == edge).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
                    foreach (string client in gone)
                    {
                        model[client] = (model[client].Version - 0.5, null, now); // the same record brings it back, an older one does not
                    }

                    Assert.True(gone.SequenceEqual(_table.RemoveEdge(edge, now).Select(info => info.Client).Order(StringComparer.Ordinal)), $"seed {seed}, step {step}");
                    break;
                case 10:
                    now += TimeSpan.FromSeconds(random.Next(30));
                    break;
                default:
                    _table.Trim(now);
                    foreach (string client in model.Where(entry => entry.Value.Edge is null && now - entry.Value.Since >= Memory).Select(entry => entry.Key).ToArray())
                    {
                        model.Remove(client);
                    }

                    Assert.True(_table.IsEmpty == (model.Count == 0), $"seed {seed}, step {step}");
                    break;
            }

            IEnumerable<string> present = model.Where(entry => entry.Value.Edge is not null).Select(entry => entry.Key).Order(StringComparer.Ordinal);
            Assert.True(present.SequenceEqual(_table.Present.Select(info => info.Client).Order(StringComparer.Ordinal)), $"seed {seed}, step {step}");
        }
    }

    [Theory, InlineData(59, false), InlineData(60, true)]
    public void Leave_IsRememberedForAMinute(int seconds, bool expected)
    {
        _table.Update("edge", Record("a", 5, isPresent: false), TimeSpan.Zero);
        _table.Trim(TimeSpan.FromSeconds(seconds));
        Assert.Equal(expected, _table.IsEmpty);
        Assert.Equal(expected, _table.Update("edge", Record("a", 4, isPresent: true), TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Leave_AfterAnEarlierOne_IsRememberedFromTheLast()
    {
        _table.Update("edge", Record("a", 1, isPresent: false), TimeSpan.Zero);
        _table.Update("edge", Record("a", 2, isPresent: true), TimeSpan.FromSeconds(10));
        _table.Update("edge", Record("a", 3, isPresent: false), TimeSpan.FromSeconds(50));
        _table.Trim(TimeSpan.FromSeconds(60));
        Assert.False(_table.IsEmpty);
        _table.Trim(TimeSpan.FromSeconds(110));
        Assert.True(_table.IsEmpty);
    }

    private static MemberRecord Record(string client, long version, bool isPresent) => new(new ClientInfo("user", client), version, isPresent);
}
