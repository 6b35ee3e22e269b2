using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>A silo or an edge as a process of its own: started until ready, ended in every way there is. Never left behind.</summary>
internal abstract class NodeProcess : IAsyncDisposable
{
    private const int SigStop = 19;
    private const int SigContinue = 18;
    private const int SigTerminate = 15;
    private const int ShownLines = 60;

    // SIGABRT: how Orleans ends a silo that learns that it has been given up.
    private const int AbortCode = 134;

    // A process takes its time to start where others keep all processors busy.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(2),
    };

    private readonly BoundedOutput _output;
    private Process? _process;

    protected NodeProcess(string name, Uri address)
    {
        (Name, Address) = (name, address);
        _output = new BoundedOutput(name);
    }

    /// <summary>What it is called in reports: another one each start.</summary>
    public string Name { get; }

    public Uri Address { get; }

    /// <summary>When it was started, by a clock that only rises.</summary>
    public long Started { get; } = TimeProvider.System.GetTimestamp();

    public bool HasExited => _process?.HasExited ?? false;

    /// <summary>The exit code; null while it runs.</summary>
    public int? ExitCode => HasExited ? _process!.ExitCode : null;

    /// <summary>Whether it was ever made to hang: the others may have given it up, and it may end of its own accord once it learns that.</summary>
    public bool HasHung { get; private set; }

    /// <summary>What it printed last.</summary>
    public string Output => $"  {Name} ({(ExitCode is { } code ? $"exit code {code}" : "running")}):\n{_output.Last(ShownLines)}";

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await ExitAsync(EndLimit);
    }

    /// <summary>SIGTERM, and its end.</summary>
    /// <returns>The exit code; null when it did not end in time, and was killed.</returns>
    public async Task<int?> TerminateAsync(TimeSpan limit)
    {
        Signal(SigTerminate);
        if (await ExitAsync(limit))
        {
            return ExitCode;
        }

        await KillAsync();
        return null;
    }

    /// <summary>SIGSTOP: it hangs. For all others it is behind a wire that was cut, and does not know that.</summary>
    public void Suspend()
    {
        HasHung = true;
        Signal(SigStop);
    }

    /// <summary>Whether it may end with this code when it is told to stop; null: it did not end in time.</summary>
    public bool MayEndWith(int? code) => code is 0 || (HasHung && code is AbortCode);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signal(SigContinue);

    /// <summary>Waits for the process's end; false when it does not come.</summary>
    public async Task<bool> ExitAsync(TimeSpan limit)
    {
        using CancellationTokenSource over = new(limit);
        try
        {
            await _process!.WaitForExitAsync(over.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _process!.HasExited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                await KillAsync();
            }

            _process.Dispose();
        }

        _output.Dispose();
    }

    /// <summary>Starts the program and waits until it is ready.</summary>
    /// <exception cref="ClusterException">It ended, or did not become ready.</exception>
    protected async Task RunAsync(string project, IEnumerable<string> arguments)
    {
        _process = await ProcessLauncher.StartAsync(
            "dotnet", [ProgramOf(project), .. arguments], new Dictionary<string, string> { ["DOTNET_gcServer"] = "0", ["DOTNET_GCHeapCount"] = "1" });
        _process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Stopwatch clock = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited || clock.Elapsed > StartLimit)
            {
                await ExitAsync(Step); // its last lines
                string what = _process.HasExited ? $"ended with {_process.ExitCode}" : $"was not ready within {StartLimit.TotalSeconds} s";
                string output = Output;
                await DisposeAsync();
                throw new ClusterException($"{Name} {what}:\n{output}");
            }

            await Task.Delay(Step);
        }
    }

    // bin/<project>/<configuration> beside this one's, wherever the artifacts are.
    private static string ProgramOf(string project)
    {
        DirectoryInfo own = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"Stratus.Realtime.{project}.dll");
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(new Uri(Address, "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Signal(int signal)
    {
        if (!_process!.HasExited && Kill(_process.Id, signal) != 0)
        {
            throw new ClusterException(string.Create(
                CultureInfo.InvariantCulture, $"{Name} could not be sent signal {signal}: error {Marshal.GetLastPInvokeError()}."));
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
