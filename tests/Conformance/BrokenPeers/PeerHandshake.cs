using System.Security.Cryptography;
using System.Text;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>What the octets of a handshake so far lead to: more is needed, the connection is open, or it is refused.</summary>
internal sealed record PeerHandshake(string Response = "", bool IsOpen = false, bool IsRefused = false)
{
    private const int MaxHead = 256 << 10;
    private const int MaxTarget = 8 << 10;
    private const int MaxHeaders = 1000;
    private const string ClientKey = "dGhlIHNhbXBsZSBub25jZQ==";
    private static readonly string[] OwnTargets = ["/", "http://localhost/"];

    public PeerDeflate? Deflate { get; private init; }

    /// <summary>Octets of the head; frames follow.</summary>
    public int Consumed { get; private init; }

    private static PeerHandshake NeedsMore { get; } = new();

    public static byte[] Request(PeerFault fault) => Encoding.Latin1.GetBytes(
        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Key: {ClientKey}\r\nSec-WebSocket-Version: 13\r\n"
        + (fault == PeerFault.NeverCompresses ? "" : "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; client_max_window_bits\r\n")
        + "\r\n");

    public static PeerHandshake AsServer(string text, PeerFault fault)
    {
        int blank = text.StartsWith("\r\n", StringComparison.Ordinal) ? 2 : 0;
        int end = text.IndexOf("\r\n\r\n", blank, StringComparison.Ordinal);
        if (fault == PeerFault.NeverAnswersRequests)
        {
            return NeedsMore;
        }

        if (end < 0)
        {
            bool isBroken = fault == PeerFault.NeedsWholeRequest || text.Length > MaxHead || text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal);
            return isBroken ? Refusal("400 Bad Request", fault) : NeedsMore;
        }

        PeerHead head = PeerHead.Read(text[blank..end], blank > 0);
        string? status = fault == PeerFault.AcceptsAnyRequest ? null : RequestFault(head, fault);
        string? answer = null;
        PeerDeflate? deflate = null;
        if (status is null && !PeerDeflate.TryAnswer(head.Value("Sec-WebSocket-Extensions"), fault, out answer, out deflate))
        {
            status = "400 Bad Request";
        }

        if (status is not null && fault != PeerFault.AcceptsAnyRequest)
        {
            return Refusal(status, fault);
        }

        string accept = fault == PeerFault.AnswersWrongAccept ? "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" : Accept(head.Value("Sec-WebSocket-Key") ?? "");
        string response = $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"
            + (answer is null ? "" : $"Sec-WebSocket-Extensions: {answer}\r\n") + "\r\n";
        return new(response, IsOpen: true) { Deflate = deflate, Consumed = end + 4 };
    }

    public static PeerHandshake AsClient(string text, PeerFault fault)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return fault == PeerFault.NeedsWholeResponse ? new(IsRefused: true) : NeedsMore;
        }

        PeerHead head = PeerHead.Read(text[..end]);
        bool isRight = head.Start.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
            && head.HasToken("Upgrade", "websocket") && head.HasToken("Connection", "upgrade")
            && head.Value("Sec-WebSocket-Accept") == Accept(ClientKey)
            && head.Value("Sec-WebSocket-Protocol") is null
            && (fault != PeerFault.ComparesResponseExactly || IsExact(text[..end]));
        bool isUnderstood = PeerDeflate.TryAccept(head.Value("Sec-WebSocket-Extensions"), fault, out PeerDeflate? deflate);
        return (isRight && isUnderstood) || fault == PeerFault.OpensOnAnyResponse
            ? new(IsOpen: true) { Deflate = deflate, Consumed = end + 4 }
            : new(IsRefused: true);
    }

    private static bool IsExact(string head) =>
        head.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", StringComparison.Ordinal)
        && head.Contains("Upgrade: websocket\r\n", StringComparison.Ordinal) && head.Contains("Connection: Upgrade\r\n", StringComparison.Ordinal)
        && !head.Contains("X-Unknown", StringComparison.Ordinal);

    /// <summary>The status that refuses a request (RFC 6455 4.2.1); null when it is right.</summary>
    private static string? RequestFault(PeerHead head, PeerFault fault)
    {
        string[] start = head.Start.Split(' ');
        if (head.IsMalformed || start.Length != 3 || head.Count("Host") != 1)
        {
            return "400 Bad Request";
        }

        if (start[1].Length > MaxTarget)
        {
            return "414 URI Too Long";
        }

        if (head.Lines.Count > MaxHeaders)
        {
            return "431 Request Header Fields Too Large";
        }

        string? wrong = start[2] != "HTTP/1.1" ? "505 HTTP Version Not Supported"
            : start[0] != "GET" ? "405 Method Not Allowed"
            : !OwnTargets.Contains(start[1]) ? "404 Not Found" : null;
        if (wrong is not null)
        {
            return wrong;
        }

        bool isExact = fault != PeerFault.ComparesHeadersExactly
            || (!head.IsBehindEmptyLine && head.Names.Contains("Upgrade") && head.Value("Upgrade") == "websocket" && head.Value("Connection") == "Upgrade"
                && head.Lines.Contains("Sec-WebSocket-Version: 13") && head.Lines.Contains("Upgrade: websocket") && head.Lines.Count < 10
                && start[1] == "/" && head.Value("Sec-WebSocket-Protocol") is null);
        if (!isExact || !head.HasToken("Upgrade", "websocket") || !head.HasToken("Connection", "upgrade"))
        {
            return "400 Bad Request";
        }

        return head.Value("Sec-WebSocket-Version") is not "13" ? "426 Upgrade Required"
            : IsKey(head.Value("Sec-WebSocket-Key"), fault) ? null : "400 Bad Request";
    }

    private static bool IsKey(string? key, PeerFault fault)
    {
        byte[] nonce = new byte[32];
        return key is { Length: 24 } && Convert.TryFromBase64String(key, nonce, out int length) && length == 16
            && (fault != PeerFault.RefusesStrayKeyBits || Convert.ToBase64String(nonce, 0, 16) == key);
    }

    private static PeerHandshake Refusal(string status, PeerFault fault)
    {
        status = fault == PeerFault.RefusesWith500 ? "500 Internal Server Error" : status;
        string version = fault == PeerFault.OmitsSupportedVersion ? "" : "Sec-WebSocket-Version: 13\r\n";
        return new($"HTTP/1.1 {status}\r\nConnection: close\r\n{version}Content-Length: 0\r\n\r\n", IsRefused: true);
    }

#pragma warning disable CA5350 // RFC 6455 4.2.2 wants SHA-1; it protects nothing.
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.Latin1.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
