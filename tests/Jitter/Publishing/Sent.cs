using Stratus.Realtime.Jitter.Tests.Checking;

namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>A publication, as its publisher knows it.</summary>
/// <param name="Number">Its number: each has another, and they rise.</param>
/// <param name="Channel">Where it went.</param>
/// <param name="Publisher">The connection that sent it, which keeps the order; null for one that promises none.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Position">Where it stands, if the answer said that.</param>
internal sealed record Sent(int Number, string Channel, string? Publisher, SentOutcome Outcome, StreamPosition? Position = null);
