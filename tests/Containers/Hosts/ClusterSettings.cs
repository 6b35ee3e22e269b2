namespace Stratus.Realtime.Containers.Hosts;

/// <summary>What the containers are told.</summary>
internal static class ClusterSettings
{
    public const string ApiKey = "the key of the container tests";

    /// <summary>A namespace whose channels live in a silo's memory; its subscribers are told who comes and goes.</summary>
    public const string Chat = "chat";

    /// <summary>One whose channels are stored.</summary>
    public const string Stored = "stored";

    private const string User = "stratus";
    private const string Password = "stratus-tests";

    /// <summary>For PostgreSQL.</summary>
    public static Dictionary<string, string> Database { get; } = new()
    {
        ["POSTGRES_USER"] = User,
        ["POSTGRES_DB"] = User,
        ["POSTGRES_PASSWORD"] = Password,
    };

    /// <summary>For silos.</summary>
    public static Dictionary<string, string> Silo { get; } = new([
        new("Cluster__Id", "containers"),
        new("Cluster__Membership", "PostgreSql"),
        new("Cluster__PostgreSql__ConnectionString", $"Host=postgres;Database={User};Username={User};Password={Password};GSS Encryption Mode=Disable"),
        .. Namespace(Chat, "Memory"),
        .. Namespace(Stored, "Stored"),
    ]);

    /// <summary>For edges.</summary>
    public static Dictionary<string, string> Edge { get; } = new([
        .. Silo,
        new("Cluster__Role", "edge"),
        new("Api__Keys__0", ApiKey),
        new("Clients__AllowAnonymous", "true"),
        new("Edge__Times__DrainPace", "00:00:03"),
    ]);

    private static IEnumerable<KeyValuePair<string, string>> Namespace(string name, string durability) =>
        from setting in new[]
        {
            ("HistorySize", "5000"), ("HistoryAge", "01:00:00"), ("Presence", "true"), ("JoinLeave", "true"),
            ("Subscribe", "Anyone"), ("Publish", "Anyone"), ("Durability", durability),
        }
        select new KeyValuePair<string, string>($"Channels__Namespaces__{name}__{setting.Item1}", setting.Item2);
}
