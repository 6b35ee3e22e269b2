using Stratus.Realtime.Channels;
using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Silo.Gateway;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>The contract of user directories, for users that are grains in three silos.</summary>
[Collection(ContractGroup.Name)]
public sealed class GrainUserDirectoryTests(ContractClusters clusters) : UserDirectoryContract, IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private EdgePresence? _edge;

    public async ValueTask InitializeAsync() => await clusters.Three.ResetAsync(new BenchSetup(), _time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_edge is not null)
        {
            await _edge.LeaveAsync(TestContext.Current.CancellationToken);
            await _edge.DisposeAsync();
        }
    }

    protected override ValueTask<IUserDirectory> CreateAsync(IUserCommandReceiver receiver)
    {
        _edge = new EdgePresence(clusters.Three.Grains);
        GrainUserDirectory directory = new(clusters.Three.Grains, _edge);
        directory.Start("edge-1", receiver);
        return new(directory);
    }

    protected override ValueTask PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return ValueTask.CompletedTask;
    }
}
