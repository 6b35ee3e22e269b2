namespace Stratus.Realtime.Silo.Messages;

/// <summary>A link.</summary>
[GenerateSerializer, Immutable, Alias("stratus.LinkId")]
internal readonly record struct LinkIdMessage(
    [property: Id(0)] string Edge,
    [property: Id(1)] string Host);
