namespace Stratus.Realtime.Silo.Hosting;

/// <summary>How a process takes part in a cluster: section <see cref="Section"/>.</summary>
public sealed class ClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>What an edge is in the cluster. Silos are silos.</summary>
    public ClusterRole Role { get; set; }

    /// <summary>The cluster's name: processes with different ones do not meet. Stored channels are told apart by their names alone.</summary>
    public string Id { get; set; } = "stratus";

    /// <summary>How processes find each other.</summary>
    public ClusterMembership Membership { get; set; }

    /// <summary>The database.</summary>
    public PostgreSqlOptions PostgreSql { get; set; } = new();

    /// <summary>The address at which others reach this silo: an IP address or a host name; null for the machine's own.</summary>
    public string? Address { get; set; }

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for edges.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>In development: the first silo, as address:port of its <see cref="SiloPort"/>; null for the one that is it.</summary>
    public string? Primary { get; set; }

    /// <summary>In development: the silos, as address:port of their <see cref="GatewayPort"/>; none listed: 127.0.0.1:30000.</summary>
    public IList<string> Gateways { get; init; } = [];
}
