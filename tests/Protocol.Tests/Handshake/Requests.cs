using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

/// <summary>
/// Requests as a valid one and an edit. An edit is a list of header lines divided by '|': "Name: value" replaces,
/// "+Name: value" adds a line, "-Name" removes; ":protocol: x" and "-:protocol" do the same to the pseudo-header.
/// </summary>
internal static class Requests
{
    public const string Get = "GET /chat HTTP/1.1";
    public const string Connect = "CONNECT /chat HTTP/2";

    public static HandshakeRequest Make(string line = Get, string edits = "")
    {
        string[] words = line.Split(' ');
        HandshakeHttpVersion version = words[2] switch
        {
            "HTTP/1.0" => HandshakeHttpVersion.Http10,
            "HTTP/1.1" => HandshakeHttpVersion.Http11,
            "HTTP/2" => HandshakeHttpVersion.Http2,
            _ => throw new ArgumentException(line, nameof(line)),
        };
        string? protocol = version == HandshakeHttpVersion.Http2 ? "websocket" : null;
        List<HeaderField> headers = version == HandshakeHttpVersion.Http2
            ? [new("Host", "server.example.com"), new("Sec-WebSocket-Version", "13")]
            :
            [
                new("Host", "server.example.com"),
                new("Upgrade", "websocket"),
                new("Connection", "Upgrade"),
                new("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                new("Sec-WebSocket-Version", "13"),
            ];

        foreach (string edit in edits.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            if (edit.StartsWith(":protocol: ", StringComparison.Ordinal))
            {
                protocol = edit[":protocol: ".Length..];
            }
            else if (edit == "-:protocol")
            {
                protocol = null;
            }
            else
            {
                Edit(headers, edit);
            }
        }

        return new HandshakeRequest(words[0], version, words[1], [.. headers]) { Protocol = protocol };
    }

    public static HeaderFields Extensions(params string[] lines) =>
        [.. lines.Select(static line => new HeaderField("Sec-WebSocket-Extensions", line))];

    public static IReadOnlyList<Extension> Parse(params string[] lines)
    {
        Assert.True(ExtensionHeader.TryParse(Extensions(lines), out IReadOnlyList<Extension> extensions));
        return extensions;
    }

    private static void Edit(List<HeaderField> headers, string edit)
    {
        if (edit[0] == '-')
        {
            headers.RemoveAll(field => field.Is(edit[1..]));
            return;
        }

        int colon = edit.IndexOf(':', StringComparison.Ordinal);
        HeaderField field = new(edit[..colon].TrimStart('+'), edit[(colon + 1)..]);
        if (edit[0] != '+')
        {
            headers.RemoveAll(other => other.Is(field.Name));
        }

        headers.Add(field);
    }
}
