using Stratus.Realtime.Channels;
using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Silo.Gateway;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>What edges say of themselves, through three silos.</summary>
[Collection(ContractGroup.Name)]
public sealed class GrainNodeDirectoryTests(ContractClusters clusters) : IAsyncLifetime
{
    private readonly List<EdgePresence> _edges = [];

    public async ValueTask InitializeAsync() => await clusters.Three.ResetAsync(new BenchSetup(), new ManualTime());

    public async ValueTask DisposeAsync()
    {
        foreach (EdgePresence edge in _edges)
        {
            await edge.LeaveAsync(TestContext.Current.CancellationToken);
            await edge.DisposeAsync();
        }
    }

    [Fact]
    public async Task ReadAll_OfTwoEdges_IsWhatBothSay()
    {
        NodeSummary one = new("edge-1", "b", "1.2.3", TimeSpan.FromSeconds(90.5), Clients: 2, Users: 3, Channels: 4);
        NodeSummary two = new("edge-2", "a", "1.2.4", TimeSpan.FromDays(9), Clients: 5, Users: 6, Channels: 7);
        GrainNodeDirectory first = await ComeAsync("edge-1", () => one);
        GrainNodeDirectory second = await ComeAsync("edge-2", () => two);

        Assert.Equal([two, one], await first.ReadAllAsync());
        Assert.Equal([two, one], await second.ReadAllAsync());

        await _edges[1].LeaveAsync(TestContext.Current.CancellationToken);
        Assert.Equal([one], await first.ReadAllAsync());
    }

    [Fact]
    public async Task ReadAll_AnEdgeThatGivesNoAnswer_IsLeftOut()
    {
        NodeSummary one = new("edge-1", "a", "1", TimeSpan.Zero, 0, 0, 0);
        GrainNodeDirectory first = await ComeAsync("edge-1", () => one);
        await ComeAsync("edge-2", static () => throw new InvalidOperationException("not now"));

        Assert.Equal([one], await first.ReadAllAsync());
    }

    private async Task<GrainNodeDirectory> ComeAsync(string name, Func<NodeSummary> read)
    {
        EdgePresence edge = new(clusters.Three.Grains);
        _edges.Add(edge);
        GrainNodeDirectory directory = new(clusters.Three.Grains, edge);
        directory.Start(read);
        edge.Name(name);
        edge.StartBeat();
        await edge.KnownAsync();
        return directory;
    }
}
