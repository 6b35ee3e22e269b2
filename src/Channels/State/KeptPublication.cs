namespace Stratus.Realtime.Channels;

/// <summary>A publication that is kept.</summary>
/// <param name="Publication">The publication; its time says how old it is.</param>
/// <param name="IdempotencyKey">The key that it was published with, if any.</param>
public sealed record KeptPublication(Publication Publication, string? IdempotencyKey);
