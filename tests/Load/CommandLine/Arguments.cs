using System.Globalization;

namespace Stratus.Realtime.Load.CommandLine;

/// <summary>A command line: a mode, then options. What nobody asked for is unknown.</summary>
internal sealed class Arguments
{
    private static readonly HashSet<string> s_flags = ["--text", "--binary", "--deflate", "--collect", "--json", "--remote", "--help", "-h"];

    private readonly Dictionary<string, string> _values = [];

    public Arguments(IReadOnlyList<string> args)
    {
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            if (!name.StartsWith('-'))
            {
                Mode = Mode is null ? name : throw new BadArgumentException($"\"{name}\" is one argument too many.");
                continue;
            }

            bool isFlag = s_flags.Contains(name);
            if (!isFlag && i + 1 == args.Count)
            {
                throw new BadArgumentException($"{name} needs a value.");
            }

            if (!_values.TryAdd(name, isFlag ? "" : args[++i]))
            {
                throw new BadArgumentException($"{name} is given twice.");
            }
        }
    }

    public string? Mode { get; }

    public bool Has(string name) => _values.ContainsKey(name);

    public bool Flag(string name) => _values.Remove(name);

    public string? Text(string name) => _values.Remove(name, out string? text) ? text : null;

    public int Number(string name, int fallback, int min, int max) => NumberOrNull(name, min, max) ?? fallback;

    public int? NumberOrNull(string name, int min, int max)
    {
        string? text = Text(name);
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max ? number
            : throw new BadArgumentException($"{name} is \"{text}\"; it has to be a whole number from {min} to {max}.");
    }

    public double? Decimal(string name, double min, double max)
    {
        string? text = Text(name);
        return text is null ? null
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= min && number <= max ? number
            : throw new BadArgumentException($"{name} is \"{text}\"; it has to be a number from {min} to {max}.");
    }

    /// <summary>Nothing may be left.</summary>
    public void End()
    {
        if (_values.Keys.FirstOrDefault() is { } unknown)
        {
            throw new BadArgumentException($"{unknown} is no option of {Mode}.");
        }
    }
}
