using System.Collections.Concurrent;
using Stratus.Realtime.Channels.Tests.Simulation;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>A <see cref="NodeCluster"/> in which hosts die and channels move.</summary>
internal sealed class NodeGround : SimulationGround
{
    private const int Nodes = 3;

    private readonly NodeCluster _cluster;
    private readonly SimulationPlan _plan;
    private readonly NodeFaults _faults;
    private readonly TimeSpan _lease;
    private readonly Random _random;
    private readonly ConcurrentBag<Task> _muting = [];
    private readonly Task _chaos;
    private long _count;
    private volatile bool _isCalm;

    public NodeGround(SimulationPlan plan, NodeFaults faults, NamespaceTable namespaces, LinkLimits links)
    {
        _plan = plan;
        _faults = faults;
        _lease = links.Lease;
        _random = new Random(plan.Seed);
        _cluster = new NodeCluster(namespaces, TimeProvider.System, Nodes, links);
        _cluster.Log.Fate = () => Happens(faults.LogBefore) ? LogFailure.Before : Happens(faults.LogAfter) ? LogFailure.After : LogFailure.None;
        _cluster.Log.Pausing = () => Happens(0.3, isFault: false) ? Task.Delay(1) : Task.CompletedTask;
        Gateway = new NodeGateway(_cluster) { Loses = () => Happens(faults.LoseCall) };
        Truth = new NodeGateway(_cluster);
        _chaos = Task.Run(RunAsync);
    }

    public override IChannelGateway Gateway { get; }

    public override IChannelGateway Truth { get; }

    public override long Faults => Volatile.Read(ref _count);

    public override async Task CalmAsync()
    {
        _isCalm = true;
        await _chaos;
        await Task.WhenAll(_muting);
    }

    public override void Dispose()
    {
        _isCalm = true;
        _cluster.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_isCalm)
        {
            await Task.Delay(Next(4));
            string channel = $"long:{Next(_plan.Channels)}";
            try
            {
                if (Happens(_faults.Kill))
                {
                    _cluster.KillNode(Next(Nodes));
                }

                if (Happens(_faults.Move))
                {
                    await _cluster.MoveAsync(channel);
                }

                if (Happens(_faults.Split))
                {
                    await _cluster.SplitAsync(channel);
                }

                if (Happens(_faults.EndLease))
                {
                    _muting.Add(MuteAsync(_cluster.Places[Next(Nodes)]));
                }
            }
            catch (GatewayUnavailableException)
            {
                // The log did not let it open where it moved to: whoever asks next opens it.
            }
        }
    }

    private async Task MuteAsync(NodePlace place)
    {
        place.IsMuted = true;
        await Task.Delay(_lease * 1.5);
        place.IsMuted = false;
    }

    private int Next(int limit)
    {
        lock (_random)
        {
            return _random.Next(limit);
        }
    }

    private bool Happens(double share, bool isFault = true)
    {
        if (share <= 0 || _isCalm)
        {
            return false;
        }

        lock (_random)
        {
            if (_random.NextDouble() >= share)
            {
                return false;
            }
        }

        Interlocked.Add(ref _count, isFault ? 1 : 0);
        return true;
    }
}
