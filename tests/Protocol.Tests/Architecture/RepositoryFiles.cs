using System.Xml.Linq;

namespace Stratus.Realtime.Protocol.Tests.Architecture;

/// <summary>What the architecture tests read of the checkout.</summary>
internal static class RepositoryFiles
{
    public static string FullPath(string path) => Path.Combine(Repository.Root(), path);

    /// <summary>The C# sources below a folder, without what builds leave behind.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(FullPath(folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>The values of every <c>Include</c> of such items in a project file.</summary>
    public static string[] Items(string project, string item) =>
        [.. XDocument.Load(FullPath(project)).Descendants(item).Select(element => (string?)element.Attribute("Include") ?? "").Where(value => value.Length != 0)];
}
