using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>The HTTP/1.1 text of the opening handshake (RFC 6455 §4), both halves.</summary>
public static class HandshakeText
{
    public const string Product = "Stratus.Realtime.Fuzzer/1.0";

    /// <summary>RFC 6455 §4.2.2: base64 of the SHA-1 of the key and a fixed GUID.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 §4.2.2 prescribes SHA-1; it protects nothing.")]
    public static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.Latin1.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));

    public static byte[] Request(OpeningContext context, Opening opening, string? extensionOffer)
    {
        if (opening.RawRequest is { } raw)
        {
            return raw(context);
        }

        StringBuilder text = new();
        Line(text, $"GET {context.Target} HTTP/1.1");
        Line(text, $"User-Agent: {Product}");
        Line(text, $"Host: {context.Host}");
        Line(text, "Upgrade: websocket");
        Line(text, "Connection: Upgrade");
        Line(text, $"Sec-WebSocket-Key: {context.Key}");
        if (opening.Subprotocols.Count > 0)
        {
            Line(text, $"Sec-WebSocket-Protocol: {string.Join(", ", opening.Subprotocols)}");
        }

        if (extensionOffer is not null)
        {
            Line(text, $"Sec-WebSocket-Extensions: {extensionOffer}");
        }

        Line(text, "Sec-WebSocket-Version: 13");
        return Finish(text, opening);
    }

    public static byte[] Response(OpeningContext context, Opening opening, string? extensions)
    {
        if (opening.RawResponse is { } raw)
        {
            return raw(context);
        }

        StringBuilder text = new();
        Line(text, "HTTP/1.1 101 Switching Protocols");
        Line(text, $"Server: {Product}");
        Line(text, "Upgrade: websocket");
        Line(text, "Connection: Upgrade");
        Line(text, $"Sec-WebSocket-Accept: {context.Accept}");
        if (extensions is not null)
        {
            Line(text, $"Sec-WebSocket-Extensions: {extensions}");
        }

        return Finish(text, opening);
    }

    /// <summary>What is wrong with a 101 response; null when nothing is. Extensions are looked at elsewhere.</summary>
    public static string? Fault(HttpHead response, string key, IReadOnlyList<string> subprotocols)
    {
        // RFC 6455 §4.1: the client fails the connection for each of these.
        if (response.Status != 101)
        {
            return $"the server answered \"{response.StartLine}\"";
        }

        if (!response.HasToken("Upgrade", "websocket"))
        {
            return "the response has no \"Upgrade: websocket\"";
        }

        if (!response.HasToken("Connection", "Upgrade"))
        {
            return "the response has no \"Connection: Upgrade\"";
        }

        if (response.Value("Sec-WebSocket-Accept") != Accept(key))
        {
            return $"Sec-WebSocket-Accept is \"{response.Value("Sec-WebSocket-Accept")}\" where \"{Accept(key)}\" belongs to the key";
        }

        string? subprotocol = response.Value("Sec-WebSocket-Protocol");
        return subprotocol is not null && !subprotocols.Contains(subprotocol)
            ? $"the server chose the subprotocol \"{subprotocol}\", which was not offered" : null;
    }

    /// <summary>What is wrong with a request; null when nothing is.</summary>
    public static string? Fault(HttpHead request)
    {
        // RFC 6455 §4.2.1.
        if (!request.StartLine.StartsWith("GET ", StringComparison.Ordinal) || !request.StartLine.EndsWith(" HTTP/1.1", StringComparison.Ordinal))
        {
            return $"\"{request.StartLine}\" is no GET request of HTTP/1.1";
        }

        if (request.Value("Host") is null)
        {
            return "the request has no Host";
        }

        if (!request.HasToken("Upgrade", "websocket") || !request.HasToken("Connection", "Upgrade"))
        {
            return "the request does not ask for an upgrade to websocket";
        }

        if (request.Value("Sec-WebSocket-Version") != "13")
        {
            return "Sec-WebSocket-Version is not 13";
        }

        Span<byte> nonce = stackalloc byte[18];
        return request.Value("Sec-WebSocket-Key") is { Length: 24 } key && Convert.TryFromBase64String(key, nonce, out int length) && length == 16
            ? null : "Sec-WebSocket-Key is not the base64 of 16 octets";
    }

    private static byte[] Finish(StringBuilder text, Opening opening)
    {
        foreach ((string name, string value) in opening.Headers)
        {
            Line(text, $"{name}: {value}");
        }

        Line(text, "");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
