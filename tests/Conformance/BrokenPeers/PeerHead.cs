namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>Start line and headers, read strictly: folded lines and blanks before a colon are malformed.</summary>
internal sealed class PeerHead
{
    private readonly List<KeyValuePair<string, string>> headers = [];

    public required string Start { get; init; }
    public required IReadOnlyList<string> Lines { get; init; }
    public bool IsBehindEmptyLine { get; private init; }
    public bool IsMalformed { get; private set; }

    public IEnumerable<string> Names => headers.Select(header => header.Key);

    public static PeerHead Read(string text, bool isBehindEmptyLine = false)
    {
        string[] lines = text.Split("\r\n");
        PeerHead head = new() { Start = lines[0], Lines = lines[1..], IsBehindEmptyLine = isBehindEmptyLine };
        foreach (string line in head.Lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line[..colon].Any(letter => letter is ' ' or '\t') || line.Contains('\n', StringComparison.Ordinal))
            {
                head.IsMalformed = true;
            }
            else
            {
                head.headers.Add(new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
            }
        }

        return head;
    }

    public int Count(string name) => headers.Count(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    public string? Value(string name)
    {
        string[] values = [.. headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];
        return values.Length == 0 ? null : string.Join(", ", values);
    }

    public bool HasToken(string name, string token) =>
        (Value(name) ?? "").Split(',').Any(one => one.Trim().Equals(token, StringComparison.OrdinalIgnoreCase));
}
