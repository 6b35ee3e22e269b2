using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>Both verdicts of single runs, stated: one row for every way that the suite has to find fault.</summary>
public sealed class SelectedVerdictTests
{
    [Theory]
    [InlineData(PeerFault.None, "1.1.1", "OK", "OK")]
    [InlineData(PeerFault.None, "7.1.6", "INFORMATIONAL", "INFORMATIONAL")]
    [InlineData(PeerFault.IgnoresRsv, "3.2", "FAILED", "FAILED")]
    [InlineData(PeerFault.IgnoresRsv, "3.7", "OK", "WRONG CODE")]
    [InlineData(PeerFault.SkipsUtf8, "6.3.1", "FAILED", "FAILED")]
    [InlineData(PeerFault.SkipsUtf8, "6.5.1", "OK", "OK")]
    [InlineData(PeerFault.ChecksUtf8AtTheEnd, "6.4.3", "NON-STRICT", "OK")]
    [InlineData(PeerFault.SendsEmptyPongs, "2.1", "OK", "OK")]
    [InlineData(PeerFault.SendsEmptyPongs, "2.2", "FAILED", "OK")]
    [InlineData(PeerFault.NeverSendsPongs, "2.1", "FAILED", "OK")]
    [InlineData(PeerFault.AnswersPongs, "2.9", "FAILED", "OK")]
    [InlineData(PeerFault.FailsWithWrongCode, "2.5", "OK", "WRONG CODE")]
    [InlineData(PeerFault.FailsWithWrongCode, "7.9.1", "FAILED", "WRONG CODE")]
    [InlineData(PeerFault.AcceptsAnyCloseCode, "7.9.8", "FAILED", "WRONG CODE")]
    [InlineData(PeerFault.AcceptsAnyCloseCode, "7.13.1", "INFORMATIONAL", "INFORMATIONAL")]
    [InlineData(PeerFault.NeverAnswersClose, "1.1.1", "OK", "UNCLEAN")]
    [InlineData(PeerFault.DropsWithoutClose, "1.1.1", "OK", "UNCLEAN")]
    [InlineData(PeerFault.DropsWithoutClose, "3.1", "OK", "OK")]
    [InlineData(PeerFault.DropsWithoutClose, "S.1.1", "NON-STRICT", "NON-STRICT")]
    [InlineData(PeerFault.NeverDropsTcp, "5.20", "OK", "UNCLEAN")]
    [InlineData(PeerFault.NeverDropsTcp, "3.2", "OK", "FAILED BY CLIENT")]
    [InlineData(PeerFault.EchoesAfterClose, "7.1.4", "FAILED", "OK")]
    [InlineData(PeerFault.NeverCompresses, "12.1.1", "UNIMPLEMENTED", "OK")]
    [InlineData(PeerFault.NeverCompresses, "S.9.1", "UNIMPLEMENTED", "OK")]
    [InlineData(PeerFault.EchoesAsBinary, "9.7.2", "FAILED", "OK")]
    [InlineData(PeerFault.EchoesAsBinary, "9.8.2", "OK", "OK")]
    [InlineData(PeerFault.NeverAnswersRequests, "1.1.1", "FAILED", "FAILED")]
    public void Run_ServerWithFault_HasTheseVerdicts(PeerFault fault, string id, string behavior, string behaviorClose)
    {
        CaseResult result = FaultRun.Run(FaultRun.Row(id), peerIsServer: true, fault);

        Assert.Equal((behavior, behaviorClose), (result.Behavior.ToText(), result.BehaviorClose.ToText()));
    }

    [Theory]
    [InlineData(PeerFault.IgnoresRsv, "3.2", "FAILED", "FAILED")]
    [InlineData(PeerFault.IgnoresWindowBits, "13.3.8", "FAILED", "WRONG CODE")]
    [InlineData(PeerFault.IgnoresNoContextTakeover, "13.2.3", "FAILED", "WRONG CODE")]
    [InlineData(PeerFault.SendsWrongMask, "1.1.2", "FAILED", "WRONG CODE")]
    [InlineData(PeerFault.NeverDropsTcp, "5.20", "OK", "OK")]
    [InlineData(PeerFault.NeverCompresses, "13.1.1", "UNIMPLEMENTED", "OK")]
    [InlineData(PeerFault.OpensOnAnyResponse, "S.15.1", "FAILED", "FAILED")]
    public void Run_ClientWithFault_HasTheseVerdicts(PeerFault fault, string id, string behavior, string behaviorClose)
    {
        CaseResult result = FaultRun.Run(FaultRun.Row(id), peerIsServer: false, fault);

        Assert.Equal((behavior, behaviorClose), (result.Behavior.ToText(), result.BehaviorClose.ToText()));
    }
}
