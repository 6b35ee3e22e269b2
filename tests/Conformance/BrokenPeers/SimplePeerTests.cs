using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>The ruler itself: without a fault it passes everything, however its octets arrive and whatever liberty it takes.</summary>
public sealed class SimplePeerTests
{
    private static readonly string[] Informational = ["7.1.6", "7.13.1", "7.13.2"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PublicCases_PeerWithoutFault_ScoreAsAPerfectPeer(bool peerIsServer)
    {
        CaseResult[] results = [.. FaultRun.Catalogue.Public.Select(row => FaultRun.Run(row, peerIsServer, PeerFault.None))];

        Assert.Equal(Catalogue.PublicCount, results.Length);
        Assert.Equal("", new BadVerdicts(results).ById);
        Assert.Equal(Informational, results.Where(one => one.Behavior == Behavior.Informational).Select(one => one.Id));
        Assert.Equal(Informational, results.Where(one => one.BehaviorClose == Behavior.Informational).Select(one => one.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StrictCases_PeerWithoutFault_AreOk(bool peerIsServer)
    {
        CaseResult[] results = [.. FaultRun.For(peerIsServer, FaultRun.Catalogue.Strict).Select(row => FaultRun.Run(row, peerIsServer, PeerFault.None))];

        Assert.NotEmpty(results);
        Assert.All(results, one => Assert.True(one.Behavior == Behavior.Ok && one.BehaviorClose == Behavior.Ok, $"{one.Id}: {one.Result}"));
    }

    [Theory]
    [InlineData(PeerFault.FragmentsEchoes)]
    [InlineData(PeerFault.EchoesUncompressed)]
    [InlineData(PeerFault.ClosesWithoutCode)]
    [InlineData(PeerFault.RefusesFloods)]
    public void Verdicts_PeerThatTakesALiberty_AreGood(PeerFault liberty)
    {
        Assert.Equal("", FaultRun.Verdicts(liberty, peerIsServer: true).ById);
        Assert.Equal("", FaultRun.Verdicts(liberty, peerIsServer: false).ById);
    }

    [Theory]
    [InlineData(true, 1, 1)]
    [InlineData(false, 1, 1)]
    [InlineData(true, 9, 2026)]
    [InlineData(false, 9, 2027)]
    public void Verdicts_OctetsDeliveredInSmallPieces_AreGood(bool peerIsServer, int mostOctets, int seed)
    {
        Random random = new(seed);
        MemoryLinkOptions pieces = new() { NextDelivery = () => random.Next(1, mostOctets + 1) };
        IEnumerable<CaseRow> rows = FaultRun.Light(peerIsServer).Where(row =>
            !row.Id.StartsWith("S.7.", StringComparison.Ordinal) && row.Id is not ("S.13.39" or "S.13.40" or "7.1.6"));

        BadVerdicts bad = new(rows.Select(row => FaultRun.Run(row, peerIsServer, PeerFault.None, pieces)));

        Assert.Equal("", bad.ById);
    }
}
