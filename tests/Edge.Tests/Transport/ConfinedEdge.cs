using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>The built edge as a process of its own that may have only so many descriptors. Never left behind.</summary>
internal sealed class ConfinedEdge : IAsyncDisposable
{
    private const int TicksPerSecond = 100; // of /proc: USER_HZ

    // A process takes its time to start where other tests keep all processors busy.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<IPEndPoint> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConfinedEdge(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(EdgeApplication).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => ReadLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>How many descriptors it has.</summary>
    public int Descriptors => Directory.EnumerateFileSystemEntries(Proc("fd")).Count();

    /// <summary>How much of the processors it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            string[] fields = File.ReadAllText(Proc("stat")).Split(") ")[1].Split(' '); // from the third field on
            return TimeSpan.FromSeconds((double)(Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
        }
    }

    public static async Task<ConfinedEdge> StartAsync(params string[] options)
    {
        ConfinedEdge edge = new(["--urls", "http://127.0.0.1:0", "--Edge:Transport=Auto", "--Logging:LogLevel:Default=Warning", .. options]);
        try
        {
            await edge._address.Task.WaitAsync(StartLimit);
            return edge;
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many lines it has printed with this text.</summary>
    public int Lines(string text) => _lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>From here on it may have so many descriptors more.</summary>
    public async Task ConfineAsync(int more)
    {
        string limit = (Descriptors + more).ToString(CultureInfo.InvariantCulture);
        using Process prlimit = Process.Start("prlimit", ["--pid=" + _process.Id.ToString(CultureInfo.InvariantCulture), $"--nofile={limit}:{limit}"]);
        await prlimit.WaitForExitAsync(Bounded.Token);
        Assert.Equal(0, prlimit.ExitCode);
    }

    /// <summary>A TCP connection, which the kernel makes whether it is accepted or not.</summary>
    public async Task<WebSocketClient> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(await _address.Task, Bounded.Token);
        return new WebSocketClient(new NetworkStream(socket, ownsSocket: true), socket);
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

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private string Proc(string name) => $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/{name}";

    private void ReadLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.TrimStart().StartsWith("demo ", StringComparison.Ordinal))
        {
            _address.TrySetResult(IPEndPoint.Parse(new Uri(line.Trim()[5..].Trim()).Authority));
        }
    }
}
