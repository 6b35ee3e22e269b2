using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>What is to become a publication.</summary>
[GenerateSerializer, Immutable, Alias("stratus.PublishRequest")]
internal readonly record struct PublishRequestMessage(
    [property: Id(0)] byte[] Data,
    [property: Id(1)] ClientInfo? Info,
    [property: Id(2)] Dictionary<string, string>? Tags,
    [property: Id(3)] string? IdempotencyKey,
    [property: Id(4)] bool SkipHistory,
    [property: Id(5)] string? TraceParent);
