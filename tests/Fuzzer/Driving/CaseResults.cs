using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>Results as they come in: each case's report is written at once, only a summary is kept. Safe to use from all connections.</summary>
internal sealed class CaseResults(string outdir)
{
    private readonly Lock gate = new();
    private readonly ReportWriter writer = new(outdir);
    private readonly Dictionary<(string Agent, string Id), CaseSummary> summaries = [];
    private readonly Dictionary<(string Agent, string Id), TaskCompletionSource> waiters = [];

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
        TaskCompletionSource? waiter;
        lock (gate)
        {
            summaries[(result.Agent, result.Id)] = summary;
            waiters.Remove((result.Agent, result.Id), out waiter);
        }

        waiter?.TrySetResult();
        return summary;
    }

    public void WriteIndex()
    {
        lock (gate)
        {
            writer.WriteIndex(summaries.Values);
        }
    }

    /// <summary>The summary of a case, waited for while it still runs; null when it did not come in time.</summary>
    public async Task<CaseSummary?> FindAsync(string agent, string id, TimeSpan limit)
    {
        Task arrival;
        lock (gate)
        {
            if (summaries.TryGetValue((agent, id), out CaseSummary? summary))
            {
                return summary;
            }

            if (!waiters.TryGetValue((agent, id), out TaskCompletionSource? waiter))
            {
                waiters[(agent, id)] = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            arrival = waiter.Task;
        }

        await Task.WhenAny(arrival, Task.Delay(limit));
        lock (gate)
        {
            return summaries.GetValueOrDefault((agent, id));
        }
    }
}
