using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>
/// A fuzzing client's whole run. Cases that mostly wait run many at a time; the long ones come after them and never outnumber
/// the processors, so that neither spoils the other's times.
/// </summary>
internal sealed class ClientSession(RunOptions options, TextWriter output, TimeProvider clock)
{
    private readonly CaseResults results = new(options.OutDir);
    private bool unreachable;

    /// <summary>Exit code: 0 or 1.</summary>
    public async Task<int> RunAsync()
    {
        long start = clock.GetTimestamp();

        // Known to be there before cases take their time.
        Directory.CreateDirectory(options.OutDir);
        foreach (FuzzTarget target in options.Targets)
        {
            await RunTargetAsync(target);
        }

        results.WriteIndex();
        IReadOnlyList<CaseSummary> summaries = results.Summaries;
        new SummaryTable(summaries).Write(output);
        await output.WriteLineAsync($"{summaries.Count} cases in {clock.GetElapsedTime(start).TotalSeconds:0.0} s, seed {options.Seed}.");
        await output.WriteLineAsync($"Report: {Path.GetFullPath(Path.Combine(options.OutDir, "index.html"))}");
        return unreachable || summaries.Count == 0 || summaries.Any(summary => !summary.IsGood) ? 1 : 0;
    }

    private async Task RunTargetAsync(FuzzTarget target)
    {
        if (await new ClientRunner(target, clock).ProbeAsync() is { } reason)
        {
            unreachable = true;
            await output.WriteLineAsync($"{target.Url} cannot be reached: {reason}");
            return;
        }

        // Known before the first case: refusals often carry no Server header, and cases can be excluded by agent.
        string agent = target.Agent ?? await new ClientRunner(target, clock).AskAgentAsync();
        ClientRunner runner = new(target with { Agent = agent }, clock);
        Applicability transport = target.Http2 ? Applicability.Http2 : Applicability.Http1;
        List<CaseRow> rows = [.. options.Cases.Where(row => row.AppliesIn(Applicability.FuzzerAsClient, transport) && !IsExcluded(agent, row))];
        await output.WriteLineAsync($"{target.Url} ({agent}): {rows.Count} cases{(target.Http2 ? " over HTTP/2" : "")}.");

        Progress progress = new(rows.Count, output, clock);
        await RunAllAsync(rows.Where(row => !row.IsBusy), options.Parallel, runner, progress);

        // Rows with the same messages follow one another, so that these are compressed once.
        await RunAllAsync(
            rows.Where(row => row.IsBusy).OrderBy(row => row.Exchange?.Name, StringComparer.Ordinal), Math.Min(options.Parallel, Environment.ProcessorCount), runner, progress);
        progress.End();
    }

    private async Task RunAllAsync(IEnumerable<CaseRow> rows, int parallel, ClientRunner runner, Progress progress) =>
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (row, _) =>
            progress.Done(results.Add(await runner.RunAsync(row, Seeds.ForCase(options.Seed, row.Id)))));

    private bool IsExcluded(string agent, CaseRow row) => options.ExcludeAgentCases.Any(
        rule => CasePattern.Matches(rule.Key, agent) && CasePattern.NamesCase(rule.Value, row));
}
