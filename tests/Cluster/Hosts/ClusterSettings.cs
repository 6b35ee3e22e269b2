using System.Globalization;

namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>What a cluster of processes is made of.</summary>
internal sealed record ClusterSettings
{
    public const string ApiKey = "the key of the cluster's tests";
    public const string TokenSecret = "a secret of the tests, long enough for HS256, HS384 and HS512...";

    /// <summary>Namespaces whose channels keep their stream in the log.</summary>
    public const string Stored = "stored";

    /// <summary>The same, and their subscribers are told who comes and goes.</summary>
    public const string StoredSeen = "storedseen";

    /// <summary>Namespaces whose channels lose their stream with their silo.</summary>
    public const string Memory = "memory";

    /// <summary>The same, and their subscribers are told who comes and goes.</summary>
    public const string MemorySeen = "memoryseen";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Namespaces { get; } = [Stored, StoredSeen, Memory, MemorySeen];

    /// <summary>0: each edge hosts its channels itself, all of them in memory.</summary>
    public int Silos { get; init; } = 3;

    public int Edges { get; init; } = 3;

    /// <summary>From SIGTERM to the moment when an edge begins to close its connections.</summary>
    public TimeSpan DrainNotice { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time over which it closes them.</summary>
    public TimeSpan DrainPace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>More arguments of every silo and edge.</summary>
    public IReadOnlyList<string> NodeArguments { get; init; } = [];

    /// <summary>How the gateway of every edge lies, by the word that tests/BrokenEdge has for it; null: it does not.</summary>
    public string? GatewayFault { get; init; }

    /// <summary>The namespaces; silos and edges must agree.</summary>
    public IEnumerable<string> ChannelArguments =>
        from name in Namespaces
        from setting in new[]
        {
            "HistorySize=5000", "HistoryAge=01:00:00", "Presence=true", "Subscribe=Anyone", "Publish=Anyone",
            $"JoinLeave={IsSeen(name)}", $"Durability={(IsStored(name) && Silos > 0 ? "Stored" : "Memory")}",
        }
        select $"--Channels:Namespaces:{name}:{setting}";

    /// <summary>What only edges have.</summary>
    public IEnumerable<string> ClientArguments =>
    [
        "--Logging:LogLevel:Stratus.Realtime.Edge.Routes=Warning", // not a line a connection
        "--Edge:Times:DrainNotice=" + Text(DrainNotice),
        "--Edge:Times:DrainPace=" + Text(DrainPace),
        "--Api:Keys:0=" + ApiKey,
        "--Clients:AllowAnonymous=true",
        "--Clients:Tokens:Keys:0:Algorithm=HS256",
        "--Clients:Tokens:Keys:0:Secret=" + TokenSecret,
    ];

    /// <summary>True for the names of namespaces, and of channels in them, that keep their stream.</summary>
    public static bool IsStored(string name) => name.StartsWith(Stored, StringComparison.Ordinal);

    /// <summary>True for those whose subscribers are told who comes and goes.</summary>
    public static bool IsSeen(string name) => name.Split(':')[0] is StoredSeen or MemorySeen;

    private static string Text(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
