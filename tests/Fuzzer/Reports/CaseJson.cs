using System.Globalization;
using System.Text.Json;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>The JSON file of one case.</summary>
internal static class CaseJson
{
    public static byte[] Write(CaseResult result) => ReportJson.Write(json => WriteResult(json, result));

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteResult(Utf8JsonWriter json, CaseResult result)
    {
        json.WriteStartObject();
        json.WriteString("agent", result.Agent);
        json.WriteString("behavior", result.Behavior.ToText());
        json.WriteString("behaviorClose", result.BehaviorClose.ToText());
        json.WriteNumber("case", result.Case);
        json.WriteBoolean("closedByMe", result.ClosedByMe);
        json.WriteBoolean("createStats", true);
        json.WriteBoolean("createWirelog", result.WireLog.OfType<WireLogEntry.LogSwitched>().LastOrDefault()?.On ?? true);
        json.WriteString("description", result.Description);
        json.WriteBoolean("droppedByMe", result.DroppedByMe);
        json.WriteNumber("duration", result.DurationMs);
        json.WriteString("expectation", result.Expectation);
        json.WriteStartObject("expected");
        foreach (ExpectedEvents expected in result.Expected)
        {
            WriteEvents(json, expected.Strictness, expected.Events);
        }

        json.WriteEndObject();
        WriteExpectedClose(json, result.ExpectedClose);
        json.WriteBoolean("failedByMe", result.FailedByMe);
        json.WriteString("httpRequest", result.HttpRequest);
        json.WriteString("httpResponse", result.HttpResponse);
        json.WriteString("id", result.Id);
        json.WriteBoolean("isServer", result.IsServer);
        json.WriteNullable("localCloseCode", result.LocalCloseCode);
        json.WriteString("localCloseReason", result.LocalCloseReason);
        WriteEvents(json, "received", result.Received);
        json.WriteNullable("remoteCloseCode", result.RemoteCloseCode);
        json.WriteString("remoteCloseReason", result.RemoteCloseReason);
        json.WriteBoolean("reportCompressionRatio", result.ReportCompressionRatio);
        json.WriteBoolean("reportTime", result.ReportTime);
        json.WriteString("result", result.Result);
        json.WriteString("resultClose", result.ResultClose);
        WriteStats(json, "rxFrameStats", result.RxFrameStats);
        WriteStats(json, "rxOctetStats", result.RxOctetStats);
        json.WriteString("started", Time(result.Started));
        WriteTraffic(json, result.TrafficStats);
        WriteStats(json, "txFrameStats", result.TxFrameStats);
        WriteStats(json, "txOctetStats", result.TxOctetStats);
        json.WriteBoolean("wasClean", result.WasClean);
        json.WriteBoolean("wasCloseHandshakeTimeout", result.WasCloseHandshakeTimeout);
        json.WriteString("wasNotCleanReason", result.WasNotCleanReason);
        json.WriteBoolean("wasOpenHandshakeTimeout", result.WasOpenHandshakeTimeout);
        json.WriteBoolean("wasServerConnectionDropTimeout", result.WasServerConnectionDropTimeout);
        json.WriteStartArray("wirelog");
        foreach (WireLogEntry entry in result.WireLog)
        {
            WireLogJson.Write(json, entry);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteExpectedClose(Utf8JsonWriter json, ExpectedClose expected)
    {
        json.WriteStartObject("expectedClose");
        json.WriteStartArray("closeCode");
        foreach (int code in expected.CloseCodes)
        {
            json.WriteNumberValue(code);
        }

        json.WriteEndArray();
        json.WriteBoolean("closedByMe", expected.ClosedByMe);
        if (expected.ClosedByWrongEndpointIsFatal)
        {
            json.WriteBoolean("closedByWrongEndpointIsFatal", true);
        }

        json.WriteBoolean("requireClean", expected.RequireClean);
        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, string name, IReadOnlyList<CaseEvent> events)
    {
        json.WriteStartArray(name);
        foreach (CaseEvent happened in events)
        {
            json.WriteStartArray();
            switch (happened)
            {
                case CaseEvent.Message message:
                    json.WriteStringValue("message");
                    json.WriteStringValue(LoggedOctets.Text(message.Octets, message.Octets.Length));
                    json.WriteBooleanValue(message.Binary);
                    break;
                case CaseEvent.Ping ping:
                    json.WriteStringValue("ping");
                    json.WriteStringValue(LoggedOctets.Text(ping.Octets, ping.Octets.Length));
                    break;
                case CaseEvent.Pong pong:
                    json.WriteStringValue("pong");
                    json.WriteStringValue(LoggedOctets.Text(pong.Octets, pong.Octets.Length));
                    break;
                case CaseEvent.Timeout timeout:
                    json.WriteStringValue("timeout");
                    json.WriteStringValue(timeout.Label);
                    break;
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteStats(Utf8JsonWriter json, string name, IReadOnlyDictionary<int, int> stats)
    {
        json.WriteStartObject(name);
        foreach ((int key, int count) in stats.OrderBy(entry => entry.Key))
        {
            json.WriteNumber(key.ToString(CultureInfo.InvariantCulture), count);
        }

        json.WriteEndObject();
    }

    private static void WriteTraffic(Utf8JsonWriter json, TrafficStats? traffic)
    {
        if (traffic is null)
        {
            json.WriteNull("trafficStats");
            return;
        }

        json.WriteStartObject("trafficStats");
        json.WriteNullable("incomingCompressionRatio", traffic.IncomingCompressionRatio);
        json.WriteNumber("incomingOctetsAppLevel", traffic.IncomingOctetsAppLevel);
        json.WriteNumber("incomingOctetsWebSocketLevel", traffic.IncomingOctetsWebSocketLevel);
        json.WriteNumber("incomingOctetsWireLevel", traffic.IncomingOctetsWireLevel);
        json.WriteNumber("incomingWebSocketFrames", traffic.IncomingWebSocketFrames);
        json.WriteNumber("incomingWebSocketMessages", traffic.IncomingWebSocketMessages);
        json.WriteNullable("incomingWebSocketOverhead", traffic.IncomingWebSocketOverhead);
        json.WriteNullable("outgoingCompressionRatio", traffic.OutgoingCompressionRatio);
        json.WriteNumber("outgoingOctetsAppLevel", traffic.OutgoingOctetsAppLevel);
        json.WriteNumber("outgoingOctetsWebSocketLevel", traffic.OutgoingOctetsWebSocketLevel);
        json.WriteNumber("outgoingOctetsWireLevel", traffic.OutgoingOctetsWireLevel);
        json.WriteNumber("outgoingWebSocketFrames", traffic.OutgoingWebSocketFrames);
        json.WriteNumber("outgoingWebSocketMessages", traffic.OutgoingWebSocketMessages);
        json.WriteNullable("outgoingWebSocketOverhead", traffic.OutgoingWebSocketOverhead);
        json.WriteNumber("preopenIncomingOctetsWireLevel", traffic.PreopenIncomingOctetsWireLevel);
        json.WriteNumber("preopenOutgoingOctetsWireLevel", traffic.PreopenOutgoingOctetsWireLevel);
        json.WriteEndObject();
    }
}
