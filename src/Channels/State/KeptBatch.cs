namespace Stratus.Realtime.Channels;

/// <summary>The last batch of a publisher: what a repetition of it is answered with.</summary>
/// <param name="Publisher">The incarnation of the edge that published.</param>
/// <param name="Number">The batch's number.</param>
/// <param name="Offsets">The positions that were answered, all of the channel's epoch.</param>
/// <param name="Age">How long ago.</param>
public sealed record KeptBatch(string Publisher, long Number, IReadOnlyList<long> Offsets, TimeSpan Age);
