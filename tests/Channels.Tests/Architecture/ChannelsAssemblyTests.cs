using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Stratus.Realtime.Channels.Tests.Architecture;

/// <summary>src/Channels stands on the BCL alone; it has no sockets, no clock of its own, and randomness only in its faults.</summary>
public sealed class ChannelsAssemblyTests
{
    private static readonly (string[] Assemblies, string[] Members) Channels = References(typeof(ChannelHub).Assembly.Location);

    public static TheoryData<string> Banned =>
    [
        @"^System\.Net\.", @"^System\.IO\.", @"^System\.Console\b", @"^System\.Diagnostics\.(Stopwatch|Process)\b", @"^System\.Environment\.get_TickCount",
        @"^System\.DateTime(Offset)?\.get_(Now|UtcNow|Today)$", @"^System\.TimeProvider\.get_System$", @"^System\.Threading\.(Thread|Timer|PeriodicTimer)\.",
        @"^System\.Security\.", @"^System\.Reflection\.Emit\.", @"^Microsoft\.", @"^Orleans\.",
    ];

    [Theory, MemberData(nameof(Banned))]
    public void ChannelsAssembly_Metadata_RefersToNothingBanned(string pattern) =>
        Assert.DoesNotContain(Channels.Members, name => Regex.IsMatch(name, pattern));

    [Fact]
    public void ChannelsAssembly_References_AreOfTheRuntimeOnly()
    {
        Assert.NotEmpty(Channels.Assemblies);
        Assert.All(Channels.Assemblies, name => Assert.True(File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll")), name));
    }

    [Theory]
    [InlineData(@"\bRandom\b")]
    [InlineData(@"\bTask\.Delay\((?!.*[tT]ime\))")] // without a TimeProvider
    public void Sources_OutsideFaults_DoNotSay(string pattern)
    {
        string folder = Path.Combine(Repository.Root(), "src", "Channels");
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}Faults{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, path => File.ReadAllLines(path).Any(line => Regex.IsMatch(line, pattern)));
    }

    // A scanner that sees nothing would pass everything.
    [Fact]
    public void Scanner_OfThisAssembly_SeesWhatIsBannedThere()
    {
        string[] here = References(typeof(ChannelsAssemblyTests).Assembly.Location).Members;
        Assert.Contains("System.IO.File.ReadAllLines", here);
        Assert.Contains("System.TimeProvider.get_System", here);
        Assert.Contains("System.TimeProvider.GetElapsedTime", Channels.Members);
    }

    private static (string[] Assemblies, string[] Members) References(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return (
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => (Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
                .Select(member => $"{metadata.GetString(member.Type.Namespace)}.{metadata.GetString(member.Type.Name)}.{metadata.GetString(member.Name)}")]);
    }
}
