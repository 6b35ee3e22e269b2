using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>index.json: the verdicts of all agents.</summary>
internal static class IndexJson
{
    public static byte[] Write(IndexTable table) => ReportJson.Write(json =>
    {
        json.WriteStartObject();
        foreach (string agent in table.Agents)
        {
            json.WriteStartObject(agent);
            foreach (CaseSummary summary in table.Of(agent).OrderBy(summary => summary.Id, StringComparer.Ordinal))
            {
                json.WriteStartObject(summary.Id);
                json.WriteString("behavior", summary.Behavior.ToText());
                json.WriteString("behaviorClose", summary.BehaviorClose.ToText());
                json.WriteNumber("duration", summary.DurationMs);
                json.WriteNullable("remoteCloseCode", summary.RemoteCloseCode);
                json.WriteString("reportfile", summary.ReportFile);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
