using System.Globalization;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Testee;

/// <summary>Runs the cases of a fuzzing server, and has it write its reports.</summary>
internal static class TesteeClient
{
    public static async Task<int> RunAsync(ClientOptions options, Terminal terminal, CancellationToken stop)
    {
        FuzzingServer fuzzer = new(options);
        try
        {
            int count = await CountAsync(fuzzer);
            int last = Math.Min(options.Last ?? count, count);
            if (options.First > last)
            {
                throw new BadArgumentException($"--first is {options.First}, but the fuzzer has {count} cases.");
            }

            await terminal.Output.WriteLineAsync($"Running cases {options.First} to {last} of {count} as \"{options.Agent}\".");
            await RunCasesAsync(fuzzer, options, terminal, last, stop);
            await fuzzer.UpdateReportsAsync();
            await terminal.Output.WriteLineAsync("All cases ran; the fuzzer has its reports.");
            return ExitCode.Success;
        }
        catch (Exception e) when (e is UnreachableException or IOException)
        {
            await terminal.Errors.WriteLineAsync($"The fuzzer at {options.Url} cannot be reached: {e.Message}. Is a fuzzing server listening there?");
            return ExitCode.Unreachable;
        }
        catch (OperationCanceledException)
        {
            await terminal.Errors.WriteLineAsync("Stopped before all cases ran; the fuzzer was not asked for reports.");
            return ExitCode.Unreachable;
        }
    }

    private static async Task<int> CountAsync(FuzzingServer fuzzer)
    {
        IReadOnlyList<string> messages = await fuzzer.ListenAsync("/getCaseCount");
        return messages.Count == 1 && int.TryParse(messages[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw new IOException($"/getCaseCount was answered by {messages.Count} messages in place of one with a number");
    }

    private static async Task RunCasesAsync(FuzzingServer fuzzer, ClientOptions options, Terminal terminal, int last, CancellationToken stop)
    {
        Progress progress = new(terminal, options.First, last);
        ParallelOptions degree = new() { MaxDegreeOfParallelism = options.Parallel, CancellationToken = stop };
        await Parallel.ForAsync(options.First, last + 1, degree, async (number, _) =>
        {
            try
            {
                ConnectionEnd end = await fuzzer.RunCaseAsync(number);
                progress.Ended(number, end);
            }
            catch (IOException e)
            {
                progress.NotOpened(number, e.Message); // some fuzzers break the opening handshake on purpose
            }
        });
    }
}
