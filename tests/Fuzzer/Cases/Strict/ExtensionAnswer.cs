using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>One extension of a response's Sec-WebSocket-Extensions, as far as the strict rows look at it.</summary>
internal sealed record ExtensionAnswer(string Name, IReadOnlyList<KeyValuePair<string, string?>> Parameters)
{
    public bool Has(string parameter) => Parameters.Any(one => one.Key == parameter);

    public string? Value(string parameter) => Parameters.FirstOrDefault(one => one.Key == parameter).Value;

    /// <summary>The extensions that the peer answered with. Servers answer plainly: no quoted value holds a separator.</summary>
    public static IReadOnlyList<ExtensionAnswer> Of(Observation seen) =>
    [
        .. from header in seen.ResponseHeaders
           where header.Key.Equals("Sec-WebSocket-Extensions", StringComparison.OrdinalIgnoreCase)
           from extension in header.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select Parse(extension),
    ];

    private static ExtensionAnswer Parse(string text)
    {
        string[] parts = text.Split(';', StringSplitOptions.TrimEntries);
        return new(parts[0],
        [
            .. from part in parts.Skip(1)
               let pair = part.Split('=', 2, StringSplitOptions.TrimEntries)
               select KeyValuePair.Create(pair[0], pair.Length == 2 ? pair[1].Trim('"') : null),
        ]);
    }
}
