using System.Collections.Concurrent;
using System.Diagnostics;

namespace Stratus.Realtime.Sdk.Tests;

/// <summary>One run of a family's script under Node.js, and what it reported.</summary>
internal sealed class FamilyRun : IAsyncDisposable
{
    // A family takes seconds; this is for a machine that is very busy, and for a script that hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly Process _process;
    private readonly ConcurrentQueue<ScenarioReport> _reports = [];
    private readonly ConcurrentQueue<string> _noise = [];

    private FamilyRun(string family)
    {
        ProcessStartInfo start = new("node", [ScenarioCatalogue.PathOf(family)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["STRATUS_EDGE"] = Path.Combine(AppContext.BaseDirectory, "Stratus.Realtime.Edge.dll");
        if (Environment.GetEnvironmentVariable("STRATUS_SDK_CLUSTER") == "1")
        {
            start.Environment["STRATUS_SILO"] = Path.Combine(AppContext.BaseDirectory, "Stratus.Realtime.Silo.dll"); // channels in silos of their own
        }

        start.Environment["STRATUS_WATCHED"] = "1"; // It ends when its standard input does, so it never outlives this process.
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>Every report, in the order of arrival.</summary>
    public IReadOnlyCollection<ScenarioReport> Reports => _reports;

    /// <summary>How the script ended; null when it did not within the limit.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>What it said besides its reports.</summary>
    public string Noise => string.Join('\n', _noise);

    /// <summary>Runs a family's script to its end.</summary>
    public static async Task<FamilyRun> StartAsync(string family)
    {
        FamilyRun run = new(family);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await run._process.WaitForExitAsync(limit.Token);
            run.ExitCode = run._process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            run._process.Kill(entireProcessTree: true);
        }

        return run;
    }

    /// <summary>How the script ended, as a sentence.</summary>
    public string Ending => (ExitCode is { } code ? $"The script ended with {code}." : $"The script did not end within {Limit.TotalMinutes} min.")
        + (Noise.Length == 0 ? "" : " It said:\n" + Noise);

    public ValueTask DisposeAsync()
    {
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Read(string? line)
    {
        if (line is not null && ScenarioReport.Parse(line) is { } report)
        {
            _reports.Enqueue(report);
        }
        else
        {
            Keep(line);
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _noise.Enqueue(line);
        }
    }
}
