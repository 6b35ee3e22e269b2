using System.Text.RegularExpressions;

namespace Stratus.Realtime.Protocol.Tests.Architecture;

/// <summary>The directions that are allowed between projects, and the citations that every rule has.</summary>
public sealed class RepositoryTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Protocol"] = [],
        ["Channels"] = [],
        ["Silo"] = ["Channels"],
        ["Edge"] = ["Protocol", "Channels", "Silo"],
    };

    public static TheoryData<ProtocolRule> Rules => [.. ProtocolRules.All.Select(row => row.Rule)];

    [Theory, MemberData(nameof(Rules))]
    public void Section_OfEveryRule_IsCitedInTheSources(ProtocolRule rule)
    {
        ProtocolRuleRow row = ProtocolRules.Row(rule);
        // §7.4 is not cited by §7.4.1, nor §5.5 by §5.5.1.
        var citation = new Regex($@"RFC {row.Rfc} §{Regex.Escape(row.Section)}(?!\.?\d)");
        Assert.Contains(RepositoryFiles.Sources("src/Protocol"), path => citation.IsMatch(File.ReadAllText(path)));
    }

    [Fact]
    public void Projects_OfSrc_ReferToNothingButWhatIsAllowed()
    {
        string[] projects = Directory.GetFiles(RepositoryFiles.FullPath("src"), "*.csproj", SearchOption.AllDirectories);
        Assert.NotEmpty(projects);
        foreach (string project in projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(Allowed.TryGetValue(name, out string[]? allowed), $"{name} is not in the table of projects.");
            Assert.Empty(RepositoryFiles.Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(allowed));
        }
    }

    [Theory, InlineData("Protocol"), InlineData("Channels")]
    public void Project_OfThePureHalf_HasNoPackages(string name)
    {
        string project = $"src/{name}/{name}.csproj";
        if (name == "Channels" && !File.Exists(RepositoryFiles.FullPath(project)))
        {
            Assert.False(Directory.Exists(RepositoryFiles.FullPath("src/Channels")), "src/Channels without its project.");
            return;
        }

        Assert.Empty(RepositoryFiles.Items(project, "PackageReference"));
        Assert.Empty(RepositoryFiles.Items(project, "FrameworkReference"));
    }

    [Fact]
    public void Edge_Sources_NameTheSiloInTheCompositionRootOnly() => Assert.DoesNotContain(
        RepositoryFiles.Sources("src/Edge"),
        path => Path.GetFileName(path) != "Program.cs" && File.ReadAllText(path).Contains("Stratus.Realtime.Silo", StringComparison.Ordinal));

    [Fact]
    public void Fuzzer_Project_RefersToNothingOfSrc()
    {
        Assert.Empty(RepositoryFiles.Items("tests/Fuzzer/Fuzzer.csproj", "ProjectReference"));
        Assert.DoesNotContain(RepositoryFiles.Items("tests/Fuzzer/Fuzzer.csproj", "Compile"), path => path.Contains("src", StringComparison.Ordinal));
    }
}
