using System.Globalization;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>A command line: a mode, operands, and options. Every option that was given must be asked for, else it is unknown.</summary>
internal sealed class Arguments
{
    private static readonly HashSet<string> s_flags = ["--http2", "--help"];

    private readonly Dictionary<string, string?> options = [];
    private readonly HashSet<string> known = [];
    private readonly Queue<string> operands = new();

    public Arguments(IEnumerable<string> args)
    {
        using IEnumerator<string> rest = args.GetEnumerator();
        while (rest.MoveNext())
        {
            string name = rest.Current switch { "-s" => "--spec", "-h" => "--help", string other => other };
            if (!name.StartsWith('-'))
            {
                operands.Enqueue(name);
                continue;
            }

            string? value = null;
            if (!s_flags.Contains(name))
            {
                value = rest.MoveNext() ? rest.Current : throw new BadArgumentException($"{name} needs a value.");
            }

            if (!options.TryAdd(name, value))
            {
                throw new BadArgumentException($"{name} is given twice.");
            }
        }
    }

    public string? Operand() => operands.TryDequeue(out string? operand) ? operand : null;

    public bool Flag(string name)
    {
        known.Add(name);
        return options.ContainsKey(name);
    }

    public string? Text(string name)
    {
        known.Add(name);
        return options.GetValueOrDefault(name);
    }

    public string Required(string name) => Text(name) ?? throw new BadArgumentException($"{name} is missing.");

    public int Number(string name, int fallback, int min, int max)
    {
        string? text = Text(name);
        return text is null ? fallback
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max ? number
            : throw new BadArgumentException($"{name} is \"{text}\"; it has to be a number from {min} to {max}.");
    }

    public string[] List(string name, params string[] fallback) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? fallback;

    /// <summary>Nothing may be left that no one asked for.</summary>
    public void End()
    {
        if (operands.TryPeek(out string? operand))
        {
            throw new BadArgumentException($"\"{operand}\" is one argument too many.");
        }

        if (options.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new BadArgumentException($"{unknown} is no option of this mode.");
        }
    }

    /// <summary>A ws or wss URL, with a port.</summary>
    public static Uri Url(string text, string name, params ReadOnlySpan<string> schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && schemes.Contains(url.Scheme) && url.Host.Length > 0 ? url
            : throw new BadArgumentException($"{name} is \"{text}\"; it has to be a URL like {schemes[0]}://127.0.0.1:9001.");
}
