using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>Publications of one edge for one channel.</summary>
[GenerateSerializer, Immutable, Alias("stratus.PublishBatch")]
internal readonly record struct PublishBatchMessage(
    [property: Id(0)] string Publisher,
    [property: Id(1)] long Number,
    [property: Id(2)] PublishRequest[] Requests);
