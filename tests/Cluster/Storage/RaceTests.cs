using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

[Collection(SharedPostgres.Name)]
public sealed class RaceTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Rounds = 300;

    // Never both lost and acknowledged, never both there and refused.
    [Fact]
    public async Task Append_WhileAnotherSiloOpens_IsInWhatItOpenedOrRefused()
    {
        Random random = NewRandom();
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        PostgresChannelLog[] silos = [database.NewLog(), database.NewLog()];
        string owner = Kept.NewToken();
        ChannelSnapshot known = await silos[0].OpenAsync("c", Kept.Rules, owner, "e");
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            PostgresChannelLog before = silos[round % 2];
            PostgresChannelLog after = silos[(round + 1) % 2];
            int count = random.Next(1, 4);
            string newOwner = Kept.NewToken();

            Task append = AfterAsync(random.Next(3), () => before.AppendAsync(Kept.Append("c", owner, known.Top, count)).AsTask());
            Task<ChannelSnapshot> open = AfterAsync(random.Next(3), () => after.OpenAsync("c", Kept.Rules, newOwner, "other").AsTask());
            Exception? refusal = await Record.ExceptionAsync(() => append);
            ChannelSnapshot opened = await open;

            long expected = known.Top + (refusal is null ? count : 0);
            Assert.True(refusal is null or ChannelFencedException, $"round {round}: {refusal}");
            Assert.Equal(expected, opened.Top);
            Kept.AssertOffsets(Enumerable.Range(0, (int)Math.Min(100, expected)).Select(i => expected - i).Reverse(), opened);
            refused += refusal is null ? 0 : 1;
            (known, owner) = (opened, newOwner);
        }

        output.WriteLine($"{refused} of {Rounds} refused");
    }

    // Two that both think they are the owner of the same channels, and name them in different orders.
    [Fact]
    public async Task Append_TwoSilosToTheSameChannels_OneWinsEachAndNoneDeadlocks()
    {
        const int Channels = 20;
        Random random = NewRandom();
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        PostgresChannelLog[] silos = [database.NewLog(), database.NewLog(), database.NewLog()];
        long[] tops = new long[Channels];
        for (int i = 0; i < Channels; i++)
        {
            await database.Log.OpenAsync($"c{i}", Kept.Rules, "o", "e");
        }

        for (int round = 0; round < Rounds / 6; round++)
        {
            Task<bool[]>[] runs = [.. silos.Select(silo => AppendAllAsync(silo, tops, [.. Enumerable.Range(0, Channels).OrderBy(_ => random.Next())]))];
            bool[][] results = await Task.WhenAll(runs);
            for (int i = 0; i < Channels; i++)
            {
                Assert.Equal(1, results.Count(result => result[i]));
                tops[i]++;
            }
        }

        for (int i = 0; i < Channels; i++)
        {
            Assert.Equal(tops[i], (await database.Log.OpenAsync($"c{i}", Kept.Rules, "o2", "e")).Top);
        }
    }

    // What they do to each other is refused at worst.
    [Fact]
    public async Task Log_OpenedAppendedTrimmedForgottenAndSweptAtOnce_StaysWhole()
    {
        Random random = NewRandom();
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        PostgresChannelLog[] silos = [database.NewLog(), database.NewLog()];
        int[] seeds = [.. Enumerable.Range(0, 6).Select(_ => random.Next())];
        ChannelRules rules = Kept.Rules with { HistorySize = 1000, PositionAge = TimeSpan.Zero, HistoryAge = TimeSpan.FromMilliseconds(20) };

        await Task.WhenAll(seeds.Select((seed, i) => DisturbAsync(silos[i % 2], new Random(seed), rules)));

        // No publication of a channel that is gone, none above its top, none missing in between.
        Assert.Equal(0, await database.AskAsync<long>("SELECT count(*) FROM stratus_publication p WHERE NOT EXISTS (SELECT FROM stratus_channel c WHERE c.id = p.channel)"));
        Assert.Equal(0, await database.AskAsync<long>("""
            SELECT count(*) FROM stratus_channel c JOIN (
                SELECT channel, min("offset") AS first, max("offset") AS last, count(*) AS number FROM stratus_publication GROUP BY channel
            ) p ON p.channel = c.id
            WHERE p.last <> c.top OR p.number <> p.last - p.first + 1
            """));
    }

    private static async Task DisturbAsync(PostgresChannelLog log, Random random, ChannelRules rules)
    {
        for (int i = 0; i < Rounds / 6; i++)
        {
            string channel = $"c{random.Next(3)}";
            string owner = Kept.NewToken();
            try
            {
                ChannelSnapshot snapshot = await log.OpenAsync(channel, rules, owner, Kept.NewToken());
                for (int n = random.Next(5); n > 0; n--)
                {
                    await log.AppendAsync(Kept.Append(channel, owner, snapshot.Top, 2, rules));
                    snapshot = snapshot with { Top = snapshot.Top + 2 };
                }

                await (random.Next(4) switch
                {
                    0 => log.ForgetAsync(channel, owner),
                    1 => new ValueTask(log.SweepAsync().AsTask()),
                    2 => log.TrimAsync(channel, rules, owner, snapshot.Top - random.Next(-1, 3)),
                    _ => ValueTask.CompletedTask,
                });
            }
            catch (ChannelFencedException)
            {
                // another was faster
            }
        }
    }

    private static async Task<bool[]> AppendAllAsync(PostgresChannelLog silo, long[] tops, int[] order)
    {
        bool[] won = new bool[tops.Length];
        await Task.WhenAll(order.Select(async i =>
        {
            try
            {
                await silo.AppendAsync(Kept.Append($"c{i}", "o", tops[i]));
                won[i] = true;
            }
            catch (ChannelFencedException)
            {
                won[i] = false;
            }
        }));
        return won;
    }

    private static async Task AfterAsync(int yields, Func<Task> action) =>
        await AfterAsync(yields, async () =>
        {
            await action();
            return true;
        });

    private static Task<T> AfterAsync<T>(int yields, Func<Task<T>> action) => Task.Run(async () =>
    {
        for (int i = 0; i < yields; i++)
        {
            await Task.Yield();
        }

        return await action();
    });

    private Random NewRandom()
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        return new Random(seed);
    }
}
