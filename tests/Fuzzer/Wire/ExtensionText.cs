using System.Diagnostics.CodeAnalysis;

namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>One element of Sec-WebSocket-Extensions (RFC 6455 §9.1): a name and its parameters, in order.</summary>
public sealed record ExtensionText(string Name, IReadOnlyList<KeyValuePair<string, string?>> Parameters)
{
    public bool Has(string parameter) => Parameters.Any(p => p.Key == parameter);

    /// <summary>A parameter's value; null when it is missing or has none.</summary>
    public string? Value(string parameter) => Parameters.FirstOrDefault(p => p.Key == parameter).Value;

    /// <summary>Reads the whole header; false, with a reason, when it does not follow the grammar.</summary>
    public static bool TryRead(string header, out List<ExtensionText> extensions, [NotNullWhen(false)] out string? fault)
    {
        extensions = [];
        fault = null;
        foreach (string element in header.Split(','))
        {
            string[] parts = [.. element.Split(';').Select(part => part.Trim(' ', '\t'))];
            if (!IsToken(parts[0]))
            {
                fault = $"\"{element.Trim()}\" does not begin with an extension's name";
                return false;
            }

            List<KeyValuePair<string, string?>> parameters = [];
            foreach (string part in parts.AsSpan(1))
            {
                int equals = part.IndexOf('=', StringComparison.Ordinal);
                string name = (equals < 0 ? part : part[..equals]).TrimEnd();
                string? value = equals < 0 ? null : Unquote(part[(equals + 1)..].TrimStart());
                if (!IsToken(name) || (value is not null && !IsToken(value)))
                {
                    fault = $"\"{part}\" is no extension parameter";
                    return false;
                }

                parameters.Add(new(name, value));
            }

            extensions.Add(new ExtensionText(parts[0], parameters));
        }

        return true;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;

    // RFC 9110 §5.6.2.
    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
