using System.Globalization;
using Stratus.Realtime.Cluster.Faults.Checking;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Running;

/// <summary>What came of a run.</summary>
/// <param name="Seed">Repeats its plan.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Verdict">What the checker says.</param>
/// <param name="Record">What was measured and counted.</param>
/// <param name="Output">What all processes printed last.</param>
internal sealed record RunReport(int Seed, RunPlan Plan, RunVerdict Verdict, RunRecord Record, string Output)
{
    private const int MaxFaults = 20;

    /// <summary>All that must not be; empty when nothing was.</summary>
    public string Troubles => string.Join('\n',
        new[] { Verdict.Troubles }
            .Concat(Record.Counts.Faults.Count == 0 ? [] : [$"Faults: {Record.Counts.Faults.Count}"])
            .Concat(Record.Counts.Faults.Take(MaxFaults).Select(static fault => "  " + fault))
            .Where(static line => line.Length != 0));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        seed            {Seed}
        cluster         {Plan.Silos} silos, {Plan.Edges} edges
        load            {Plan.Clients} clients, {Plan.Channels} channels, {Plan.PublicationsPerSecond} publications a second
        publications    {Record.Ledger.Count}, acknowledged {Record.Ledger.CountOf(SentOutcome.Acknowledged)}
        streams         stored: {Describe(Verdict.Lasting)}
                        memory: {Describe(Verdict.Forgetful)}
        joins, leaves   {Record.Members.Events.Count} told; {Verdict.Missed} members left while they were there, {Verdict.Returns} came back with their id
        silo killed     publishing works again after {Record.Resumptions}
        edge killed     its members are gone after {Record.Departures}
        caught up       {Record.CatchUps}
        events          {string.Join(", ", Record.Counts.Events.OrderBy(static e => e.Key, StringComparer.Ordinal).Select(static e => $"{e.Key} {e.Value}"))}
        {Record.Timeline}
        """);

    private static string Describe(CheckResult streams) => string.Create(
        CultureInfo.InvariantCulture,
        $"{streams.Deliveries} deliveries, {streams.Recoveries} recoveries ({streams.CarryingRecoveries} with publications), ")
        + string.Create(CultureInfo.InvariantCulture, $"{streams.NotRecovered} not recovered, {streams.PositionsLost} positions lost, {streams.Epochs} epochs");
}
