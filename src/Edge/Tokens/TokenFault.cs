namespace Stratus.Realtime.Edge.Tokens;

/// <summary>Why a token is not accepted; <see cref="TokenFaults"/> has the sentences.</summary>
internal enum TokenFault
{
    NoKeys,
    TooLong,
    NotCompact,
    BadHeader,
    Critical,
    UnknownAlgorithm,
    UnknownKey,
    WrongAlgorithm,
    BadSignature,
    BadPayload,
    BadClaim,
    NotYetValid,
    WrongIssuer,
    WrongAudience,
    NotForConnections,
    NotForSubscriptions,
    OtherChannel,
    OtherUser,
}
