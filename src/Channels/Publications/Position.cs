namespace Stratus.Realtime.Channels;

/// <summary>A place in a channel: the offset of a publication within an epoch. Offsets of two epochs say nothing of each other.</summary>
/// <param name="Epoch">The epoch; never empty for a channel that exists.</param>
/// <param name="Offset">The offset of the last publication seen; 0 before the first.</param>
public readonly record struct Position(string Epoch, long Offset);
