using Stratus.Realtime.Conformance.Engine;
using Stratus.Realtime.Conformance.Verdicts;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance;

/// <summary>The whole catalogue against the engine without sockets, in virtual time.</summary>
public sealed class InMemoryTests(ITestOutputHelper output)
{
    // All thousand messages of categories 12 and 13 are eleven gigabytes; infra/fuzz and STRATUS_MESSAGES=1000 send them.
    private static readonly int Messages =
        int.TryParse(Environment.GetEnvironmentVariable("STRATUS_MESSAGES"), out int messages) ? messages : 8;

    private static readonly Catalogue Catalogue = new(Messages);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Engine_InEachRole_PassesEveryPublicCase(bool engineIsServer)
    {
        List<CaseResult> results = Run(Catalogue.Public, engineIsServer, null);
        Assert.Equal(Catalogue.PublicCount, results.Count);
        Assert.Equal(514, results.Count(r => r.Behavior == Behavior.Ok && r.BehaviorClose == Behavior.Ok));
        Assert.Equal(3, results.Count(r => r.Behavior == Behavior.Informational && r.BehaviorClose == Behavior.Informational));
        ExpectedResults.AssertAsExpected(results);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Engine_InEachRole_PassesEveryStrictCase(bool engineIsServer) =>
        ExpectedResults.AssertAsExpected(Run(Catalogue.Strict, engineIsServer, null));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Engine_WithOctetsCutAtRandom_PassesTheSameCases(bool engineIsServer)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        IEnumerable<CaseRow> rows = Catalogue.Public.Where(row => row.Category is not ("9" or "12" or "13")).Concat(Catalogue.Strict);
        MemoryLinkOptions cut = new() { NextDelivery = () => random.Next(1, 1 << random.Next(1, 12)) };
        ExpectedResults.AssertAsExpected(Run(rows, engineIsServer, cut));
    }

    [Fact]
    public void Engine_WhoseRuleIsBroken_SaysSoInEveryCase()
    {
        IEnumerable<CaseRow> rows = Catalogue.Public.Where(row => row.Category is not ("9" or "12" or "13"));
        List<CaseResult> results = Run(rows, engineIsServer: true, null);
        Assert.Equal(247, results.Count);

        // 7.3.1 is an empty close frame, answered by an empty one.
        string[] silent = [.. results.Where(r => r.RemoteCloseCode is null).Select(r => r.Id)];
        Assert.Equal(["7.3.1"], silent);
    }

    [Theory]
    [InlineData("3.2", true)]
    [InlineData("7.9.8", false)]
    [InlineData("5.20", true)]
    [InlineData("3.2", false)]
    [InlineData("2.9", true)]
    public void Engine_InPublishedReportRows_DoesAsTheLastColumnSays(string id, bool engineIsServer)
    {
        CaseResult result = Assert.Single(Run(Catalogue.Public.Where(row => row.Id == id), engineIsServer, null));
        Assert.Equal((Behavior.Ok, Behavior.Ok), (result.Behavior, result.BehaviorClose));
    }

    private static List<CaseResult> Run(IEnumerable<CaseRow> rows, bool engineIsServer, MemoryLinkOptions? link)
    {
        Applicability role = engineIsServer ? Applicability.FuzzerAsClient : Applicability.FuzzerAsServer;
        return [.. rows.Where(row => row.AppliesIn(role, Applicability.Http1)).Select(row => Run(row, engineIsServer, link))];
    }

    private static CaseResult Run(CaseRow row, bool engineIsServer, MemoryLinkOptions? link)
    {
        CaseRun run = new(row, new CaseRunOptions { IsServer = !engineIsServer, Agent = "Stratus", Host = "localhost", Target = "/", Seed = 1 });
        return MemoryLink.Run(run, engineIsServer ? new EngineServer() : new EngineClient(seed: 1), link);
    }
}
