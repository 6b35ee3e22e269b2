using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>A publication that is kept.</summary>
[GenerateSerializer, Immutable, Alias("stratus.KeptPublication")]
internal readonly record struct KeptPublicationMessage(
    [property: Id(0)] Publication Publication,
    [property: Id(1)] string? IdempotencyKey,
    [property: Id(2)] TimeSpan Age);
