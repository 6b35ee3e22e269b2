using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Draining;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>An edge as a process of its own that may have only so many descriptors.</summary>
internal sealed class ConfinedEdge : IAsyncDisposable
{
    private const int TicksPerSecond = 100; // of /proc: USER_HZ

    private readonly EdgeProcess _edge;

    private ConfinedEdge(EdgeProcess edge) => _edge = edge;

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

    public static async Task<ConfinedEdge> StartAsync(params string[] options) =>
        new(await EdgeProcess.StartAsync(["--Edge:Transport=Auto", "--Logging:LogLevel:Default=Warning", .. options]));

    /// <summary>How many lines it has printed with this text.</summary>
    public int Lines(string text) => _edge.Lines(text);

    /// <summary>From here on it may have so many descriptors more.</summary>
    public async Task ConfineAsync(int more)
    {
        string limit = (Descriptors + more).ToString(CultureInfo.InvariantCulture);
        using Process prlimit = Process.Start("prlimit", ["--pid=" + _edge.Id, $"--nofile={limit}:{limit}"]);
        await prlimit.WaitForExitAsync(Bounded.Token);
        Assert.Equal(0, prlimit.ExitCode);
    }

    /// <summary>A TCP connection, which the kernel makes whether it is accepted or not.</summary>
    public async Task<WebSocketClient> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(_edge.Address.Authority), Bounded.Token);
        return new WebSocketClient(new NetworkStream(socket, ownsSocket: true), socket);
    }

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private string Proc(string name) => $"/proc/{_edge.Id}/{name}";
}
