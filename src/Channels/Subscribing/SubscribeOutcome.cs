namespace Stratus.Realtime.Channels;

/// <summary>How a subscription began.</summary>
/// <param name="Position">Where it begins: everything after this is delivered, or is in <paramref name="Recovered"/>.</param>
/// <param name="WasRecovering">True when a position was given to recover from.</param>
/// <param name="IsRecovered">True when <paramref name="Recovered"/> is exactly what was missed.</param>
/// <param name="Recovered">What was missed, in order; ends where deliveries begin.</param>
public sealed record SubscribeOutcome(Position Position, bool WasRecovering, bool IsRecovered, IReadOnlyList<Publication> Recovered);
