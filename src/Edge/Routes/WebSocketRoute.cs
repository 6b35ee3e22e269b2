using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Routes;

/// <summary>How a route takes WebSockets.</summary>
internal sealed record WebSocketRoute
{
    /// <summary>The most that a message may cost.</summary>
    public required WebSocketLimits Limits { get; init; }

    /// <summary>How long is waited for what.</summary>
    public required WebSocketTimes Times { get; init; }

    /// <summary>What the handshake accepts.</summary>
    public required ServerHandshakeOptions Handshake { get; init; }

    /// <summary>How hard to compress, 1 to 9.</summary>
    public required int DeflateLevel { get; init; }

    /// <summary>Messages shorter than this many octets are sent uncompressed.</summary>
    public required int MinCompressedOctets { get; init; }

    /// <summary>What clients are told when the edge drains.</summary>
    public required CloseStatus Farewell { get; init; }
}
