using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol;

/// <summary>What a connection is made with, once the opening handshake is done.</summary>
public sealed record WebSocketConnectionOptions
{
    /// <summary>Which end this is.</summary>
    public required WebSocketRole Role { get; init; }

    /// <summary>What the peer may cost.</summary>
    public WebSocketLimits Limits { get; init; } = WebSocketLimits.Default;

    /// <summary>How long to wait for what.</summary>
    public WebSocketTimes Times { get; init; } = WebSocketTimes.Default;

    /// <summary>The agreed parameters of permessage-deflate, or null when it was not negotiated.</summary>
    public DeflateParameters? Deflate { get; init; }

    /// <summary>How hard to compress: 1 (fast) to 9 (small).</summary>
    public int DeflateLevel { get; init; } = 6;

    /// <summary>Messages shorter than this many octets are sent uncompressed.</summary>
    public int MinCompressedOctets { get; init; }

    /// <summary>
    /// Where a client's masking keys come from: unpredictable ones (RFC 6455 §5.3), for example of
    /// <c>RandomNumberGenerator</c>. Required for clients, unused by servers.
    /// </summary>
    public Func<uint>? MaskingKeys { get; init; }
}
