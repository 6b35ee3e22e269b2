namespace Stratus.Realtime.Silo.Hosting;

/// <summary>How the processes of a cluster find each other.</summary>
public enum ClusterMembership
{
    /// <summary>On one machine, by port; the first silo keeps the list, and with it the cluster ends.</summary>
    Development,

    /// <summary>By a table in PostgreSQL.</summary>
    PostgreSql,
}
