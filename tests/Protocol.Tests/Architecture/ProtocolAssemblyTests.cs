using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Stratus.Realtime.Protocol.Tests.Architecture;

/// <summary>src/Protocol is synchronous, sans-I/O and stands on the BCL alone.</summary>
public sealed class ProtocolAssemblyTests
{
    private static readonly AssemblyReferences Protocol = AssemblyReferences.Of(typeof(WebSocketConnection).Assembly.Location);

    // Patterns of types and members that would break the design.
    public static TheoryData<string> Banned =>
    [
        @"^System\.Threading\.Tasks\.", @"^System\.Threading\.(Timer|Thread|PeriodicTimer)\b", @"^System\.IO\.", @"^System\.Net\.", @"^System\.Random\b",
        @"^System\.Security\.Cryptography\.RandomNumberGenerator\b", @"^System\.Console\b", @"^System\.Diagnostics\.(Stopwatch|Process)\b",
        @"^System\.TimeProvider\b", @"^System\.DateTime(Offset)?\.get_(Now|UtcNow|Today)$", @"^System\.Environment\.get_TickCount", @"^System\.Guid\.NewGuid$",
        @"^Microsoft\.Extensions\.", @"^System\.Reflection\.Emit\.",
    ];

    [Theory, MemberData(nameof(Banned))]
    public void ProtocolAssembly_Metadata_RefersToNothingBanned(string pattern) =>
        Assert.DoesNotContain(Protocol.Types.Concat(Protocol.Members), name => Regex.IsMatch(name, pattern));

    [Fact]
    public void ProtocolAssembly_References_AreOfTheRuntimeOnly()
    {
        Assert.NotEmpty(Protocol.Assemblies);
        Assert.All(Protocol.Assemblies, name => Assert.True(File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll")), name));
    }

    // A scanner that sees nothing would pass everything.
    [Fact]
    public void Scanner_OfThisAssembly_SeesWhatIsBannedThere()
    {
        AssemblyReferences here = AssemblyReferences.Of(typeof(ProtocolAssemblyTests).Assembly.Location);
        Assert.Contains("System.Random", here.Types);
        Assert.Contains("System.IO.File.OpenRead", here.Members);
        Assert.Contains("System.Span`1", Protocol.Types);
        Assert.Contains("System.Runtime.InteropServices.NativeMemory.Free", Protocol.Members);
    }
}
