using System.Text;

namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>Start line and headers of an HTTP/1.1 message.</summary>
public sealed record HttpHead(string StartLine, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>A head that is longer than this is no handshake.</summary>
    public const int MaxOctets = 64 << 10;

    /// <summary>Status of a response; 0 when the start line is not one of a response.</summary>
    public int Status =>
        StartLine.StartsWith("HTTP/", StringComparison.Ordinal) && StartLine.Split(' ') is [_, { Length: 3 } status, ..]
        && int.TryParse(status, out int value) ? value : 0;

    /// <summary>Path and query of a request; empty when the start line is not one of a request.</summary>
    public string Target => StartLine.Split(' ') is [_, string target, _] ? target : "";

    /// <summary>Reads a head up to and including its empty line; false while that has not come.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out HttpHead head, out int consumed)
    {
        int end = octets.IndexOf("\r\n\r\n"u8);
        consumed = end + 4;
        head = end < 0 ? new HttpHead("", []) : Parse(Encoding.Latin1.GetString(octets[..end]));
        return end >= 0;
    }

    public IEnumerable<string> Values(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The value of a header, several joined by commas; null when it is missing.</summary>
    public string? Value(string name)
    {
        string[] values = [.. Values(name)];
        return values.Length == 0 ? null : string.Join(", ", values);
    }

    /// <summary>Whether a comma-separated header has this token.</summary>
    public bool HasToken(string name, string token) =>
        Values(name).Any(value => value.Split(',').Any(part => part.Trim().Equals(token, StringComparison.OrdinalIgnoreCase)));

    private static HttpHead Parse(string text)
    {
        string[] lines = text.Split("\r\n");
        List<KeyValuePair<string, string>> headers = [];
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.Add(new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
            }
        }

        return new HttpHead(lines[0], headers);
    }
}
