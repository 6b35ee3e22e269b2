namespace Stratus.Realtime.Edge.Options;

/// <summary>What serves WebSockets in clear text.</summary>
public enum EdgeTransport
{
    /// <summary>Event loops of the edge's own where it has them (Linux on x86-64 and Arm64), Kestrel elsewhere.</summary>
    Auto,

    /// <summary>Kestrel, as for TLS and HTTP/2.</summary>
    Kestrel,
}
