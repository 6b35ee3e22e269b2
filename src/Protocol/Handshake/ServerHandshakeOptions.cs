namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>What a server's route accepts.</summary>
public sealed record ServerHandshakeOptions
{
    /// <summary>Which web origins may connect; any, by default.</summary>
    public OriginPolicy Origins { get; init; } = OriginPolicy.Any;

    /// <summary>
    /// The subprotocols served. The first one of the client's list that is among them is chosen; when none is,
    /// the connection opens without a subprotocol (RFC 6455 §4.2.2).
    /// </summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>How permessage-deflate is answered; declined, by default.</summary>
    public DeflatePolicy Deflate { get; init; } = DeflatePolicy.Disabled;
}
