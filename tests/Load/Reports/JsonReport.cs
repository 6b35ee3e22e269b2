using System.Buffers;
using System.Text;
using System.Text.Json;
using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Running;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Reports;

/// <summary>One flat line for scripts.</summary>
internal static class JsonReport
{
    public static string Write(Report report)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            WritePlan(json, report);
            if (!report.IsIdle)
            {
                WriteMessages(json, report);
            }

            WriteFaults(json, report.Measurement);
            WriteProcesses(json, report);
            WriteText(json, "refused", report.Refusal);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The machine alone, under the names that latencies have elsewhere.</summary>
    public static string Write(Pauses pauses, double rate)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("mode", "pauses");
            json.WriteNumber("messagesPerSecond", rate);
            WriteLatency(json, pauses.Lateness);
            WriteMicroseconds(json, "latencyP99OfMiddleSliceMicroseconds", pauses.Slices.MiddlePercentile(0.99));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WritePlan(Utf8JsonWriter json, Report report)
    {
        json.WriteString("mode", report.Plan.Mode);
        json.WriteString("dialect", report.Plan.DialectName);
        json.WriteNumber("connections", report.Plan.Connections);
        json.WriteNumber("threads", report.Plan.Run.Threads);
        if (report.Plan.Mode == "echo")
        {
            json.WriteString("opcode", report.Plan.Payload == PayloadKind.Binary ? "binary" : "text");
            json.WriteString("payload", report.PayloadName);
            json.WriteNumber("depth", report.Plan.Depth);
        }

        if (report.Plan.Deflate is { } deflate)
        {
            json.WriteNumber("windowBits", deflate.WindowBits);
            json.WriteBoolean("takeover", deflate.Takeover);
        }

        if (report.Plan.Fanout is { } channels)
        {
            json.WriteNumber("channels", channels.Channels);
        }

        if (report.Plan is { Mode: "fanout", Fanout: { } fanout })
        {
            json.WriteNumber("publishers", fanout.Publishers);
            json.WriteNumber("subscribers", fanout.Subscribers);
            json.WriteNumber("window", fanout.Window);
            json.WriteNumber("stalled", fanout.Stalled);
            json.WriteNumber("stalledDropped", report.Tally.StalledDropped);
        }

        if (!report.IsIdle)
        {
            json.WriteNumber("sizeOctets", report.Plan.SizeOctets);
        }

        WriteNumber(json, "rate", report.Plan.Rate);
        WriteNumber(json, "seconds", report.Plan.Run.Duration.TotalSeconds);
    }

    private static void WriteMessages(Utf8JsonWriter json, Report report)
    {
        WriteNumber(json, "messagesPerSecond", report.MessagesPerSecond);
        if (report.Plan.Fanout is not null)
        {
            WriteNumber(json, "publicationsPerSecond", report.PublicationsPerSecond);
        }

        WriteLatency(json, report.Tally.Latency);
        if (report.Plan.Rate is not null)
        {
            WriteMicroseconds(json, "latencyP99OfMiddleSliceMicroseconds", report.Tally.Slices.MiddlePercentile(0.99));
            WriteMicroseconds(json, "scheduleLagP50Microseconds", report.Tally.Lag.Percentile(0.5));
            WriteMicroseconds(json, "scheduleLagP99Microseconds", report.Tally.Lag.Percentile(0.99));
            WriteMicroseconds(json, "scheduleLagMaxMicroseconds", report.Tally.Lag.Max);
        }

        WriteNumber(json, "receivedOctetsPerMessage", report.ReceivedOctetsPerMessage);
        json.WriteNumber("delivered", report.Tally.Delivered);
    }

    private static void WriteLatency(Utf8JsonWriter json, Histogram latency)
    {
        WriteMicroseconds(json, "latencyP50Microseconds", latency.Percentile(0.50));
        WriteMicroseconds(json, "latencyP90Microseconds", latency.Percentile(0.90));
        WriteMicroseconds(json, "latencyP99Microseconds", latency.Percentile(0.99));
        WriteMicroseconds(json, "latencyP999Microseconds", latency.Percentile(0.999));
        WriteMicroseconds(json, "latencyMaxMicroseconds", latency.Max);
    }

    private static void WriteFaults(Utf8JsonWriter json, Measurement measurement)
    {
        FaultCounts faults = measurement.Tally.Faults;
        json.WriteNumber("lost", measurement.Lost);
        json.WriteNumber("doubled", faults.Doubled);
        json.WriteNumber("outOfOrder", faults.OutOfOrder);
        json.WriteNumber("misrouted", faults.Misrouted);
        json.WriteNumber("damaged", faults.Damaged);
        json.WriteNumber("stalls", faults.Stalls);
        json.WriteNumber("connectionFaults", faults.Connections);
        WriteText(json, "firstFault", faults.First);
    }

    private static void WriteProcesses(Utf8JsonWriter json, Report report)
    {
        if (report.Measurement.Cpu is { } cpu)
        {
            WriteNumber(json, "toolBusy", cpu.ToolBusy);
            WriteNumber(json, "othersBusy", cpu.OthersBusy);
            if (report.Plan.Server is not null)
            {
                WriteNumber(json, "serverBusy", cpu.ServerBusy);
            }
        }

        WriteNumber(json, "serverMicrosecondsPerMessage", report.CpuMicroseconds);
        WriteNumber(json, "serverUserMicrosecondsPerMessage", report.UserMicroseconds);
        WriteNumber(json, "serverSystemMicrosecondsPerMessage", report.SystemMicroseconds);
        if (report.Plan.Server is not null)
        {
            json.WriteNumber("serverEmptyOctets", report.Measurement.Memory.Empty);
            json.WriteNumber("serverResidentOctets", report.Measurement.Memory.AtEnd);
            json.WriteNumber("serverPeakOctets", report.Measurement.Memory.Peak);
        }

        if (report.Opening is { } opening)
        {
            WriteNumber(json, "connectsPerSecond", opening.PerSecond);
            WriteNumber(json, "toolBusyConnecting", opening.Cpu.ToolBusy);
            if (report.Plan.Server is not null)
            {
                WriteNumber(json, "serverBusyConnecting", opening.Cpu.ServerBusy);
                WriteNumber(json, "serverMicrosecondsPerConnect", opening.ServerMicroseconds);
            }
        }

        WriteNumber(json, "octetsPerConnection", report.OctetsPerConnection);
        WriteNumber(json, "octetsPerFurtherConnection", report.OctetsPerFurtherConnection);
    }

    private static void WriteMicroseconds(Utf8JsonWriter json, string name, long nanoseconds) =>
        json.WriteNumber(name, Math.Round(nanoseconds / 1000.0, 1));

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value && double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round(value, 4));
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
