using Stratus.Realtime.Fuzzer.Cases.Strict;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>A case that nothing can fail is no test: every strict case must find at least one broken peer out.</summary>
public sealed class StrictCoverageTests
{
    /// <summary>Peers that fail most cases, for no reason of the case's own; they do not count here.</summary>
    private static readonly PeerFault[] Broad =
    [
        PeerFault.AnswersWrongAccept, PeerFault.NeverAnswersRequests, PeerFault.RefusesAnyExtension, PeerFault.SendsWrongMask,
        PeerFault.SendsLongLengths, PeerFault.SendsRsv2, PeerFault.SendsPings, PeerFault.EchoesAsBinary, PeerFault.EchoesTwice,
        PeerFault.NeverAnswersClose, PeerFault.AnswersCloseWith1005, PeerFault.NeverDropsTcp, PeerFault.DropsWithoutClose,
        PeerFault.FailsWithWrongCode, PeerFault.HangsOnBadFrames, PeerFault.NeverCompresses,
    ];

    [Fact]
    public void StrictCases_PeersWithNarrowFaults_EachCaseFailsOne()
    {
        // The bombs, which take long, have a test of their own below.
        HashSet<string> failed = ["S.8.1", "S.8.2", "S.8.3"];
        foreach (PeerFault fault in Enum.GetValues<PeerFault>().Except(Broad))
        {
            failed.UnionWith(FaultRun.Verdicts(fault, peerIsServer: true).Ids);
            failed.UnionWith(FaultRun.Verdicts(fault, peerIsServer: false).Ids);
        }

        Assert.Equal([], StrictCases.Rows.Select(row => row.Id).Where(id => !failed.Contains(id)));
    }

    [Theory]
    [InlineData("S.8.1", true)]
    [InlineData("S.8.2", true)]
    [InlineData("S.8.3", true)]
    [InlineData("S.8.1", false)]
    [InlineData("S.8.2", false)]
    [InlineData("S.8.3", false)]
    public void Bomb_PeerThatBuffersBombs_Fails(string id, bool peerIsServer) =>
        Assert.Equal(Behavior.Failed, FaultRun.Run(FaultRun.Row(id), peerIsServer, PeerFault.BuffersBombs).Behavior);

    [Fact]
    public void StrictCases_Ids_AreUniqueAndHaveTitles()
    {
        Assert.Equal(StrictCases.Rows.Count, StrictCases.Rows.Select(row => row.Id).Distinct().Count());
        Assert.All(StrictCases.Rows, row => Assert.NotNull(StrictCases.Title(row.Id[..row.Id.LastIndexOf('.')])));
    }
}
