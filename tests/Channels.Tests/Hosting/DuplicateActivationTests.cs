using System.Collections.Concurrent;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>A stored channel that is open on several hosts at once: one of them can append, and no offset is given twice.</summary>
public sealed class DuplicateActivationTests : IDisposable
{
    private const string Name = "long:a";
    private const int Rounds = 200;

    private readonly HostBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Publish_OnTwoHosts_IsAppendedByTheLastOwnerOnly()
    {
        HostedChannel first = await _bench.First.OpenAsync(Name);
        HostedChannel second = await _bench.Second.OpenAsync(Name);
        await second.PublishAsync(_bench.Batch("second"));
        await Assert.ThrowsAsync<GatewayUnavailableException>(async () => await first.PublishAsync(_bench.Batch("first")));
        Assert.Equal([1], _bench.Log.Offsets(Name));
        Assert.Equal((true, false), (first.Closed.IsCompleted, second.Closed.IsCompleted));
    }

    [Fact]
    public async Task Publish_OnTwoHostsInARace_GivesNoOffsetTwice()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        ConcurrentDictionary<Position, string> said = new();
        for (int round = 0; round < Rounds; round++)
        {
            HostedChannel[] open = [await _bench.First.OpenAsync(Name), await _bench.Second.OpenAsync(Name)];
            int[] publications = [random.Next(1, 20), random.Next(1, 20)];
            bool isOpenedAgain = random.Next(2) == 0;
            using Barrier barrier = new(2);
            Task[] racing = [.. Enumerable.Range(0, 2).Select(host => Task.Run(async () =>
            {
                barrier.SignalAndWait();
                HostedChannel channel = open[host];
                for (int i = 0; i < publications[host]; i++)
                {
                    PublishBatch batch = new($"publisher-{host}", (round * 100) + i, [Text.Request($"{round}-{host}-{i}-x"), Text.Request($"{round}-{host}-{i}-y")]);
                    try
                    {
                        IReadOnlyList<Position> positions = await channel.PublishAsync(batch);
                        Say(positions[0], $"{round}-{host}-{i}-x");
                        Say(positions[1], $"{round}-{host}-{i}-y");
                    }
                    catch (GatewayUnavailableException) when (isOpenedAgain)
                    {
                        channel = await (host == 0 ? _bench.First : _bench.Second).OpenAsync(Name); // and takes it from the other
                        i--;
                        isOpenedAgain = false;
                    }
                    catch (GatewayUnavailableException)
                    {
                        return;
                    }
                }
            }))];
            await Task.WhenAll(racing).WaitAsync(Wait.Bound, TestContext.Current.CancellationToken);
        }

        HostedChannel last = await _bench.First.OpenAsync(Name);
        HistoryResult history = await last.ReadHistoryAsync(new HistoryRequest(-1));
        Dictionary<long, string> kept = history.Publications.ToDictionary(publication => publication.Offset, Text.Of);
        Assert.All(said, entry => Assert.True(kept[entry.Key.Offset] == entry.Value, $"{FuzzSeed.Name}={seed}"));
        Assert.Equal(kept.Count, kept.Values.Distinct().Count());
        Assert.Equal(Enumerable.Range(1, kept.Count).Select(offset => (long)offset), kept.Keys);
        Assert.InRange(said.Count, Rounds, kept.Count);

        void Say(Position position, string text) => Assert.True(said.TryAdd(position, text), $"{FuzzSeed.Name}={seed}: {position} was given twice");
    }

    // In memory nobody can know; but what two hosts say is never taken for the same channel.
    [Fact]
    public async Task Publish_OfAChannelInMemoryOnTwoHosts_IsInTwoEpochs()
    {
        HostedChannel first = await _bench.First.OpenAsync("memory:a");
        HostedChannel second = await _bench.Second.OpenAsync("memory:a");
        Assert.NotEqual((await first.PublishAsync(_bench.Batch("x")))[0].Epoch, (await second.PublishAsync(_bench.Batch("x")))[0].Epoch);
    }
}
