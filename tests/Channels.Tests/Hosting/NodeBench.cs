using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>A <see cref="NodeGateway"/> with manual time.</summary>
internal sealed class NodeBench : GatewayBench
{
    // Enough for each host to have looked at each of its channels more than once.
    private const int Steps = 64;

    private static readonly TimeSpan LittleTime = TimeSpan.FromMilliseconds(5);

    private readonly ManualTime _time = new();
    private readonly NodeCluster _cluster;

    /// <summary>Makes one.</summary>
    /// <param name="setup">What the test wants.</param>
    /// <param name="nodes">How many hosts.</param>
    /// <param name="namespaces">The rules of channels.</param>
    public NodeBench(BenchSetup setup, int nodes, NamespaceTable namespaces)
    {
        _cluster = new NodeCluster(namespaces, _time, nodes, setup.Limits, setup.MaxChannels);
        Gateway = new NodeGateway(_cluster);
        Gateway.Start(Edge, Receiver);
    }

    public override IChannelGateway Gateway { get; }

    public override ValueTask PassAsync(TimeSpan time)
    {
        for (int i = 1; i < Steps; i++)
        {
            _time.Advance(time / Steps);
        }

        _time.Advance(time - (time / Steps * (Steps - 1)));
        return ValueTask.CompletedTask;
    }

    public override Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what, () => _time.Advance(LittleTime));

    public override ValueTask DisposeAsync()
    {
        Receiver.Release();
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
