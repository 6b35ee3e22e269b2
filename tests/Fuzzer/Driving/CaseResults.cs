using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>Results as they come in: each case's report is written at once, only a summary is kept. Safe to use from all connections.</summary>
internal sealed class CaseResults(string outdir)
{
    private readonly Lock gate = new();
    private readonly ReportWriter writer = new(outdir);
    private readonly Dictionary<(string Agent, string Id), CaseSummary> summaries = [];
    private readonly Dictionary<(string Agent, string Id), Task> running = [];

    public IReadOnlyList<CaseSummary> Summaries
    {
        get
        {
            lock (gate)
            {
                return [.. summaries.Values];
            }
        }
    }

    public CaseSummary Add(CaseResult result)
    {
        CaseSummary summary = writer.WriteCase(result);
        lock (gate)
        {
            summaries[(result.Agent, result.Id)] = summary;
        }

        return summary;
    }

    /// <summary>Adds the result of a run that is to be waited for by those who ask for it meanwhile.</summary>
    public async Task<CaseSummary> AddAsync(string agent, string id, Func<Task<CaseResult>> run)
    {
        TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            running[(agent, id)] = over.Task;
        }

        try
        {
            return Add(await run());
        }
        finally
        {
            lock (gate)
            {
                // Another run of the same case may have begun since.
                if (running.GetValueOrDefault((agent, id)) == over.Task)
                {
                    running.Remove((agent, id));
                }
            }

            over.SetResult();
        }
    }

    public void WriteIndex()
    {
        lock (gate)
        {
            writer.WriteIndex(summaries.Values);
        }
    }

    /// <summary>The summary of a case, waited for while it still runs; null when it never ran, or did not end in time.</summary>
    public async Task<CaseSummary?> FindAsync(string agent, string id, TimeSpan limit)
    {
        Task? over;
        lock (gate)
        {
            over = running.GetValueOrDefault((agent, id));
        }

        if (over is not null)
        {
            await Task.WhenAny(over, Task.Delay(limit));
        }

        lock (gate)
        {
            return summaries.GetValueOrDefault((agent, id));
        }
    }

    /// <summary>Waits until no case of the agent runs, or the time is over. To a client a case has ended when TCP has: a moment earlier.</summary>
    public async Task WaitForRunsAsync(string agent, TimeSpan limit)
    {
        Task[] runs;
        lock (gate)
        {
            runs = [.. running.Where(run => run.Key.Agent == agent).Select(run => run.Value)];
        }

        if (runs.Length > 0)
        {
            await Task.WhenAny(Task.WhenAll(runs), Task.Delay(limit));
        }
    }
}
