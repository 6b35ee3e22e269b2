using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Conformance.BrokenPeers;
using Stratus.Realtime.Fuzzer.CommandLine;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>The command line as scripts see it: 0 nothing fell short, 1 something did or could not be done, 2 bad arguments.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ListeningOutput output = new();
    private readonly StringWriter error = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(PeerFault.None, 0)]
    [InlineData(PeerFault.EchoesAsBinary, 1)]
    [InlineData(PeerFault.NeverAnswersClose, 1)]
    public async Task Fuzz_Server_TellsWhetherItFellShort(PeerFault fault, int exit)
    {
        await using SocketPeer peer = new(fault);

        Assert.Equal(exit, await RunAsync("fuzz", peer.Url, "--cases", "1.1.1,1.1.2", "--outdir", directory.Path, "--agent", "peer"));
        Assert.Contains("2 cases in ", output.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File("index.html")) && File.Exists(directory.File("peer_case_1_1_2.json")));
    }

    [Fact]
    public async Task FuzzingClient_Spec_RunsWhatItSays()
    {
        await using SocketPeer peer = new();
        string spec = directory.Write("spec.json", $$"""
            {"outdir": "{{directory.File("out")}}", "servers": [{"agent": "One", "url": "{{peer.Url}}"}], "cases": ["1.1.*"],
             "exclude-cases": ["1.1.8"], "exclude-agent-cases": {"O*": ["1.1.3", "1.1.4", "1.1.5", "1.1.6", "1.1.7"]} }
            """);

        Assert.Equal(0, await RunAsync("fuzzingclient", "-s", spec));
        Assert.Equal(["one_case_1_1_1.json", "one_case_1_1_2.json"], Directory.GetFiles(directory.File("out"), "one*.json").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Fuzz_NothingListens_Is1()
    {
        // Bound, but not listening: the port is nobody else's either.
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Equal(1, await RunAsync("fuzz", $"ws://{socket.LocalEndPoint}/", "--cases", "1.1.1", "--outdir", directory.Path));
        Assert.Contains("cannot be reached", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fuzz_OutDirThatCannotBeMade_Is1BeforeTheFirstCase()
    {
        await using SocketPeer peer = new();
        string file = directory.Write("file", "");

        Assert.Equal(1, await RunAsync("fuzz", peer.Url, "--cases", "1.1.1", "--outdir", Path.Combine(file, "below")));
        Assert.Single(ErrorLines());
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Serve_OutDirThatCannotBeMade_Is1()
    {
        Assert.Equal(1, await RunAsync("serve", "--listen", "ws://127.0.0.1:0", "--outdir", directory.Write("file", "")));
        Assert.Single(ErrorLines());
    }

    [Fact]
    public async Task Serve_PortInUse_Is1AndNamesTheAddress()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();

        Assert.Equal(1, await RunAsync("serve", "--listen", $"ws://{taken.LocalEndpoint}", "--outdir", directory.Path));
        Assert.Contains($"ws://{taken.LocalEndpoint}/", Assert.Single(ErrorLines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AddressOfNoInterface_Is1()
    {
        // RFC 5737: nobody has this address.
        Assert.Equal(1, await RunAsync("serve", "--listen", "ws://192.0.2.1:0", "--outdir", directory.Path));
        Assert.Contains("192.0.2.1", Assert.Single(ErrorLines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NoCaseRan_Is1()
    {
        Assert.Equal(1, await ServeAsync(_ => Task.CompletedTask));
        Assert.Contains("None of 2 cases ran.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PartOfTheCasesRan_Is0AndSaysSo()
    {
        Assert.Equal(0, await ServeAsync(url => FrameworkClient.EchoAsync(url, "/runCase?case=2&agent=framework")));
        Assert.Contains("framework: 1 of 2 cases ran.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_ClientFellShort_Is1() =>
        Assert.Equal(1, await ServeAsync(url => FrameworkClient.EchoAsBinaryAsync(url, "/runCase?case=2&agent=framework")));

    [Fact]
    public async Task Serve_ReportsThatCannotBeWritten_Is1()
    {
        Assert.Equal(1, await ServeAsync(async url =>
        {
            Directory.Delete(directory.File("out"));
            directory.Write("out", "");
            await FrameworkClient.EchoAsync(url, "/runCase?case=2&agent=framework");
        }));
        Assert.Contains("a fault of the fuzzer", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Asked_Is0AndNamesEveryMode()
    {
        Assert.Equal(0, await RunAsync("help"));
        Assert.All(["fuzz ", "fuzzingclient ", "serve ", "fuzzingserver "], mode => Assert.Contains("\n  " + mode, output.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoArguments_Given_Is2WithTheUsage()
    {
        Assert.Equal(2, await RunAsync());
        Assert.Contains("Exit code:", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"dance\"", "dance")]
    [InlineData("URL", "fuzz")]
    [InlineData("\"http://127.0.0.1\"", "fuzz", "http://127.0.0.1")]
    [InlineData("--listen", "serve", "--listen", "wss://127.0.0.1:0")]
    [InlineData("--messages", "fuzz", "ws://127.0.0.1:1", "--messages", "0")]
    [InlineData("--parallel", "fuzz", "ws://127.0.0.1:1", "--parallel", "many")]
    [InlineData("--seed", "fuzz", "ws://127.0.0.1:1", "--seed")]
    [InlineData("--seed", "fuzz", "ws://127.0.0.1:1", "--seed", "1", "--seed", "2")]
    [InlineData("--frobnicate", "fuzz", "ws://127.0.0.1:1", "--frobnicate", "1")]
    [InlineData("--parallel", "serve", "--parallel", "2")]
    [InlineData("--outdir", "fuzz", "ws://127.0.0.1:1", "--outdir", "")]
    [InlineData("--ca", "fuzz", "wss://127.0.0.1:1", "--ca", "nowhere.pem")]
    [InlineData("--spec", "fuzzingclient")]
    [InlineData("8.*", "fuzz", "ws://127.0.0.1:1", "--cases", "8.*")]
    [InlineData("\"ws://127.0.0.1:2\"", "fuzz", "ws://127.0.0.1:1", "ws://127.0.0.1:2")]
    public async Task BadArguments_Given_Is2AndNamesThem(string named, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Contains(named, Assert.Single(ErrorLines()), StringComparison.Ordinal);
    }

    /// <summary>Serves 1.1.1 and 1.1.2 to a client, which then asks for the end.</summary>
    private async Task<int> ServeAsync(Func<Uri, Task> client)
    {
        Task<int> exit = RunAsync("serve", "--listen", "ws://127.0.0.1:0", "--cases", "1.1.1,1.1.2", "--outdir", directory.File("out"));
        Uri url = await output.Url.WaitAsync(FrameworkClient.Limit);
        await client(url);
        await FrameworkClient.AskAsync(url, "/updateReports?agent=framework&shutdownOnComplete=true");
        return await exit;
    }

    private Task<int> RunAsync(params string[] args) => Commands.RunAsync(args, output, error).WaitAsync(FrameworkClient.Limit);

    private string[] ErrorLines() => error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
