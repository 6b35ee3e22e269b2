using System.Collections.Concurrent;
using Stratus.Realtime.Jitter.Tests.Checking;

namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>What publishers sent and were answered.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<int, Sent> _sent = new();
    private int _numbers;

    /// <summary>Everything, by number.</summary>
    public IReadOnlyDictionary<int, Sent> Sent => _sent;

    /// <summary>How many were sent; those that were cut in the middle do not count.</summary>
    public int Count => _sent.Values.Count(static s => s.Outcome != SentOutcome.Withheld);

    public int CountOf(SentOutcome outcome) => _sent.Values.Count(s => s.Outcome == outcome);

    /// <summary>A new number, for something that is about to be sent.</summary>
    public int Begin(string channel, string? publisher) => Add(channel, publisher, SentOutcome.Unknown);

    /// <summary>A new number, for something of which only a part will be sent.</summary>
    public int Withhold(string channel, string publisher) => Add(channel, publisher, SentOutcome.Withheld);

    /// <summary>It was said to be done.</summary>
    public void Acknowledge(int number, StreamPosition? position = null) =>
        _sent[number] = _sent[number] with { Outcome = SentOutcome.Acknowledged, Position = position };

    private int Add(string channel, string? publisher, SentOutcome outcome)
    {
        int number = Interlocked.Increment(ref _numbers);
        _sent[number] = new Sent(number, channel, publisher, outcome);
        return number;
    }
}
