using System.Text.RegularExpressions;

namespace Stratus.Realtime.Sdk.Tests;

/// <summary>The scenarios that the scripts hold, read from the scripts themselves: each is a test case, whether it reports or not.</summary>
internal static partial class ScenarioCatalogue
{
    private static readonly string Folder = Path.Combine(Repository.Root(), "tests", "Sdk.Tests", "scenarios");

    /// <summary>The families: one script each.</summary>
    public static IReadOnlyList<string> Families { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.js").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Where a family's script is.</summary>
    public static string PathOf(string family) => Path.Combine(Folder, family + ".js");

    /// <summary>The names of a family's scenarios, in the order of the script.</summary>
    public static IReadOnlyList<string> ScenariosOf(string family) =>
        [.. Registration().Matches(File.ReadAllText(PathOf(family))).Select(static match => match.Groups[1].Value)];

    [GeneratedRegex(@"^scenario\('([^']+)',", RegexOptions.Multiline)]
    private static partial Regex Registration();
}
