using Stratus.Realtime.Conformance.Verdicts;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Testee;
using FuzzingServer = Stratus.Realtime.Fuzzer.Driving.FuzzingServer;
using ServerOptions = Stratus.Realtime.Fuzzer.Driving.ServerOptions;

namespace Stratus.Realtime.Conformance.Sockets;

/// <summary>The engine's client, in the testee, over real sockets against the fuzzing server.</summary>
[Collection(OverSockets.Name)]
public sealed class ClientOverSocketsTests(ITestOutputHelper output) : IDisposable
{
    // Cases mostly wait; what computes for long runs two at a time.
    private const int Waiting = 16;
    private const int Computing = 2;

    private readonly string _outdir = Directory.CreateTempSubdirectory("stratus-conformance-").FullName;
    private readonly StringWriter _log = new();

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_outdir, recursive: true);
    }

    [Fact]
    public async Task Testee_AgainstTheFuzzingServer_PassesEverything()
    {
        Catalogue catalogue = new(messages: 3);
        CaseRow[] rows = [.. catalogue.Public.Concat(catalogue.Strict).Where(row => row.AppliesIn(Applicability.FuzzerAsServer, Applicability.Http1))];
        CaseVerdict[] seen =
        [
            .. await RunAsync([.. rows.Where(row => !row.IsBusy)], Waiting),
            .. await RunAsync([.. rows.Where(row => row.IsBusy)], Computing),
        ];
        ExpectedResults.AssertWhole(
            WebSocketRole.Client,
            await SecondLook.TakeAsync(WebSocketRole.Client, seen, ids => RunAsync([.. rows.Where(row => ids.Contains(row.Id))], parallel: 1), output),
            _log.ToString);
    }

    private async Task<IEnumerable<CaseVerdict>> RunAsync(CaseRow[] rows, int parallel)
    {
        CaseResults results = new(_outdir);
        TextWriter log = TextWriter.Synchronized(_log);
        ServerOptions options = new() { Url = new Uri("ws://127.0.0.1:0"), OutDir = _outdir, Cases = rows, Seed = 1 };
        using FuzzingServer server = new(options, results, TimeProvider.System, log);
        Task serving = server.RunAsync();
        try
        {
            Uri url = await server.Bound.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            ClientOptions client = new(url, "stratus", First: 1, Last: null, parallel, Root: null);
            int exit = await TesteeClient.RunAsync(client, new Terminal(log, log, Rewrites: false), CancellationToken.None)
                .WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
            Assert.Equal(0, exit);
        }
        finally
        {
            server.Stop();
            await serving.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        }

        return results.Summaries.Select(CaseVerdict.Of);
    }
}
