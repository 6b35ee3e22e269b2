using System.Net;
using Orleans.Runtime;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Silo.Contracts;
using Stratus.Realtime.Silo.Grains;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>What happens to channels and users of a silo that has said that it stops, while to Orleans it is still like any other.</summary>
public sealed class StopTests
{
    private const int Silos = 3;
    private const int Many = 90; // each silo gets some: that one of three gets none has a chance of 10^-15

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Channels_OpenedAfterASiloSaidThatItStops_AreOnTheOthers()
    {
        await using ContractCluster cluster = await ContractCluster.StartAsync(Silos);
        await OpenAsync(cluster, "before");
        Assert.All(cluster.Silos, static silo => Assert.NotEmpty(silo.Channels.Node.Channels));
        ContractSilo stopping = await AnnounceAsync(cluster, 0);
        int before = stopping.Channels.Node.ChannelCount;

        await OpenAsync(cluster, "after");

        Assert.Equal(before, stopping.Channels.Node.ChannelCount);
        Assert.Equal(2 * Many, cluster.OpenChannels);
    }

    // All channels leave, and none comes, whatever is published meanwhile.
    [Fact]
    public async Task Channels_OfASiloThatStops_AreGoneOnceTheyHaveMoved()
    {
        await using ContractCluster cluster = await ContractCluster.StartAsync(Silos);
        await OpenAsync(cluster, "before");
        using CancellationTokenSource end = new();
        int rounds = 0;
        Task publishing = PublishAsync();

        ContractSilo stopping = await AnnounceAsync(cluster, 1);
        await stopping.Channels.MoveAsync(cluster.OthersThan(stopping), stopping.Grains, CancellationToken.None);
        int some = Volatile.Read(ref rounds) + 2;
        await Wait.UntilAsync(() => Volatile.Read(ref rounds) >= some, "two more rounds of channels");

        Assert.Empty(stopping.Channels.Node.Channels);
        await end.CancelAsync();
        await publishing;

        async Task PublishAsync()
        {
            for (; !end.IsCancellationRequested; Interlocked.Increment(ref rounds))
            {
                await OpenAsync(cluster, $"{rounds}");
            }
        }
    }

    [Fact]
    public async Task Channels_WhileAllSilosStop_AreStillOpened()
    {
        await using ContractCluster cluster = await ContractCluster.StartAsync(2);
        await AnnounceAsync(cluster, 0);
        await AnnounceAsync(cluster, 1);

        await OpenAsync(cluster, "late");

        Assert.All(cluster.Silos, static silo => Assert.NotEmpty(silo.Channels.Node.Channels));
        Assert.Equal(Many, cluster.OpenChannels);
    }

    [Fact]
    public async Task Sessions_ThatLingerOnASiloThatStops_AreTakenOverElsewhere()
    {
        await using ContractCluster cluster = await ContractCluster.StartAsync(Silos);
        byte[] info = [1, 2, 3];
        for (int i = 0; i < Many; i++)
        {
            await cluster.Grains.GetGrain<IUserGrain>($"user-{i}").LingerAsync(new LingeringSession($"user-{i}", $"client-{i}", i, info), Grace);
        }

        int moved = 0;
        for (int i = 0; i < 2; i++)
        {
            ContractSilo stopping = await AnnounceAsync(cluster, i);
            moved += await stopping.Users.MoveAsync([.. cluster.Silos.Skip(i + 1).Select(static silo => silo.Address)], CancellationToken.None);
            Assert.Equal(0, await stopping.Users.MoveAsync([stopping.Address], CancellationToken.None));
        }

        Assert.InRange(moved, 2, 2 * Many);
        for (int i = 0; i < Many; i++)
        {
            IUserGrain user = cluster.Grains.GetGrain<IUserGrain>($"user-{i}");
            LingeringSession? session = await user.TakeOverAsync(info);
            Assert.Equal(($"client-{i}", i), (session!.Client, session.Generation));
            Assert.Null(await user.TakeOverAsync(info));
        }
    }

    [Fact]
    public void StoppingSilos_OnceTheyAreGone_AreForgotten()
    {
        SiloAddress[] silos = [.. Enumerable.Range(1, 3).Select(static i => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, i), i))];
        HashSet<SiloAddress> dead = [];
        StoppingSilos stopping = new(dead.Contains);
        Assert.Equal(silos, stopping.LeaveOut(silos));
        stopping.Add(silos[0]);
        Assert.Equal(silos[1..], stopping.LeaveOut(silos));

        dead.Add(silos[0]);
        stopping.Add(silos[1]);

        Assert.Equal([silos[0], silos[2]], stopping.LeaveOut(silos));
        Assert.Equal([silos[1]], stopping.LeaveOut([silos[1]]));
    }

    private static async Task<ContractSilo> AnnounceAsync(ContractCluster cluster, int index)
    {
        ContractSilo silo = cluster.Silos[index];
        await StoppingSilos.AnnounceAsync(silo.Address, cluster.Silos.Select(static silo => silo.Address), silo.Grains, CancellationToken.None);
        return silo;
    }

    // Every silo is asked, so that each places some of them.
    private static async Task OpenAsync(ContractCluster cluster, string name)
    {
        string publisher = Guid.NewGuid().ToString("N");
        IGrainFactory[] callers = cluster.Callers;
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i =>
            callers[i % callers.Length].GetGrain<IChannelGrain>($"long:{name}-{i}").PublishAsync(new PublishBatch(publisher, 1, [Text.Request("x")])).AsTask()));
    }
}
