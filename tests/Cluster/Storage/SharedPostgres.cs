using Stratus.Realtime.Cluster.Hosts;

namespace Stratus.Realtime.Cluster.Storage;

/// <summary>Tests that share a server, each with a database of its own; none of them stops it.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPostgres : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
