using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>What happened in the channels of a link.</summary>
[GenerateSerializer, Immutable, Alias("stratus.LinkBatch")]
internal readonly record struct LinkBatchMessage(
    [property: Id(0)] LinkId Link,
    [property: Id(1)] long Number,
    [property: Id(2)] ChannelEvent[] Events);
