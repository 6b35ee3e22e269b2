using Stratus.Realtime.Fuzzer.Cases.Strict;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>A case that nothing can fail is no test: a peer with a fault that the case looks for must be FAILED by it, not just NON-STRICT.</summary>
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

    /// <summary>Peers that fail other families too, for no reason of theirs: they count for the cases with these beginnings alone.</summary>
    private static readonly Dictionary<PeerFault, string> CountsFor = new()
    {
        [PeerFault.AcceptsAnyOffer] = "S.14.",
        [PeerFault.DropsEarlyFrames] = "S.16.10",
        [PeerFault.InflatesUncompressed] = "S.9.",
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StrictCases_PeersOfOneRoleWithNarrowFaults_EachCaseFailsOne(bool peerIsServer)
    {
        // The bombs, which take long, have a test of their own below.
        HashSet<string> failed = ["S.8.1", "S.8.2", "S.8.3"];
        foreach (PeerFault fault in Enum.GetValues<PeerFault>().Except(Broad))
        {
            string beginning = CountsFor.GetValueOrDefault(fault, "");
            failed.UnionWith(FaultRun.Verdicts(fault, peerIsServer).FailedIds.Where(id => id.StartsWith(beginning, StringComparison.Ordinal)));
        }

        Assert.Equal([], FaultRun.For(peerIsServer, StrictCases.Rows).Select(row => row.Id).Where(id => !failed.Contains(id)));
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
