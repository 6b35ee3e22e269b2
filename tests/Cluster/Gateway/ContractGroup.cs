namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>Tests that share the clusters, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ContractGroup : ICollectionFixture<ContractClusters>
{
    public const string Name = "Contract clusters";
}
