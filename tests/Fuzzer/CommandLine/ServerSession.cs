using System.Runtime.InteropServices;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Reports;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>A fuzzing server's whole run: until a signal, or until a client asks for its end.</summary>
internal sealed class ServerSession(ServerOptions options, TextWriter output, TimeProvider clock)
{
    private readonly CaseResults results = new(options.OutDir);

    /// <summary>
    /// Exit code: 0 or 1. Clients choose what they run, so a part of the cases is no failure, but it is said; no case at all is one,
    /// as is a fault of the fuzzer's own.
    /// </summary>
    public async Task<int> RunAsync()
    {
        // Known to be there before cases take their time.
        Directory.CreateDirectory(options.OutDir);
        using FuzzingServer server = new(options, results, clock, TextWriter.Synchronized(output));
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, server);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, server);
        await server.RunAsync();

        IReadOnlyList<CaseSummary> summaries = results.Summaries;
        new SummaryTable(summaries).Write(output);
        foreach (IGrouping<string, CaseSummary> agent in summaries.GroupBy(summary => summary.Agent))
        {
            int total = options.Cases.Count(row => !options.IsExcluded(agent.Key, row));
            await output.WriteLineAsync($"{agent.Key}: {agent.Count()} of {total} cases ran.");
        }

        if (summaries.Count == 0)
        {
            await output.WriteLineAsync($"None of {options.Cases.Count} cases ran.");
        }

        if (server.Faults > 0)
        {
            await output.WriteLineAsync($"{server.Faults} connections failed because of a fault of the fuzzer.");
        }

        return summaries.Count == 0 || server.Faults > 0 || summaries.Any(summary => !summary.IsGood) ? 1 : 0;
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, FuzzingServer server) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            server.Stop();
        });
}
