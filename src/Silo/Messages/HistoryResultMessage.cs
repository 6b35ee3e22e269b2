using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>A part of a history.</summary>
[GenerateSerializer, Immutable, Alias("stratus.HistoryResult")]
internal readonly record struct HistoryResultMessage(
    [property: Id(0)] Position Top,
    [property: Id(1)] Publication[] Publications,
    [property: Id(2)] bool IsContinuous,
    [property: Id(3)] bool IsOtherEpoch);
