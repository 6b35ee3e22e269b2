using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Jitter.Tests.Checking;

// Three witnesses are compared: what publishers sent and were answered (the ledger), what every client was told (journals),
// and where the channels are at the end. Each journal is walked on its own; what all of them saw at a position is then put
// together, since a publication of a wrong epoch can fit into one client's stream, but not into everybody's.

/// <summary>Judges a run.</summary>
internal static class Checker
{
    /// <param name="journals">What clients were told: one a client and channel.</param>
    /// <param name="sent">What publishers sent, by number.</param>
    /// <param name="tops">Where the channels are at the end.</param>
    /// <param name="rules">What clients may be told.</param>
    public static CheckResult Check(
        IEnumerable<Journal> journals, IReadOnlyDictionary<int, Sent> sent, IReadOnlyDictionary<string, StreamPosition> tops, CheckRules rules)
    {
        CheckResult result = new();
        Dictionary<string, ChannelRecord> channels = tops.Keys.ToDictionary(static name => name, name => new ChannelRecord(name, rules, result));
        ILookup<string, Sent> acknowledged = sent.Values.Where(static s => s.Outcome == SentOutcome.Acknowledged).ToLookup(static s => s.Channel);
        foreach (Journal journal in journals)
        {
            JournalWalk walk = new(journal, sent, channels[journal.Channel], rules, result);
            walk.Run();
            walk.End(tops[journal.Channel], acknowledged[journal.Channel]);
        }

        foreach (ChannelRecord channel in channels.Values)
        {
            channel.CheckPublisherOrder(sent);
            channel.CheckAnswers(acknowledged[channel.Name]);
            result.Epochs += channel.Epochs;
        }

        if (rules.CarryingShare > 0 && (result.CarryingRecoveries < result.Recoveries * rules.CarryingShare || result.Recoveries == 0))
        {
            result.Add(BreachKind.IdleRecoveries, $"of {result.Recoveries} recoveries only {result.CarryingRecoveries} carried publications");
        }

        return result;
    }
}
