using System.Collections.Concurrent;
using Stratus.Realtime.Conformance.Verdicts;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Running;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Conformance.Sockets;

/// <summary>The catalogue over real sockets against a running edge, on every road that leads to its echo route.</summary>
[Collection(OverSockets.Name)]
public sealed class EdgeOverSocketsTests(RunningEdge edge, ITestOutputHelper output) : IClassFixture<RunningEdge>
{
    // Cases mostly wait; what computes for long runs two at a time.
    private const int Waiting = 32;
    private const int Computing = 2;

    private static readonly Catalogue Catalogue = new(messages: 3);

    [Fact]
    public async Task Edge_OverPlainSockets_PassesEverything() =>
        await AssertPassesEverythingAsync(new FuzzTarget(edge.Plain, "edge", Http2: false, null));

    [Fact]
    public async Task Edge_OverTls_PassesEverything() =>
        await AssertPassesEverythingAsync(new FuzzTarget(edge.Tls, "edge", Http2: false, edge.Root));

    [Fact]
    public async Task Edge_OverClearTextHttp2_PassesAllButMostOfCompression() =>
        await AssertPassesMostAsync(new FuzzTarget(edge.ClearHttp2, "edge", Http2: true, null));

    [Fact]
    public async Task Edge_OverHttp2AndTls_PassesAllButMostOfCompression() =>
        await AssertPassesMostAsync(new FuzzTarget(edge.Tls, "edge", Http2: true, edge.Root));

    private async Task AssertPassesEverythingAsync(FuzzTarget target) =>
        ExpectedResults.AssertWhole(WebSocketRole.Server, await RunAsync(target, Catalogue.Public.Concat(Catalogue.Strict)));

    private async Task AssertPassesMostAsync(FuzzTarget target) =>
        ExpectedResults.AssertSubset(WebSocketRole.Server, await RunAsync(target, OneCompressionFamily()));

    private static IEnumerable<CaseRow> OneCompressionFamily() => Catalogue.Public.Concat(Catalogue.Strict)
        .Where(row => row.Category is not ("12" or "13") || row.Id.StartsWith("12.1.", StringComparison.Ordinal) || row.Id.StartsWith("13.3.", StringComparison.Ordinal));

    private async Task<CaseVerdict[]> RunAsync(FuzzTarget target, IEnumerable<CaseRow> rows)
    {
        Applicability transport = target.Http2 ? Applicability.Http2 : Applicability.Http1;
        CaseRow[] applicable = [.. rows.Where(row => row.AppliesIn(Applicability.FuzzerAsClient, transport))];
        CaseVerdict[] seen =
        [
            .. await RunSomeAsync(applicable.Where(row => !row.IsBusy), Waiting),
            .. await RunSomeAsync(applicable.Where(row => row.IsBusy), Computing),
        ];
        Assert.Equal(applicable.Length, seen.Length);
        return await SecondLook.TakeAsync(WebSocketRole.Server, seen, ids => RunSomeAsync(applicable.Where(row => ids.Contains(row.Id)), parallel: 1), output);

        async Task<IEnumerable<CaseVerdict>> RunSomeAsync(IEnumerable<CaseRow> some, int parallel)
        {
            ConcurrentBag<CaseResult> results = [];
            ClientRunner runner = new(target, TimeProvider.System);
            await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (row, _) =>
                results.Add(await runner.RunAsync(row, seed: row.Index)));
            return results.Select(CaseVerdict.Of);
        }
    }
}
