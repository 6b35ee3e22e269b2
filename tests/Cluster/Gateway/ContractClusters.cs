namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>Three silos; and one, for limits that hold for each silo.</summary>
public sealed class ContractClusters : IAsyncLifetime
{
    /// <summary>Three silos.</summary>
    public ContractCluster Three { get; private set; } = null!;

    /// <summary>One silo.</summary>
    public ContractCluster One { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Three = await ContractCluster.StartAsync(3);
        One = await ContractCluster.StartAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await Three.DisposeAsync();
        await One.DisposeAsync();
    }
}
