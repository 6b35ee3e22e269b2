using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>An HTTP/1.1 answer as it came over the wire.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>A header's value, or null.</summary>
    public string? this[string name] => Headers.GetValueOrDefault(name);

    public static async Task<HttpAnswer> ReadAsync(OctetReader reader)
    {
        string statusLine = await reader.ReadLineAsync();
        Assert.StartsWith("HTTP/1.1 ", statusLine, StringComparison.Ordinal);
        int status = int.Parse(statusLine.AsSpan(9, 3), CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(line[..colon], line[(colon + 1)..].Trim()); // a header that came twice is a failure of the test
        }

        return new HttpAnswer(status, headers, status == 101 ? "" : await ReadBodyAsync(reader, headers));
    }

    private static async Task<string> ReadBodyAsync(OctetReader reader, Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("Content-Length", out string? length))
        {
            return Encoding.UTF8.GetString(await reader.ReadAsync(int.Parse(length, CultureInfo.InvariantCulture)));
        }

        if (!headers.ContainsKey("Transfer-Encoding"))
        {
            return await ReadToEndAsync(reader);
        }

        List<byte> body = [];
        while (int.Parse(await reader.ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.AddRange(await reader.ReadAsync(size));
            await reader.ReadLineAsync();
        }

        await reader.ReadLineAsync();
        return Encoding.UTF8.GetString([.. body]);
    }

    private static async Task<string> ReadToEndAsync(OctetReader reader)
    {
        List<byte> body = [];
        while (!await reader.IsAtEndAsync())
        {
            body.AddRange(await reader.ReadAsync(1));
        }

        return Encoding.UTF8.GetString([.. body]);
    }
}
