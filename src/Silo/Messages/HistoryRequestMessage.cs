using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>Which part of a history.</summary>
[GenerateSerializer, Immutable, Alias("stratus.HistoryRequest")]
internal readonly record struct HistoryRequestMessage(
    [property: Id(0)] int Limit,
    [property: Id(1)] Position? Since,
    [property: Id(2)] bool Reverse,
    [property: Id(3)] int MaxOctets);
