using System.Security.Cryptography;
using System.Text;

namespace Stratus.Realtime.Load.Wire;

/// <summary>
/// A client's opening handshake (RFC 6455 §4.1): no subprotocol, and permessage-deflate or no extension. Whether the answer proves that the key was read is
/// the fuzzer's business; here a server that switches protocols is taken at its word.
/// </summary>
internal sealed class OpeningHandshake(DeflateTerms? deflate = null)
{
    private const string Extensions = "Sec-WebSocket-Extensions:";
    private const int MaxHeadOctets = 16_384;

    private byte[] _head = [];

    public byte[] Request(string host, string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + (deflate is null ? "" : $"{Extensions} {deflate.Offer}\r\n")
        + $"Sec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}\r\nSec-WebSocket-Version: 13\r\n\r\n");

    /// <summary>Takes octets of the answer. Null: it is not complete; empty: it is as it should be; else what is wrong.</summary>
    public string? Read(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        int before = _head.Length;
        _head = [.. _head, .. input];
        int end = _head.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return _head.Length > MaxHeadOctets ? $"the handshake's answer is longer than {MaxHeadOctets} octets" : null;
        }

        rest = input[(end + 4 - before)..];
        string[] lines = Encoding.Latin1.GetString(_head, 0, end).Split("\r\n");
        string? extension = lines.FirstOrDefault(line => line.StartsWith(Extensions, StringComparison.OrdinalIgnoreCase))?[Extensions.Length..].Trim();
        return !lines[0].StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? $"the handshake was refused: {lines[0]}"
            : deflate is null ? extension is null ? "" : "an extension was accepted that was not offered"
            : deflate.Fault(extension) ?? "";
    }
}
