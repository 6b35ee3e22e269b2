namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>How a server answers offers of permessage-deflate.</summary>
public sealed record DeflatePolicy
{
    /// <summary>Every offer is declined.</summary>
    public static DeflatePolicy Disabled { get; } = new() { Enabled = false };

    /// <summary>Whether offers are accepted at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Compress each message on its own although the client did not ask for it, which RFC 7692 §7.1.1.1 allows:
    /// a compressed frame can then be shared by connections of equal window.
    /// </summary>
    public bool ServerNoContextTakeover { get; init; }

    /// <summary>Have the client compress each message on its own, so that no inflater state is kept (§7.1.1.2).</summary>
    public bool ClientNoContextTakeover { get; init; }

    /// <summary>The largest window to compress with, 9 to 15 bits; a client's smaller limit is honoured.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 9 to 15.</exception>
    public int ServerMaxWindowBits
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, DeflateWindow.MinDeflateBits);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DeflateWindow.MaxBits);
            field = value;
        }
    } = DeflateWindow.MaxBits;

    /// <summary>
    /// The largest window to ask the client for, 8 to 15 bits. A wish: a client that does not offer
    /// client_max_window_bits cannot be limited, and keeps 15 (§7.1.2.2).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 8 to 15.</exception>
    public int ClientMaxWindowBits
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, DeflateWindow.MinBits);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DeflateWindow.MaxBits);
            field = value;
        }
    } = DeflateWindow.MaxBits;
}
