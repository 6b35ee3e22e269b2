using System.Security.Cryptography;
using System.Text;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The proof that a server read the client's key (RFC 6455 §1.3, §4.2.2).</summary>
public static class SecWebSocketAccept
{
    // RFC 6455 §1.3: the GUID that a server which knows nothing of WebSocket would never append.
    private static ReadOnlySpan<byte> Guid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Computes the value of Sec-WebSocket-Accept.</summary>
    /// <param name="key">The value of Sec-WebSocket-Key as it was sent, without surrounding white space.</param>
    /// <returns>28 characters of base64.</returns>
    public static string Compute(string key)
    {
        byte[] input = new byte[key.Length + Guid.Length];
        Encoding.Latin1.GetBytes(key, input);
        Guid.CopyTo(input.AsSpan(key.Length));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6455 §4.2.2 mandates SHA-1; nothing is kept secret by it.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }
}
