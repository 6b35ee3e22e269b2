namespace Stratus.Realtime.Silo.Messages;

/// <summary>How an edge is.</summary>
[GenerateSerializer, Immutable, Alias("stratus.NodeSummary")]
internal readonly record struct NodeSummaryMessage(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Version,
    [property: Id(3)] TimeSpan Uptime,
    [property: Id(4)] int Clients,
    [property: Id(5)] int Users,
    [property: Id(6)] int Channels);
