using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>The end of a run as text: a table by agent and category, then what fell short.</summary>
internal sealed class SummaryTable(IReadOnlyList<CaseSummary> summaries)
{
    private const int MaxListed = 60;

    public void Write(TextWriter output)
    {
        foreach (IGrouping<string, CaseSummary> agent in summaries.GroupBy(summary => summary.Agent))
        {
            output.WriteLine();
            output.WriteLine(agent.Key);
            foreach (IGrouping<string, CaseSummary> category in agent.GroupBy(s => s.Id.Split('.')[0]).OrderBy(g => g.Key, CaseIdComparer.Instance))
            {
                output.WriteLine($"  {category.Key,-3} {CaseTexts.Category(category.Key) ?? "",-44} {Counts(category)}");
            }

            output.WriteLine($"  {"all",-48} {Counts(agent)}");
            WriteShort([.. agent.Where(summary => !summary.IsGood).OrderBy(summary => summary.Id, CaseIdComparer.Instance)], output);
        }
    }

    private static void WriteShort(List<CaseSummary> fellShort, TextWriter output)
    {
        if (fellShort.Count == 0)
        {
            output.WriteLine("  Nothing fell short.");
            return;
        }

        output.WriteLine($"  {fellShort.Count} fell short:");
        foreach (CaseSummary summary in fellShort.Take(MaxListed))
        {
            output.WriteLine(
                $"    {summary.Id,-10} {summary.Behavior.ToText(),-14} close {summary.BehaviorClose.ToText()}"
                + $" ({summary.RemoteCloseCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no code"})  {summary.ReportFile}");
        }

        if (fellShort.Count > MaxListed)
        {
            output.WriteLine($"    and {fellShort.Count - MaxListed} more, all in the report");
        }
    }

    private static string Counts(IEnumerable<CaseSummary> summaries) => string.Join(", ", summaries
        .GroupBy(summary => summary.Behavior == Behavior.Informational ? Behavior.Informational
            : (Behavior)Math.Max((int)summary.Behavior, (int)summary.BehaviorClose))
        .OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key.ToText()}"));
}
