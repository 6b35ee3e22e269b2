using System.Globalization;

namespace Stratus.Realtime.Testee;

/// <summary>A command line: a mode, then options that have one value each. What nobody asked for is unknown.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public Arguments(ReadOnlySpan<string> args)
    {
        WantsHelp = args.ContainsAny("--help", "-h");
        if (WantsHelp || args.IsEmpty)
        {
            return;
        }

        Mode = args[0];
        for (int i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith('-'))
            {
                throw new BadArgumentException($"\"{args[i]}\" is one argument too many.");
            }

            if (i + 1 == args.Length)
            {
                throw new BadArgumentException($"{args[i]} needs a value.");
            }

            if (!_values.TryAdd(args[i], args[i + 1]))
            {
                throw new BadArgumentException($"{args[i]} is given twice.");
            }
        }
    }

    public bool WantsHelp { get; }

    public string Mode { get; } = "";

    public string? Take(string name) => _values.Remove(name, out string? value) ? value : null;

    public int? TakeNumber(string name, int min, int max)
    {
        if (Take(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? number
            : throw new BadArgumentException($"{name} is \"{text}\"; it has to be a number from {min} to {max}.");
    }

    /// <summary>The URL of -w.</summary>
    public Uri TakeUrl(params ReadOnlySpan<string> schemes)
    {
        string text = Take("-w") ?? throw new BadArgumentException("-w URL is missing.");
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && schemes.Contains(url.Scheme) && url.Host.Length > 0
            ? url
            : throw new BadArgumentException($"-w is \"{text}\"; it has to be a URL like {schemes[0]}://127.0.0.1:9001.");
    }

    /// <summary>Nothing may be left.</summary>
    public void End()
    {
        foreach (string name in _values.Keys)
        {
            throw new BadArgumentException($"{name} is no option of {Mode}.");
        }
    }
}
