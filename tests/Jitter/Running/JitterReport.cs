using System.Globalization;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Jitter.Tests.Running;

/// <summary>What came of a run.</summary>
/// <param name="Seed">Repeats its plan.</param>
/// <param name="Check">What the checker says.</param>
/// <param name="Counts">Cuts, and what else happened to clients.</param>
/// <param name="Ledger">What was published.</param>
/// <param name="GatewayFaults">How much went wrong between the edge and its channels.</param>
/// <param name="Hub">What the edge itself counted, by instrument.</param>
internal sealed record JitterReport(
    int Seed, CheckResult Check, RunCounts Counts, Ledger Ledger, long GatewayFaults, IReadOnlyDictionary<string, long> Hub)
{
    private const int MaxNamed = 20;

    /// <summary>How many connections were cut.</summary>
    public int Cuts => Counts.Cuts.Values.Sum();

    /// <summary>All that must not be, and the first of each kind by name; empty when nothing was.</summary>
    public string Troubles => string.Join('\n',
    [
        .. Check.Breaches.GroupBy(static b => b.Kind).Select(static kind => $"{kind.Key}: {kind.Count()} times"),
        .. Check.Breaches.GroupBy(static b => b.Kind).SelectMany(static kind => kind.Take(MaxNamed)).Select(static b => "  " + b),
        .. Counts.Faults.Count == 0 ? Array.Empty<string>() : [$"Faults: {Counts.Faults.Count}"],
        .. Counts.Faults.Take(MaxNamed).Select(static fault => "  " + fault),
    ]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        seed            {Seed}
        cuts            {Cuts}: {Join(Counts.Cuts.Select(static c => (c.Key.ToString(), (long)c.Value)))}
        recoveries      {Check.Recoveries}, with publications {Check.CarryingRecoveries}
        not recovered   {Check.NotRecovered}, positions lost {Check.PositionsLost}
        publications    {Ledger.Count}, acknowledged {Ledger.CountOf(SentOutcome.Acknowledged)}, in {Check.Epochs} epochs
        cut publishes   {Ledger.CountOf(SentOutcome.Withheld)}
        deliveries      {Check.Deliveries}
        gateway faults  {GatewayFaults}
        clients         {Join(Counts.Events.Select(static e => (e.Key, (long)e.Value)))}
        edge            {Join(Hub.Select(static h => (h.Key, h.Value)))}
        """);

    private static string Join(IEnumerable<(string Name, long Count)> counts) =>
        string.Join(", ", counts.OrderBy(static c => c.Name, StringComparer.Ordinal).Select(static c => $"{c.Name} {c.Count}"));
}
