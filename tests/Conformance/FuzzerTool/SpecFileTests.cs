using Stratus.Realtime.Fuzzer.CommandLine;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>Spec files as they are written for Autobahn.</summary>
public sealed class SpecFileTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Read_SpecOfAFuzzingClient_HasAllOfIt()
    {
        SpecFile spec = Read("""
            {
              "options": {"failByDrop": false}, "outdir": "./reports/servers",
              "servers": [{"agent": "One", "url": "ws://127.0.0.1:9001", "options": {"version": 18}}, {"url": "ws://127.0.0.1:9002"}],
              "cases": ["1.*", "7.9.8"], "exclude-cases": ["1.2.*"], "exclude-agent-cases": {"One*": ["1.1.1"]}
            }
            """);

        Assert.Equal("./reports/servers", spec.OutDir);
        Assert.Equal([("ws://127.0.0.1:9001", "One"), ("ws://127.0.0.1:9002", null)], spec.Servers);
        Assert.Equal(["1.*", "7.9.8"], spec.Cases);
        Assert.Equal(["1.2.*"], spec.ExcludeCases);
        Assert.Equal(["1.1.1"], Assert.Single(spec.ExcludeAgentCases, rule => rule.Key == "One*").Value);
    }

    [Fact]
    public void Read_SpecOfAFuzzingServer_HasItsUrl() =>
        Assert.Equal("ws://127.0.0.1:9001", Read("""{"url": "ws://127.0.0.1:9001", "webport": 8080}""").Url);

    [Fact]
    public void Read_EmptyObject_HasTheDefaults()
    {
        SpecFile spec = Read("{}");

        Assert.Equal(["*"], spec.Cases);
        Assert.Empty(spec.ExcludeCases);
        Assert.Empty(spec.Servers);
        Assert.Empty(spec.ExcludeAgentCases);
        Assert.Equal((null, null), (spec.Url, spec.OutDir));
    }

    [Theory]
    [InlineData("""{"cases": "1.*"}""", "\"cases\"")]
    [InlineData("""{"cases": [1]}""", "\"cases\"")]
    [InlineData("""{"exclude-cases": {}}""", "\"exclude-cases\"")]
    [InlineData("""{"exclude-agent-cases": []}""", "\"exclude-agent-cases\"")]
    [InlineData("""{"servers": "ws://127.0.0.1"}""", "\"servers\"")]
    [InlineData("""{"servers": [{"agent": "One"}]}""", "\"servers\"")]
    [InlineData("""{"outdir": 1}""", "\"outdir\"")]
    [InlineData("[]", "JSON object")]
    [InlineData("{", "not JSON")]
    public void Read_WrongSpec_NamesWhatIsWrong(string text, string named) =>
        Assert.Contains(named, Assert.Throws<BadArgumentException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NoSuchFile_NamesIt() =>
        Assert.Contains("nowhere.json", Assert.Throws<BadArgumentException>(() => SpecFile.Read(directory.File("nowhere.json"))).Message, StringComparison.Ordinal);

    private SpecFile Read(string text) => SpecFile.Read(directory.Write("spec.json", text));
}
