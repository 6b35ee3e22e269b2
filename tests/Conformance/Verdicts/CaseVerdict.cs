using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.Verdicts;

/// <summary>A case's verdicts in the words of the reports.</summary>
internal readonly record struct CaseVerdict(string Id, string Behavior, string BehaviorClose)
{
    /// <summary>What the run found, for the message of a failing test.</summary>
    public string Why { get; init; } = "";

    /// <summary>The fuzzer's clock had a part in it.</summary>
    public bool WasTimed { get; init; }

    public static CaseVerdict Of(CaseResult result) =>
        new(result.Id, result.Behavior.ToText(), result.BehaviorClose.ToText()) { Why = $"{result.Result} {result.ResultClose}", WasTimed = result.WasTimed };

    public static CaseVerdict Of(CaseSummary summary) =>
        new(summary.Id, summary.Behavior.ToText(), summary.BehaviorClose.ToText()) { WasTimed = summary.WasTimed };
}
