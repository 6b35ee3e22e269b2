namespace Stratus.Realtime.Channels;

/// <summary>A publication that is kept.</summary>
/// <param name="Publication">The publication.</param>
/// <param name="IdempotencyKey">The key that it was published with, if any.</param>
/// <param name="Age">How long it has been kept.</param>
public sealed record KeptPublication(Publication Publication, string? IdempotencyKey, TimeSpan Age);
