using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Stratus.Realtime.Protocol.Tests.Architecture;

/// <summary>The checkout that this assembly was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The C# sources below a folder, without what builds leave behind.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>The values of every <c>Include</c> of such items in a project file.</summary>
    public static string[] Items(string project, string item) =>
        [.. XDocument.Load(Path.Combine(Root, project)).Descendants(item).Select(element => (string?)element.Attribute("Include") ?? "").Where(value => value.Length != 0)];

    private static string FindRoot([CallerFilePath] string source = "")
    {
        foreach (string? start in (string?[])[Path.GetDirectoryName(source), AppContext.BaseDirectory])
        {
            for (DirectoryInfo? folder = start is null ? null : new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Stratus.Realtime.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException($"No Stratus.Realtime.sln above {source} or {AppContext.BaseDirectory}.");
    }
}
