using System.Collections.Concurrent;
using Orleans.Runtime;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Silo.Contracts;
using Stratus.Realtime.Silo.Grains;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>
/// Channels that move while they are being opened: several silos try to at once, and a silo that has just tried in vain does not
/// take what moves there. The busier the machine, the more often; with four others that work all the time, once in some thousand.
/// </summary>
public sealed class MoveTests(ITestOutputHelper output)
{
    private const int Rounds = 30;
    private const int Channels = 45;
    private const int Publishers = 40;

    private readonly ConcurrentDictionary<string, string> _epochs = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private int _round;
    private long _published;
    private long _refused;

    [Fact]
    public async Task Channels_MovedAsSoonAsTheyAreOpen_KeepTheirEpochs()
    {
        await using ContractCluster cluster = await ContractCluster.StartAsync(3);
        IGrainFactory[] callers = cluster.Callers;
        int moved = 0;
        for (_round = 0; _round < Rounds; _round++)
        {
            using CancellationTokenSource end = new();
            Task[] publishers = [.. Enumerable.Range(0, Publishers).Select(i => Task.Run(() => PublishAsync(i, callers[i % callers.Length], end.Token)))];
            long some = Interlocked.Read(ref _published) + (_round * 7 % (2 * Channels));
            await Wait.UntilAsync(() => Interlocked.Read(ref _published) > some, "publications");

            ContractSilo silo = cluster.Silos[_round % cluster.Silos.Count];
            moved += await silo.Channels.MoveAsync(cluster.OthersThan(silo), silo.Grains, CancellationToken.None);

            await end.CancelAsync();
            await Task.WhenAll(publishers);
            await CloseAllAsync(cluster);
        }

        output.WriteLine($"{_epochs.Count} channels, {moved} moves, {_published} publications, {_refused} refused");
        Assert.True(_faults.IsEmpty, string.Join('\n', _faults.Take(20)));
        Assert.InRange(moved, Rounds, int.MaxValue);
    }

    [Fact]
    public async Task Channel_ThatWasNotTakenElsewhere_GoesOnWhereItWas()
    {
        const string Channel = "long:a";
        await using ContractCluster cluster = await ContractCluster.StartAsync(1);
        SiloChannels silo = cluster.Silos[0].Channels;
        IChannelGrain grain = cluster.Grains.GetGrain<IChannelGrain>(Channel);
        Position before = (await grain.PublishAsync(new PublishBatch("publisher", 1, [Text.Request("x")])))[0];
        ChannelSnapshot? snapshot = await Assert.Single(silo.Node.Channels).CloseAsync();
        await Wait.UntilAsync(() => cluster.Activations == 0, "it to be gone");

        silo.Keep(Channel, Assert.IsType<ChannelSnapshot>(snapshot));
        Position after = (await grain.PublishAsync(new PublishBatch("publisher", 2, [Text.Request("x")])))[0];

        Assert.Equal(new Position(before.Epoch, before.Offset + 1), after);
        Assert.Null(silo.Recall(Channel)); // not twice
    }

    private async Task PublishAsync(int first, IGrainFactory grains, CancellationToken end)
    {
        string publisher = Guid.NewGuid().ToString("N");
        for (long number = 1; !end.IsCancellationRequested; number++)
        {
            string channel = $"long:{_round}-{(first + (number * 7)) % Channels}";
            try
            {
                Position[] answer = await grains.GetGrain<IChannelGrain>(channel).PublishAsync(new PublishBatch(publisher, number, [Text.Request("x")]));
                Interlocked.Increment(ref _published);
                string epoch = _epochs.GetOrAdd(channel, answer[0].Epoch);
                if (epoch != answer[0].Epoch)
                {
                    _faults.Enqueue($"{channel} began with epoch {epoch}, and is at {answer[0]}");
                }
            }
            catch (Exception e) when (e is OrleansMessageRejectionException or TimeoutException)
            {
                Interlocked.Increment(ref _refused); // sent to and fro too often, or late: publishers are told, and try again
            }
        }
    }

    private static async Task CloseAllAsync(ContractCluster cluster)
    {
        foreach (HostedChannel channel in cluster.Silos.SelectMany(static silo => silo.Channels.Node.Channels))
        {
            await channel.CloseAsync();
        }

        await Wait.UntilAsync(() => cluster.Activations == 0, "the channels of this round to be gone");
    }
}
