namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>What both sides agreed on for permessage-deflate (RFC 7692 §7.1). Server and client name the compressing side.</summary>
/// <param name="ServerNoContextTakeover">The server compresses each message on its own (§7.1.1.1).</param>
/// <param name="ClientNoContextTakeover">The client compresses each message on its own (§7.1.1.2).</param>
/// <param name="ServerMaxWindowBits">The base-2 logarithm of the server's LZ77 window, 8 to 15 (§7.1.2.1).</param>
/// <param name="ClientMaxWindowBits">The base-2 logarithm of the client's LZ77 window, 8 to 15 (§7.1.2.2).</param>
public readonly record struct DeflateParameters(
    bool ServerNoContextTakeover, bool ClientNoContextTakeover, int ServerMaxWindowBits, int ClientMaxWindowBits)
{
    /// <summary>Agreed on when neither side asks for anything: context takeover and windows of 32 KiB on both.</summary>
    public static DeflateParameters Default { get; } = new(false, false, DeflateWindow.MaxBits, DeflateWindow.MaxBits);
}
