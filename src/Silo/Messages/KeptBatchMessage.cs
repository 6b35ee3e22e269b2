namespace Stratus.Realtime.Silo.Messages;

/// <summary>The last batch of a publisher.</summary>
[GenerateSerializer, Immutable, Alias("stratus.KeptBatch")]
internal readonly record struct KeptBatchMessage(
    [property: Id(0)] string Publisher,
    [property: Id(1)] long Number,
    [property: Id(2)] long[] Offsets,
    [property: Id(3)] TimeSpan Age);
