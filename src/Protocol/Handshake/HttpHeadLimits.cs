namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>How long the head of an HTTP message may be.</summary>
public sealed record HttpHeadLimits
{
    /// <summary>16 KiB and 100 header lines.</summary>
    public static HttpHeadLimits Default { get; } = new();

    /// <summary>The octets up to and with the empty line; 16 KiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxOctets
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 16 * 1024;

    /// <summary>The number of header lines; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxHeaders
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 100;
}
