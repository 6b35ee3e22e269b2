using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>What a fuzzing server runs, and where.</summary>
internal sealed record ServerOptions
{
    public required Uri Url { get; init; }
    public required string OutDir { get; init; }
    public required IReadOnlyList<CaseRow> Cases { get; init; }

    /// <summary>Agent pattern to case patterns.</summary>
    public IReadOnlyDictionary<string, string[]> ExcludeAgentCases { get; init; } = new Dictionary<string, string[]>();
    public required int Seed { get; init; }

    public bool IsExcluded(string agent, CaseRow row) => ExcludeAgentCases.Any(
        rule => CasePattern.Matches(rule.Key, agent) && CasePattern.NamesCase(rule.Value, row));
}
