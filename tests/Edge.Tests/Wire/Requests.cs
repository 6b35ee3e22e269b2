using System.Text;

namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>Opening handshakes of HTTP/1.1 as text, the good one and its broken relatives.</summary>
internal static class Requests
{
    // RFC 6455 §1.3: the example's key and its proof.
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    public const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static readonly string[] Good =
    [
        "Host: edge.test",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: " + Key,
        "Sec-WebSocket-Version: 13",
    ];

    /// <summary>The request with changes.</summary>
    /// <param name="line">The request line.</param>
    /// <param name="edits">Header lines: one with a known name replaces, "-Name" removes, all else is added.</param>
    public static byte[] Make(string line = "GET /echo HTTP/1.1", params string[] edits)
    {
        List<string> headers = [.. Good];
        foreach (string edit in edits)
        {
            string name = edit.TrimStart('-').Split(':')[0];
            int at = headers.FindIndex(h => h.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
            if (at >= 0)
            {
                headers.RemoveAt(at);
            }

            if (!edit.StartsWith('-'))
            {
                headers.Insert(at >= 0 ? at : headers.Count, edit);
            }
        }

        return Encoding.Latin1.GetBytes(string.Join("\r\n", [line, .. headers]) + "\r\n\r\n");
    }
}
