using System.Text;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>
/// Writes Autobahn's files: one JSON file and one page a case as soon as it has ended, index.json and index.html at the end.
/// A result need not be kept after <see cref="WriteCase"/>: the index is made from summaries.
/// </summary>
/// <param name="outdir">The directory; it is made when the first file is written.</param>
public sealed class ReportWriter(string outdir)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly ReportFileNames names = new();

    /// <summary>Writes the two files of one case. May be called by several threads at once.</summary>
    public CaseSummary WriteCase(CaseResult result)
    {
        Directory.CreateDirectory(outdir);
        string name = names.For(result.Agent, result.Id);
        CaseSummary summary = Summarize(result, name + ".json");
        File.WriteAllBytes(Path.Combine(outdir, summary.ReportFile), CaseJson.Write(result));
        WritePage(summary.PageFile, CasePage.Write(result));
        return summary;
    }

    /// <summary>Writes index.json and index.html over the cases of all agents, in any order.</summary>
    public void WriteIndex(IEnumerable<CaseSummary> summaries)
    {
        Directory.CreateDirectory(outdir);
        IndexTable table = new(summaries);
        File.WriteAllBytes(Path.Combine(outdir, "index.json"), IndexJson.Write(table));
        WritePage("index.html", IndexPage.Write(table));
    }

    private static CaseSummary Summarize(CaseResult result, string reportFile) =>
        new(
            result.Agent,
            result.Id,
            string.Join(' ', result.Description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            result.Behavior,
            result.BehaviorClose,
            result.DurationMs,
            result.RemoteCloseCode,
            reportFile)
        {
            Started = result.Started,
            ReportTime = result.ReportTime,
            WasTimed = result.WasTimed,
            IncomingCompressionRatio = result.ReportCompressionRatio ? result.TrafficStats?.IncomingCompressionRatio : null,
            OutgoingCompressionRatio = result.ReportCompressionRatio ? result.TrafficStats?.OutgoingCompressionRatio : null,
        };

    private void WritePage(string name, string html) => File.WriteAllText(Path.Combine(outdir, name), html, Utf8);
}
