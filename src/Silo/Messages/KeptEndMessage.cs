namespace Stratus.Realtime.Silo.Messages;

/// <summary>An attachment that has ended.</summary>
[GenerateSerializer, Immutable, Alias("stratus.KeptEnd")]
internal readonly record struct KeptEndMessage(
    [property: Id(0)] string Edge,
    [property: Id(1)] long Generation,
    [property: Id(2)] TimeSpan Age);
