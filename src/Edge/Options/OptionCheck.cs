namespace Stratus.Realtime.Edge.Options;

/// <summary>Checks a configuration against the <see cref="OptionTable"/> and the <see cref="OptionRules"/>.</summary>
internal static class OptionCheck
{
    /// <summary>One line for each thing wrong, naming the key, the value and what would be right; never a secret.</summary>
    public static IReadOnlyList<string> Check(IConfiguration configuration)
    {
        List<string> errors = [];
        foreach (string section in OptionTable.Sections)
        {
            Walk(configuration.GetSection(section), errors);
        }

        // How options go together can be said of values that are right by themselves.
        return errors.Count == 0 ? OptionRules.Check(configuration) : errors;
    }

    // The value of a top section itself is not looked at: PROXY may well be somebody's environment variable.
    private static void Walk(IConfigurationSection section, List<string> errors)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            bool isLeaf = !child.GetChildren().Any();
            string? error = OptionTable.Rows.FirstOrDefault(r => r.Key.Is(child.Path)) is { } row ? CheckValue(row, child, isLeaf) : CheckName(child, isLeaf);
            if (error is not null)
            {
                errors.Add(error);
            }

            Walk(child, errors);
        }
    }

    private static string? CheckValue(OptionRow row, IConfigurationSection option, bool isLeaf)
    {
        string value = option.Value ?? "";
        bool isSection = option.Value is null && !isLeaf; // what is in it is not known, and said so
        return isSection || row.Accepts(value)
            ? null
            : $"{row.Key.Like(option.Path)} = {row.Show(value)} is not valid: expected {row.Range} ({row.Meaning}).";
    }

    // A value where none belongs may be a secret: it is not shown.
    private static string? CheckName(IConfigurationSection child, bool isLeaf)
    {
        bool hasValue = !string.IsNullOrEmpty(child.Value);
        OptionRow? inside = OptionTable.Rows.FirstOrDefault(r => r.Key.IsIn(child.Path));
        if (inside is null)
        {
            return hasValue || isLeaf ? $"{child.Path} is not an option of the edge; the nearest is {Nearest(child.Path)}. docs/CONFIGURATION.md lists them all." : null;
        }

        string first = inside.Key.Like(child.Path).Replace(OptionKey.AnyPlace, "0", StringComparison.Ordinal);
        return !hasValue ? null
            : inside.Key.Is(child.Path + ":0") ? $"{child.Path} is a list and has no value of its own: write {first}, {child.Path}:1 and so on."
            : $"{child.Path} is a section and has no value of its own: write for example {first}.";
    }

    private static string Nearest(string path)
    {
        string top = path.Split(':')[0];
        return OptionTable.Rows.Where(r => r.Key.IsIn(top)).Select(r => r.Key.Like(path)).MinBy(key => EditDistance.Between(key, path))!;
    }
}
