using Stratus.Realtime.Conformance.Engine;
using Stratus.Realtime.Conformance.Verdicts;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Running;
using Stratus.Realtime.Protocol;

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
    public void Engine_InEachRole_HasTheCommittedVerdicts(bool engineIsServer)
    {
        List<CaseResult> results = Run(Catalogue.Public, engineIsServer, null);
        Assert.Equal(Catalogue.PublicCount, results.Count);
        Assert.Equal(514, results.Count(r => r.Behavior == Behavior.Ok && r.BehaviorClose == Behavior.Ok));
        Assert.Equal(3, results.Count(r => r.Behavior == Behavior.Informational && r.BehaviorClose == Behavior.Informational));

        results.AddRange(Run(Catalogue.Strict, engineIsServer, null));
        WebSocketRole role = engineIsServer ? WebSocketRole.Server : WebSocketRole.Client;
        CaseVerdict[] verdicts = [.. results.Select(CaseVerdict.Of)];
        ExpectedResults.UpdateIfAsked(role, verdicts);
        ExpectedResults.AssertWhole(role, verdicts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Engine_WithOctetsCutAtRandom_PassesTheSameCases(bool engineIsServer)
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        IEnumerable<CaseRow> rows = Catalogue.Public.Where(row => row.Category is not ("9" or "12" or "13")).Concat(Catalogue.Strict);
        MemoryLinkOptions cut = new() { NextDelivery = () => random.Next(1, 1 << random.Next(1, 12)) };
        ExpectedResults.AssertSubset(
            engineIsServer ? WebSocketRole.Server : WebSocketRole.Client, [.. Run(rows, engineIsServer, cut).Select(CaseVerdict.Of)]);
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

    private static List<CaseResult> Run(IEnumerable<CaseRow> rows, bool engineIsServer, MemoryLinkOptions? link)
    {
        Applicability role = engineIsServer ? Applicability.FuzzerAsClient : Applicability.FuzzerAsServer;
        return [.. rows.Where(row => row.AppliesIn(role, Applicability.Http1)).Select(row => EngineRun.Run(row, engineIsServer, link))];
    }
}
