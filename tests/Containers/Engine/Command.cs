using System.Diagnostics;

namespace Stratus.Realtime.Containers.Engine;

/// <summary>Runs programs to their end, for a limited time.</summary>
internal static class Command
{
    /// <summary>Runs one.</summary>
    /// <param name="limit">How long it may take; it is killed then.</param>
    /// <param name="environment">Variables for it.</param>
    /// <param name="words">The program and its arguments.</param>
    /// <returns>Its exit code, 127 when there is no such program; and what it printed.</returns>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<(int ExitCode, string Output)> TryAsync(
        TimeSpan limit, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> words)
    {
        ProcessStartInfo start = new(words[0], words.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string variable, string value) in environment)
        {
            start.Environment[variable] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return await EndAsync(process, limit, words);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (127, e.Message);
        }
    }

    /// <summary>Runs one that must succeed.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message holds what it printed.</exception>
    public static async Task<string> RunAsync(TimeSpan limit, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> words)
    {
        (int exitCode, string output) = await TryAsync(limit, environment, words);
        return exitCode == 0 ? output : throw new InvalidOperationException($"'{string.Join(' ', words)}' ended with {exitCode}:\n{output}");
    }

    private static async Task<(int ExitCode, string Output)> EndAsync(Process process, TimeSpan limit, IReadOnlyList<string> words)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource over = new(limit);
        try
        {
            await process.WaitForExitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', words)}' took longer than {limit.TotalSeconds} s:\n{await output}{await errors}");
        }

        return (process.ExitCode, await output + await errors);
    }
}
