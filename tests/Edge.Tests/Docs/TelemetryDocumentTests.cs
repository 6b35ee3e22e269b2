using System.Text.RegularExpressions;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Edge.Tests.Docs;

/// <summary>docs/telemetry.md against the instruments and spans in the sources, also in those of the other build.</summary>
public sealed partial class TelemetryDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "telemetry.md"));

    private static readonly string Sources = string.Concat(
        Directory.GetFiles(Path.Combine(Repository.Root(), "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public void Instruments_ComparedWithAll_AreTheSame() => Assert.Equal(
        Instrument().Matches(Sources).Select(static match => match.Groups[1].Value).Order(),
        InstrumentRow().Matches(Text).Select(static match => match.Groups[1].Value).Order());

    [Fact]
    public void Spans_OfTheSources_AreInTheTable()
    {
        string[] spans = [.. Span().Matches(Sources).Select(static match => match.Groups[1].Value)];
        Assert.Equal(6, spans.Length);
        Assert.All(spans, static span => Assert.Contains($"\n| `{span}` |", Text, StringComparison.Ordinal));
    }

    [GeneratedRegex("""\.Create\w+(?:<\w+>)?\("(stratus\.[a-z._]+)",""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| `(stratus\.[a-z._]+)` \| (?:counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex("""ChannelTraces\.Start\w*\("([a-z ]+)",""")]
    private static partial Regex Span();
}
