using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>Something that happened in a channel.</summary>
[GenerateSerializer, Immutable, Alias("stratus.ChannelEvent")]
internal readonly record struct ChannelEventMessage(
    [property: Id(0)] ChannelEventKind Kind,
    [property: Id(1)] string Channel,
    [property: Id(2)] string Epoch,
    [property: Id(3)] long Offset,
    [property: Id(4)] Publication? Publication,
    [property: Id(5)] ClientInfo? Member);
