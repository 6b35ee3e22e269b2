namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>Peers whose fault shows in most cases: how many of each category, by verdict.</summary>
public sealed class BroadFaultTests
{
    [Theory]
    [InlineData(
        PeerFault.AnswersWrongAccept,
        "FAILED 1:16 2:11 3:7 4:10 5:20 6:145 7:37 10:1 12:5 13:7 S.1:14 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:23 S.10:9 S.11:7 S.12:16 S.14:29",
        "")]
    [InlineData(
        PeerFault.NeverAnswersRequests,
        "FAILED 1:16 2:11 3:7 4:10 5:20 6:145 7:37 10:1 12:5 13:7 S.1:14 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:23 S.10:9 S.11:7 S.12:16 S.13:39 S.14:29",
        "")]
    [InlineData(
        PeerFault.AcceptsAnyOffer,
        "FAILED 12:5 13:7 S.4:11 S.8:17 S.9:21 S.10:9 S.13:8 S.14:21",
        "")]
    [InlineData(
        PeerFault.RefusesAnyExtension,
        "FAILED 12:5 13:7 S.4:11 S.8:17 S.9:23 S.10:9 S.14:28",
        "")]
    [InlineData(
        PeerFault.DropsEarlyFrames,
        "",
        "UNCLEAN 2:2 7:21; WRONG CODE 6:4; FAILED 1:14 2:7 3:5 4:8 5:11 6:141 7:1 10:1 12:5 13:7 S.2:13 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:20 S.10:9 S.16:7")]
    [InlineData(
        PeerFault.SendsWrongMask,
        "UNCLEAN 2:2 7:21; FAILED BY CLIENT 7:12; FAILED 1:16 2:9 3:7 4:10 5:20 6:145 7:1 10:1 12:5 13:7 S.1:14 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:23 S.10:9 S.11:7 S.12:15 S.14:29",
        "UNCLEAN 2:2 7:21; FAILED 1:16 2:9 3:7 4:10 5:20 6:145 7:1 10:1 12:5 13:7 S.2:13 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:21 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.EchoesAsBinary,
        "FAILED 1:8 3:3 4:6 5:9 6:70 7:1 10:1 12:1 13:7 S.1:2 S.7:6 S.8:1 S.9:22 S.11:5 S.12:15 S.14:29",
        "FAILED 1:8 3:3 4:6 5:9 6:70 7:1 10:1 12:1 13:7 S.2:1 S.7:6 S.8:1 S.9:20 S.11:5 S.16:10")]
    [InlineData(
        PeerFault.EchoesTwice,
        "FAILED 1:16 3:3 4:6 5:9 6:70 7:1 10:1 12:5 13:7 S.1:2 S.7:7 S.8:1 S.9:22 S.10:9 S.11:7 S.12:15 S.14:29",
        "FAILED 1:16 3:3 4:6 5:9 6:70 7:1 10:1 12:5 13:7 S.2:1 S.7:7 S.8:1 S.9:20 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.SendsLongLengths,
        "UNCLEAN 1:4 2:2 7:21 10:1; FAILED BY CLIENT 7:12; FAILED 1:12 2:9 3:7 4:10 5:20 6:145 7:1 12:5 13:7 S.1:14 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:23 S.10:9 S.11:7 S.12:15 S.14:29",
        "UNCLEAN 1:4 2:2 7:21 10:1; FAILED 1:12 2:9 3:7 4:10 5:20 6:145 7:1 12:5 13:7 S.2:13 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:21 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.SendsRsv2,
        "FAILED 1:16 3:3 4:6 5:9 6:70 7:1 10:1 12:5 13:7 S.1:2 S.7:7 S.8:1 S.9:22 S.10:9 S.11:7 S.12:15 S.14:29",
        "FAILED 1:16 3:3 4:6 5:9 6:70 7:1 10:1 12:5 13:7 S.2:1 S.7:7 S.8:1 S.9:20 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.SendsPings,
        "FAILED 1:16 2:11 3:7 4:10 5:20 6:145 7:34 10:1 S.1:14 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:23 S.10:9 S.11:7 S.12:15 S.14:29",
        "FAILED 1:16 2:11 3:7 4:10 5:20 6:145 7:34 10:1 S.2:13 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:21 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.FailsWithWrongCode,
        "WRONG CODE 2:1 3:7 4:10 5:12 6:75; FAILED 7:12 S.1:13 S.3:16 S.4:19 S.6:23 S.8:17 S.9:1",
        "WRONG CODE 2:1 3:7 4:10 5:12 6:75; FAILED 7:12 S.2:13 S.3:16 S.4:19 S.6:23 S.8:17 S.9:1")]
    [InlineData(
        PeerFault.NeverAnswersClose,
        "UNCLEAN 1:16 2:10 5:8 6:70 7:22 10:1 12:5 13:7; FAILED BY CLIENT 7:11; FAILED S.1:1 S.5:8 S.6:26 S.7:7 S.9:22 S.10:9 S.11:7 S.12:15 S.14:29",
        "UNCLEAN 1:16 2:10 5:8 6:70 7:22 10:1 12:5 13:7; FAILED S.5:8 S.6:26 S.7:7 S.9:20 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.AnswersCloseWith1005,
        "UNCLEAN 1:16 2:10 5:8 6:70 7:22 10:1 12:5 13:7; FAILED S.1:1 S.5:8 S.6:6 S.7:7 S.9:22 S.10:9 S.11:7 S.12:15 S.14:29",
        "UNCLEAN 1:16 2:10 5:8 6:70 7:22 10:1 12:5 13:7; FAILED S.5:8 S.6:6 S.7:7 S.9:20 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.NeverDropsTcp,
        "UNCLEAN 1:16 2:10 5:8 6:70 7:22 10:1 12:5 13:7; FAILED BY CLIENT 2:1 3:7 4:10 5:12 6:75 7:12; FAILED S.1:14 S.3:16 S.4:19 S.5:8 S.6:29 S.7:7 S.8:17 S.9:23 S.10:9 S.11:7 S.12:15 S.14:29",
        "")]
    [InlineData(
        PeerFault.DropsWithoutClose,
        "NON-STRICT S.1:13 S.3:16 S.4:19 S.6:23 S.8:17; UNCLEAN 1:16 2:10 5:8 6:70 7:22 10:1 12:5 13:7; FAILED S.1:1 S.5:8 S.6:6 S.7:7 S.9:23 S.10:9 S.11:7 S.12:15 S.14:29",
        "NON-STRICT S.2:13 S.3:16 S.4:19 S.6:23 S.8:17; UNCLEAN 1:16 2:10 5:8 6:70 7:22 10:1 12:5 13:7; FAILED S.5:8 S.6:6 S.7:7 S.9:21 S.10:9 S.11:7 S.16:10")]
    [InlineData(
        PeerFault.HangsOnBadFrames,
        "FAILED BY CLIENT 7:12; FAILED 2:1 3:7 4:10 5:12 6:75 S.1:13 S.3:16 S.4:19 S.6:23 S.8:17 S.9:1",
        "FAILED 2:1 3:7 4:10 5:12 6:75 S.2:13 S.3:16 S.4:19 S.6:23 S.8:17 S.9:1")]
    [InlineData(
        PeerFault.NeverCompresses,
        "UNIMPLEMENTED 12:5 13:7 S.4:11 S.8:17 S.9:23 S.10:9; FAILED S.13:8",
        "UNIMPLEMENTED 12:5 13:7 S.4:11 S.8:17 S.9:21 S.10:9")]
    public void Verdicts_PeerBrokenEverywhere_AreBadByCategory(PeerFault fault, string asServer, string asClient)
    {
        Assert.Equal(asServer, FaultRun.Verdicts(fault, peerIsServer: true).ByCategory);
        Assert.Equal(asClient, FaultRun.Verdicts(fault, peerIsServer: false).ByCategory);
    }
}
