using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>An entry of a channel.</summary>
[GenerateSerializer, Immutable, Alias("stratus.Publication")]
internal readonly record struct PublicationMessage(
    [property: Id(0)] byte[] Data,
    [property: Id(1)] long Offset,
    [property: Id(2)] ClientInfo? Info,
    [property: Id(3)] Dictionary<string, string>? Tags,
    [property: Id(4)] long TimeMilliseconds);
