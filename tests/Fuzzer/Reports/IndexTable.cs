namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>The cases of a report as a table: agents across, ids down, both in their natural order. The last result of a case counts.</summary>
internal sealed class IndexTable
{
    private readonly Dictionary<(string Agent, string Id), CaseSummary> cells = [];

    public IndexTable(IEnumerable<CaseSummary> summaries)
    {
        foreach (CaseSummary summary in summaries)
        {
            cells[(summary.Agent, summary.Id)] = summary;
        }

        Agents = [.. cells.Keys.Select(key => key.Agent).Distinct().Order(StringComparer.Ordinal)];
        Ids = [.. cells.Keys.Select(key => key.Id).Distinct().Order(CaseIdComparer.Instance)];
    }

    public IReadOnlyList<string> Agents { get; }

    public IReadOnlyList<string> Ids { get; }

    /// <summary>Null where the agent was not asked that case.</summary>
    public CaseSummary? this[string agent, string id] => cells.GetValueOrDefault((agent, id));

    public IEnumerable<CaseSummary> Of(string agent) => Ids.Select(id => this[agent, id]).OfType<CaseSummary>();

    public string DescriptionOf(string id) => Agents.Select(agent => this[agent, id]).OfType<CaseSummary>().First().Description;
}
