namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>
/// Peers that break one rule, and exactly the cases that must find them out: no case fewer, and none more, since a case that fails
/// for another's reason would be no witness.
/// </summary>
public sealed class NarrowFaultTests
{
    [Theory]
    [InlineData(
        PeerFault.AcceptsAnyRequest,
        "FAILED S.13.1-35 S.13.39",
        "")]
    [InlineData(
        PeerFault.RefusesWith500,
        "FAILED S.13.1-40",
        "")]
    [InlineData(
        PeerFault.RefusesStrayKeyBits,
        "FAILED S.12.16",
        "")]
    [InlineData(
        PeerFault.NeedsWholeRequest,
        "FAILED S.12.1-4",
        "")]
    [InlineData(
        PeerFault.ComparesHeadersExactly,
        "FAILED S.12.5-15",
        "")]
    [InlineData(
        PeerFault.OmitsSupportedVersion,
        "FAILED S.13.23-29",
        "")]
    [InlineData(
        PeerFault.AnswersNineForEight,
        "FAILED S.14.18-19",
        "")]
    [InlineData(
        PeerFault.RefusesUnknownExtensions,
        "FAILED S.14.1 S.14.27 S.14.29",
        "")]
    [InlineData(
        PeerFault.AnswersFifteenForServerWindow,
        "FAILED 13.3.5 13.5.5 S.10.1-6 S.10.8-9 S.14.20-21 S.14.28",
        "")]
    [InlineData(
        PeerFault.AnswersFifteenForClientWindow,
        "FAILED S.14.24",
        "")]
    [InlineData(
        PeerFault.AnswersUnofferedClientWindow,
        "FAILED S.9.22-23 S.14.20-22 S.14.25 S.14.27",
        "")]
    [InlineData(
        PeerFault.OmitsNoContextTakeover,
        "FAILED 13.2.5 13.5.5 13.6.5 S.10.7-8 S.14.25",
        "")]
    [InlineData(
        PeerFault.AnswersEveryOffer,
        "FAILED 13.7.5 S.14.27",
        "")]
    [InlineData(
        PeerFault.OpensOnAnyResponse,
        "",
        "FAILED S.15.1-20")]
    [InlineData(
        PeerFault.NeedsWholeResponse,
        "",
        "FAILED S.16.1-3")]
    [InlineData(
        PeerFault.ComparesResponseExactly,
        "",
        "FAILED S.16.4-9")]
    [InlineData(
        PeerFault.AcceptsWrongMask,
        "FAILED S.1.1-13",
        "FAILED S.2.1-13")]
    [InlineData(
        PeerFault.RefusesZeroKey,
        "FAILED S.1.14",
        "")]
    [InlineData(
        PeerFault.AcceptsLongLengths,
        "FAILED S.3.1-13",
        "FAILED S.3.1-13")]
    [InlineData(
        PeerFault.IgnoresTopLengthBit,
        "FAILED S.3.14-16",
        "FAILED S.3.14-16")]
    [InlineData(
        PeerFault.IgnoresRsv,
        "WRONG CODE 3.7; FAILED 3.1-6 S.4.1-19",
        "WRONG CODE 3.7; FAILED 3.1-6 S.4.1-19")]
    [InlineData(
        PeerFault.IgnoresRsvOnRest,
        "FAILED S.4.2 S.4.4 S.4.6 S.4.8-9",
        "FAILED S.4.2 S.4.4 S.4.6 S.4.8-9")]
    [InlineData(
        PeerFault.AcceptsReservedOpcodes,
        "FAILED 4.1.1-5 4.2.1-5",
        "FAILED 4.1.1-5 4.2.1-5")]
    [InlineData(
        PeerFault.AcceptsFragmentedControls,
        "FAILED 5.1 S.6.24",
        "FAILED 5.1 S.6.24")]
    [InlineData(
        PeerFault.AcceptsLongControls,
        "FAILED 2.5 7.3.6 S.6.22-23",
        "FAILED 2.5 7.3.6 S.6.22-23")]
    [InlineData(
        PeerFault.IgnoresFragmentOrder,
        "FAILED 5.9-18",
        "FAILED 5.9-18")]
    [InlineData(
        PeerFault.NeedsWholeHeaders,
        "NON-STRICT 3.4 4.1.5 4.2.5; FAILED 2.6 2.11 5.5 5.8 S.9.14 S.11.1-7",
        "NON-STRICT 3.4 4.1.5 4.2.5; FAILED 2.6 2.11 5.5 5.8 S.9.14 S.11.8-14")]
    [InlineData(
        PeerFault.SkipsUtf8,
        "FAILED 6.3.1-2 6.4.1-4 6.6.1 6.6.3-4 6.6.6 6.6.8 6.6.10 6.8.1-2 6.10.1-3 6.11.5 6.12.1-8 6.13.1-5 6.14.1-10 6.15.1 6.16.1-3 6.17.1-5 6.18.1-5 6.19.1-5 6.20.1-7 6.21.1-8 S.8.16-20",
        "FAILED 6.3.1-2 6.4.1-4 6.6.1 6.6.3-4 6.6.6 6.6.8 6.6.10 6.8.1-2 6.10.1-3 6.11.5 6.12.1-8 6.13.1-5 6.14.1-10 6.15.1 6.16.1-3 6.17.1-5 6.18.1-5 6.19.1-5 6.20.1-7 6.21.1-8 S.8.16-20")]
    [InlineData(
        PeerFault.ChecksUtf8AtTheEnd,
        "NON-STRICT 6.4.1-4",
        "NON-STRICT 6.4.1-4")]
    [InlineData(
        PeerFault.HangsOnFloods,
        "FAILED S.7.1-7",
        "FAILED S.7.1-7")]
    [InlineData(
        PeerFault.SendsEmptyPongs,
        "FAILED 2.2-4 2.6 2.9-11 5.6-8 5.19-20 S.7.5-6 S.9.11 S.9.19 S.11.5",
        "FAILED 2.2-4 2.6 2.9-11 5.6-8 5.19-20 S.7.5-6 S.9.11 S.9.19 S.11.12")]
    [InlineData(
        PeerFault.NeverSendsPongs,
        "FAILED 2.1-4 2.6 2.9-11 5.6-8 5.19-20 S.7.5-6 S.9.11 S.9.19 S.11.5 S.11.7",
        "FAILED 2.1-4 2.6 2.9-11 5.6-8 5.19-20 S.7.5-6 S.9.11 S.9.19 S.11.12 S.11.14")]
    [InlineData(
        PeerFault.AnswersPongs,
        "FAILED 2.7-9 S.7.7",
        "FAILED 2.7-9 S.7.7")]
    [InlineData(
        PeerFault.AcceptsAnyCloseCode,
        "NON-STRICT S.6.16-18; FAILED 7.9.1-9 S.6.6-15",
        "NON-STRICT S.6.16-18; FAILED 7.9.1-9 S.6.6-15")]
    [InlineData(
        PeerFault.RefusesCloseCodesWith1007,
        "FAILED 7.9.1-9 S.6.6-18",
        "FAILED 7.9.1-9 S.6.6-18")]
    [InlineData(
        PeerFault.AcceptsShortClosePayload,
        "FAILED 7.3.2 S.6.20-21",
        "FAILED 7.3.2 S.6.20-21")]
    [InlineData(
        PeerFault.SkipsUtf8OfReasons,
        "FAILED 7.5.1 S.6.25-29",
        "FAILED 7.5.1 S.6.25-29")]
    [InlineData(
        PeerFault.RefusesUnknownCodes,
        "FAILED 7.7.10-13 S.6.1-5",
        "FAILED 7.7.10-13 S.6.1-5")]
    [InlineData(
        PeerFault.RefusesLongReasons,
        "FAILED 7.3.5 S.6.19",
        "FAILED 7.3.5 S.6.19")]
    [InlineData(
        PeerFault.EchoesAfterClose,
        "FAILED 7.1.3-5 S.5.1-3 S.5.6 S.5.8",
        "")]
    [InlineData(
        PeerFault.JudgesAfterClose,
        "FAILED 7.1.3-5 S.5.1-8",
        "FAILED 7.1.3-5 S.5.1-8")]
    [InlineData(
        PeerFault.IgnoresWindowBits,
        "FAILED 13.3.5 13.5.5 13.7.5 S.10.1-6 S.10.8-9",
        "FAILED 13.3.5 13.5.5 13.7.5 S.10.1-6 S.10.8-9")]
    [InlineData(
        PeerFault.IgnoresNoContextTakeover,
        "FAILED 13.2.5 13.5.5 13.6.5 13.7.5 S.10.7",
        "FAILED 13.2.5 13.5.5 13.6.5 13.7.5 S.10.7")]
    [InlineData(
        PeerFault.AcceptsBrokenDeflate,
        "FAILED S.8.4-15",
        "FAILED S.8.4-15")]
    [InlineData(
        PeerFault.StopsAtFinalBlock,
        "FAILED S.9.8-9 S.9.23",
        "FAILED S.9.8-9")]
    [InlineData(
        PeerFault.StopsAtFlush,
        "FAILED S.9.5-6",
        "FAILED S.9.5-6")]
    [InlineData(
        PeerFault.ForgetsContext,
        "FAILED 12.1.5 12.3.5 12.4.5 13.1.5 13.2.5 13.3.5 13.4.5 13.5.5 13.6.5 13.7.5 S.9.20 S.9.22-23 S.10.7-9",
        "FAILED 12.1.5 12.3.5 12.4.5 13.1.5 13.2.5 13.3.5 13.4.5 13.5.5 13.6.5 13.7.5 S.9.20 S.10.7-9")]
    [InlineData(
        PeerFault.RefusesEmptyMessages,
        "FAILED S.9.1-2",
        "FAILED S.9.1-2")]
    [InlineData(
        PeerFault.SkipsEmptyPayloads,
        "FAILED S.9.21",
        "FAILED S.9.21")]
    [InlineData(
        PeerFault.RefusesStoredBlocks,
        "FAILED 12.5.5 S.9.1 S.9.4 S.10.6-9",
        "FAILED 12.5.5 S.9.1 S.9.4 S.10.6-9")]
    [InlineData(
        PeerFault.RefusesFixedBlocks,
        "FAILED S.8.15 S.9.2-3 S.9.5-14 S.9.16 S.9.18-20 S.9.22-23 S.10.1 S.10.7-9",
        "FAILED S.8.15 S.9.2-3 S.9.5-14 S.9.16 S.9.18-20 S.10.1 S.10.7-9")]
    [InlineData(
        PeerFault.RefusesFinalBlocks,
        "FAILED S.9.7-9 S.9.23",
        "FAILED S.9.7-9")]
    [InlineData(
        PeerFault.InflatesFragmentsOneByOne,
        "FAILED S.9.10-13 S.9.18",
        "FAILED S.9.10-13 S.9.18")]
    [InlineData(
        PeerFault.SkipsUtf8OfCompressed,
        "FAILED S.8.16-20",
        "FAILED S.8.16-20")]
    [InlineData(
        PeerFault.InflatesUncompressed,
        "FAILED S.9.15-18 S.14.20-28",
        "FAILED S.9.15-18")]
    public void Verdicts_PeerWithOneFault_AreBadWhereTheFaultShowsAlone(PeerFault fault, string asServer, string asClient)
    {
        Assert.Equal(asServer, FaultRun.Verdicts(fault, peerIsServer: true).ById);
        Assert.Equal(asClient, FaultRun.Verdicts(fault, peerIsServer: false).ById);
    }
}
