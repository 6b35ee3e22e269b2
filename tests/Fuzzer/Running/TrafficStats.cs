namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Octets, frames and messages of one case, on the three levels that the reports show.</summary>
/// <remarks>Application level: inflated payloads. WebSocket level: frame payloads. Wire level: all octets after the opening handshake.</remarks>
public sealed record TrafficStats
{
    public required long IncomingOctetsWireLevel { get; init; }
    public required long IncomingOctetsWebSocketLevel { get; init; }
    public required long IncomingOctetsAppLevel { get; init; }
    public required long IncomingWebSocketFrames { get; init; }
    public required long IncomingWebSocketMessages { get; init; }
    public required long OutgoingOctetsWireLevel { get; init; }
    public required long OutgoingOctetsWebSocketLevel { get; init; }
    public required long OutgoingOctetsAppLevel { get; init; }
    public required long OutgoingWebSocketFrames { get; init; }
    public required long OutgoingWebSocketMessages { get; init; }
    public required long PreopenIncomingOctetsWireLevel { get; init; }
    public required long PreopenOutgoingOctetsWireLevel { get; init; }

    /// <summary>Octets on the WebSocket level per octet of the application; null when there was none.</summary>
    public double? IncomingCompressionRatio => Ratio(IncomingOctetsWebSocketLevel, IncomingOctetsAppLevel);

    public double? OutgoingCompressionRatio => Ratio(OutgoingOctetsWebSocketLevel, OutgoingOctetsAppLevel);

    /// <summary>Framing octets per payload octet; null when there was no payload.</summary>
    public double? IncomingWebSocketOverhead =>
        Ratio(IncomingOctetsWireLevel - IncomingOctetsWebSocketLevel, IncomingOctetsWebSocketLevel);

    public double? OutgoingWebSocketOverhead =>
        Ratio(OutgoingOctetsWireLevel - OutgoingOctetsWebSocketLevel, OutgoingOctetsWebSocketLevel);

    private static double? Ratio(long part, long whole) => whole > 0 ? (double)part / whole : null;
}
