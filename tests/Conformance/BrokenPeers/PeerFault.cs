namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>A way for <see cref="SimplePeer"/> to be broken. One is switched on at a time, so that a verdict has one cause.</summary>
public enum PeerFault
{
    None,

    // The opening handshake, as server.
    AnswersWrongAccept,
    AcceptsAnyRequest,
    RefusesWith500,
    NeverAnswersRequests,
    RefusesStrayKeyBits,
    NeedsWholeRequest,
    ComparesHeadersExactly,
    OmitsSupportedVersion,
    AcceptsAnyOffer,
    RefusesAnyExtension,
    AnswersNineForEight,
    RefusesUnknownExtensions,
    AnswersFifteenForServerWindow,
    AnswersFifteenForClientWindow,
    AnswersUnofferedClientWindow,
    OmitsNoContextTakeover,
    AnswersEveryOffer,

    // The opening handshake, as client.
    OpensOnAnyResponse,
    NeedsWholeResponse,
    ComparesResponseExactly,
    DropsEarlyFrames,

    // Frames.
    AcceptsWrongMask,
    SendsWrongMask,
    RefusesZeroKey,
    AcceptsLongLengths,
    IgnoresTopLengthBit,
    IgnoresRsv,
    IgnoresRsvOnRest,
    AcceptsReservedOpcodes,
    AcceptsFragmentedControls,
    AcceptsLongControls,
    IgnoresFragmentOrder,
    NeedsWholeHeaders,

    // Messages.
    SkipsUtf8,
    ChecksUtf8AtTheEnd,
    EchoesAsBinary,
    EchoesTwice,
    HangsOnFloods,
    SendsLongLengths,
    SendsRsv2,

    // Pings and pongs.
    SendsEmptyPongs,
    NeverSendsPongs,
    SendsPings,
    AnswersPongs,

    // Closing.
    AcceptsAnyCloseCode,
    RefusesCloseCodesWith1007,
    AcceptsShortClosePayload,
    SkipsUtf8OfReasons,
    RefusesUnknownCodes,
    RefusesLongReasons,
    FailsWithWrongCode,
    NeverAnswersClose,
    AnswersCloseWith1005,
    NeverDropsTcp,
    DropsWithoutClose,
    EchoesAfterClose,
    JudgesAfterClose,
    HangsOnBadFrames,

    // permessage-deflate.
    NeverCompresses,
    IgnoresWindowBits,
    IgnoresNoContextTakeover,
    BuffersBombs,
    AcceptsBrokenDeflate,
    StopsAtFinalBlock,
    StopsAtFlush,
    ForgetsContext,
    RefusesEmptyMessages,
    SkipsEmptyPayloads,
    RefusesStoredBlocks,
    RefusesFixedBlocks,
    RefusesFinalBlocks,
    InflatesFragmentsOneByOne,
    SkipsUtf8OfCompressed,
    InflatesUncompressed,

    // No faults, but liberties that the RFCs leave: every case passes.
    FragmentsEchoes,
    EchoesUncompressed,
    ClosesWithoutCode,
    RefusesFloods,
}
