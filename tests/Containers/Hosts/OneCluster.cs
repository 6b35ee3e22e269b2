namespace Stratus.Realtime.Containers.Hosts;

/// <summary>Tests that share the cluster, and so run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneCluster : ICollectionFixture<ClusterFixture>
{
    public const string Name = "one cluster";
}
