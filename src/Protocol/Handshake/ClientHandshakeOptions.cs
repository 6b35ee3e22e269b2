namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>What a client asks for in its opening handshake.</summary>
public sealed record ClientHandshakeOptions
{
    /// <summary>The host, with its port unless that is the scheme's default.</summary>
    public required string Host { get; init; }

    /// <summary>The resource name: an absolute path with its query (RFC 6455 §3).</summary>
    public string Target { get; init; } = "/";

    /// <summary>The origin to name; null when the client is no browser.</summary>
    public string? Origin { get; init; }

    /// <summary>The subprotocols to offer, the preferred one first; tokens, all of them different.</summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>The offer of permessage-deflate; null to offer none.</summary>
    public DeflateOffer? Deflate { get; init; }

    /// <summary>Further header lines, such as Authorization; none of those that the handshake writes itself.</summary>
    public HeaderFields Headers { get; init; } = HeaderFields.Empty;
}
