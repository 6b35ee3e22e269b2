using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>Which cases to run: what the spec file says, where the command line does not say otherwise.</summary>
internal sealed class SpecCases
{
    public SpecCases(Arguments arguments, SpecFile? spec = null)
    {
        Catalogue catalogue = new(arguments.Number("--messages", Catalogue.DefaultMessages, 1, 1_000_000));
        string[] patterns = arguments.List("--cases", [.. spec?.Cases ?? ["*"]]);
        string[] excluded = arguments.List("--exclude-cases", [.. spec?.ExcludeCases ?? []]);
        Rows = catalogue.Select(patterns, excluded);
        ExcludeAgentCases = spec?.ExcludeAgentCases ?? new Dictionary<string, string[]>();
        if (Rows.Count == 0)
        {
            throw new BadArgumentException($"No case has an id like {string.Join(", ", patterns)}{(excluded.Length > 0 ? " that is not excluded" : "")}.");
        }
    }

    public IReadOnlyList<CaseRow> Rows { get; }

    public IReadOnlyDictionary<string, string[]> ExcludeAgentCases { get; }
}
