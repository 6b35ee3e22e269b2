using System.Text;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>
/// One departure from the plain request or response. In every text {host}, {target}, {key} and {accept} stand for the run's own.
/// </summary>
/// <param name="What">Said in the report.</param>
/// <param name="Without">Name of the header that is left out, or empty.</param>
/// <param name="With">Header lines that are added behind the others.</param>
internal sealed record HeadEdit(string What, string Without = "", params string[] With)
{
    private static readonly string[] Request =
    [
        "GET {target} HTTP/1.1", "Host: {host}", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    ];

    private static readonly string[] Response =
        ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: {accept}"];

    /// <summary>The first line in place of the plain one.</summary>
    public string? StartLine { get; init; }

    /// <summary>What lines end with.</summary>
    public string LineEnd { get; init; } = "\r\n";

    public byte[] MakeRequest(OpeningContext context) => Make(Request, context);

    public byte[] MakeResponse(OpeningContext context) => Make(Response, context);

    private byte[] Make(string[] plain, OpeningContext context)
    {
        IEnumerable<string> headers = plain.Skip(1)
            .Where(line => Without.Length == 0 || !line.StartsWith(Without + ":", StringComparison.OrdinalIgnoreCase));
        string text = string.Concat([.. new[] { StartLine ?? plain[0] }.Concat(headers).Concat(With).Select(line => line + LineEnd), LineEnd]);
        return Encoding.Latin1.GetBytes(text
            .Replace("{host}", context.Host, StringComparison.Ordinal)
            .Replace("{target}", context.Target, StringComparison.Ordinal)
            .Replace("{key}", context.Key, StringComparison.Ordinal)
            .Replace("{accept}", context.Accept, StringComparison.Ordinal));
    }
}
