using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>What a fuzzing client runs.</summary>
internal sealed record RunOptions
{
    public required IReadOnlyList<FuzzTarget> Targets { get; init; }
    public required string OutDir { get; init; }
    public required IReadOnlyList<CaseRow> Cases { get; init; }
    public IReadOnlyDictionary<string, string[]> ExcludeAgentCases { get; init; } = new Dictionary<string, string[]>();
    public required int Parallel { get; init; }
    public required int Seed { get; init; }
}
