using System.Diagnostics;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>The faults of tokens in words, for the log: nothing that a token says is in them.</summary>
internal static class TokenFaults
{
    public static string Sentence(this TokenFault fault) => fault switch
    {
        TokenFault.NoKeys => "there are no keys to check a token with (Clients:Tokens:Keys, Clients:Tokens:JwksFile)",
        TokenFault.TooLong => $"the token is longer than {CompactJws.MaxOctets} octets",
        TokenFault.NotCompact => "the token is not three parts in base64url without padding (RFC 7515 7.1)",
        TokenFault.BadHeader => "the token's header is not one JSON object with each name once (RFC 7515 4)",
        TokenFault.Critical => "the token's header has extensions, which are not supported (RFC 7515 4.1.11)",
        TokenFault.UnknownAlgorithm => $"the token's algorithm is none of {JwsAlgorithm.Names} (RFC 7515 4.1.1)",
        TokenFault.UnknownKey => "the token names a key that is not configured (RFC 7515 4.1.4)",
        TokenFault.WrongAlgorithm => "the token's algorithm is not the one that the key is for (RFC 8725 3.1)",
        TokenFault.BadSignature => "the token's signature is not of any key that it may be of (RFC 7515 5.2)",
        TokenFault.BadPayload => "the token's claims are not one JSON object with each name once (RFC 7519 4)",
        TokenFault.BadClaim => "the token has a claim that is not of its type",
        TokenFault.NotYetValid => "the token is not valid yet (RFC 7519 4.1.5)",
        TokenFault.WrongIssuer => "the token is not issued by Clients:Tokens:Issuer (RFC 7519 4.1.1)",
        TokenFault.WrongAudience => "the token is not meant for Clients:Tokens:Audience (RFC 7519 4.1.3)",
        TokenFault.NotForConnections => "the token is for a subscription: it has the claim channel",
        TokenFault.NotForSubscriptions => "the token is not for a subscription: it lacks the claim channel",
        TokenFault.OtherChannel => "the token is for another channel",
        TokenFault.OtherUser => "the token is for another user",
        _ => throw new UnreachableException(),
    };
}
