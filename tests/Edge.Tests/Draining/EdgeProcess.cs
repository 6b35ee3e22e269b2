using System.Diagnostics;
using System.Globalization;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Draining;

/// <summary>The built edge as a process of its own, for signals and exit codes. Never left behind.</summary>
internal sealed class EdgeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EdgeProcess(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(EdgeApplication).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => ReadLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts the edge on a free port and waits until it says where it listens.</summary>
    public static async Task<EdgeProcess> StartAsync(params string[] options)
    {
        EdgeProcess edge = new(["--urls", "http://127.0.0.1:0", .. options]);
        try
        {
            await edge._address.Task.WaitAsync(Bounded.Limit);
            return edge;
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the edge and waits until it has ended by itself.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(params string[] arguments)
    {
        await using EdgeProcess edge = new(arguments);
        int exitCode = await edge.ExitAsync();
        return (exitCode, await edge._errors.WaitAsync(Bounded.Limit));
    }

    public Uri Address => _address.Task.Result;

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Bounded.Token);
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Bounded.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(Bounded.Token);
        }

        _process.Dispose();
    }

    private void ReadLine(string? line)
    {
        if (line?.TrimStart().StartsWith("page ", StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new Uri(line.Trim()[5..].Trim()));
        }
    }
}
