using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Stratus.Realtime.BareLoop.Wire;

/// <summary>As much of RFC 6455 §4.2 as a client needs to go on: the answer to its key, whatever else it asks for.</summary>
internal static class OpeningHandshake
{
    private const int KeyOctets = 24;

    /// <summary>Replaces a request by its answer, which is shorter than any request that has what it must have.</summary>
    /// <returns>How many octets the answer has; 0: there is no key.</returns>
    public static int Answer(Span<byte> request)
    {
        string head = Encoding.Latin1.GetString(request);
        int at = head.IndexOf("\r\nSec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase);
        int value = at < 0 ? -1 : head.IndexOf(':', at) + 1;
        string key = at < 0 ? "" : head[value..head.IndexOf("\r\n", value, StringComparison.Ordinal)].Trim();
        if (key.Length != KeyOctets)
        {
            return 0;
        }

        string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {Accept(key)}\r\n\r\n";
        return answer.Length > request.Length ? 0 : Encoding.ASCII.GetBytes(answer, request);
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 §4.2.2 asks for SHA-1; nothing depends on its strength.")]
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
