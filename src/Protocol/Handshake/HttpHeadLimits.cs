namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>How long the head of an HTTP message may be.</summary>
/// <param name="MaxOctets">The octets up to and with the empty line.</param>
/// <param name="MaxHeaders">The number of header lines.</param>
public sealed record HttpHeadLimits(int MaxOctets = 16 * 1024, int MaxHeaders = 100)
{
    /// <summary>16 KiB and 100 header lines.</summary>
    public static HttpHeadLimits Default { get; } = new();
}
