using System.Globalization;
using Stratus.Realtime.Cluster.Hosts;

namespace Stratus.Realtime.Cluster.Faults.Running;

/// <summary>How large a run is. What the variables say wins.</summary>
internal sealed record RunPlan
{
    /// <summary>The seconds with faults.</summary>
    public const string SecondsVariable = "STRATUS_CLUSTER_SECONDS";

    /// <summary>The clients.</summary>
    public const string ClientsVariable = "STRATUS_CLUSTER_CLIENTS";

    /// <summary>Publications a second.</summary>
    public const string RateVariable = "STRATUS_CLUSTER_RATE";

    /// <summary>Seconds from the beginning of one fault to that of the next.</summary>
    public const string FaultSecondsVariable = "STRATUS_CLUSTER_FAULT_SECONDS";

    /// <summary>Channels; a quarter in each namespace.</summary>
    public const string ChannelsVariable = "STRATUS_CLUSTER_CHANNELS";

    /// <summary>Silos.</summary>
    public const string SilosVariable = "STRATUS_CLUSTER_SILOS";

    /// <summary>Edges.</summary>
    public const string EdgesVariable = "STRATUS_CLUSTER_EDGES";

    /// <summary>Faults of an edge's gateway, on purpose: <c>drop</c> or <c>double</c>. The run must then fail.</summary>
    public const string GatewayFaultVariable = "STRATUS_CLUSTER_GATEWAY_FAULT";

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(Read(SecondsVariable, 60));

    public int Clients { get; init; } = (int)Read(ClientsVariable, 200);

    public int PublicationsPerSecond { get; init; } = (int)Read(RateVariable, 100);

    public TimeSpan FaultInterval { get; init; } = TimeSpan.FromSeconds(Read(FaultSecondsVariable, 8));

    public int Channels { get; init; } = (int)Read(ChannelsVariable, 20);

    public int ChannelsPerClient { get; init; } = 2;

    public int Silos { get; init; } = (int)Read(SilosVariable, 3);

    public int Edges { get; init; } = (int)Read(EdgesVariable, 3);

    /// <summary>What is broken in every edge's gateway; null: nothing.</summary>
    public string? GatewayFault { get; init; } = Environment.GetEnvironmentVariable(GatewayFaultVariable) is { Length: > 0 } fault ? fault : null;

    /// <summary>How long connections live of which their clients have enough; null: nobody ever has.</summary>
    public (TimeSpan Least, TimeSpan Most)? Life { get; init; } = (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60));

    /// <summary>True when channels in memory must keep their stream too: nothing goes but gracefully.</summary>
    public bool MemoryLasts { get; init; }

    /// <summary>The longest that all of it may take.</summary>
    public TimeSpan Limit => Duration + TimeSpan.FromMinutes(5);

    public IEnumerable<string> ChannelNames =>
        from i in Enumerable.Range(0, Channels)
        let name = ClusterSettings.Namespaces[i % ClusterSettings.Namespaces.Count]
        select string.Create(CultureInfo.InvariantCulture, $"{name}:{i / ClusterSettings.Namespaces.Count}");

    /// <summary>The cluster that it needs.</summary>
    public ClusterSettings Settings => new()
    {
        Silos = Silos,
        Edges = Edges,
        GatewayFault = GatewayFault,
    };

    /// <summary>Whether a channel may lose its stream: those in memory may, with their silo.</summary>
    public bool MayForget(string channel) => Silos == 0 || (!MemoryLasts && !ClusterSettings.IsStored(channel));

    private static double Read(string variable, double otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
