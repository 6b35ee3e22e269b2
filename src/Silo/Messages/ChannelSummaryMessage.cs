namespace Stratus.Realtime.Silo.Messages;

/// <summary>A channel and how many are in it.</summary>
[GenerateSerializer, Immutable, Alias("stratus.ChannelSummary")]
internal readonly record struct ChannelSummaryMessage(
    [property: Id(0)] string Channel,
    [property: Id(1)] int Subscribers);
