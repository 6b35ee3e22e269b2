using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Draining;

/// <summary>The built edge as a process of its own, for signals and exit codes. Never left behind.</summary>
internal sealed class EdgeProcess : IAsyncDisposable
{
    // A process takes its time to start where other tests keep all processors busy.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly ConcurrentQueue<string> _lines = new();
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
            await edge._address.Task.WaitAsync(StartLimit);
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
        int exitCode = await edge.ExitAsync(StartLimit);
        return (exitCode, await edge._errors.WaitAsync(Bounded.Limit));
    }

    public Uri Address => _address.Task.Result;

    /// <summary>The process.</summary>
    public string Id => _process.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many lines it has printed with this text.</summary>
    public int Lines(string text) => _lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>An open connection to the echo route.</summary>
    public async Task<WebSocketClient> OpenAsync(params string[] headers)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(Address.Authority), Bounded.Token);
        WebSocketClient client = new(new NetworkStream(socket, ownsSocket: true), socket);
        await client.SendAsync(Requests.Make(edits: headers));
        Assert.Equal(101, (await client.ReceiveAnswerAsync()).Status);
        return client;
    }

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", Id]);
        await kill.WaitForExitAsync(Bounded.Token);
        Assert.Equal(0, kill.ExitCode);
    }

    public Task<int> ExitAsync() => ExitAsync(Bounded.Limit);

    private async Task<int> ExitAsync(TimeSpan limit)
    {
        using CancellationTokenSource end = new(limit);
        await _process.WaitForExitAsync(end.Token);
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
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.TrimStart().StartsWith("demo ", StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line.Trim()[5..].Trim()));
        }
    }
}
