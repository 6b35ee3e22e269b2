namespace Stratus.Realtime.Silo.Messages;

/// <summary>A place in a channel.</summary>
[GenerateSerializer, Immutable, Alias("stratus.Position")]
internal readonly record struct PositionMessage(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Offset);
