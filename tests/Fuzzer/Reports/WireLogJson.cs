using System.Text.Json;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>Entries of the wire log as Autobahn's arrays, each with its code first.</summary>
internal static class WireLogJson
{
    public static void Write(Utf8JsonWriter json, WireLogEntry entry)
    {
        json.WriteStartArray();
        switch (entry)
        {
            case WireLogEntry.OctetsSent sent:
                json.WriteStringValue("TO");
                WriteCounted(json, sent.Count, LoggedOctets.Hex(sent.Start, sent.Count));
                json.WriteBooleanValue(sent.Sync);
                break;
            case WireLogEntry.OctetsReceived received:
                json.WriteStringValue("RO");
                WriteCounted(json, received.Count, LoggedOctets.Hex(received.Start, received.Count));
                break;
            case WireLogEntry.FrameSent frame:
                json.WriteStringValue("TF");
                WriteCounted(json, frame.Length, LoggedOctets.Text(frame.Start, frame.Length));
                WriteHeader(json, frame.Opcode, frame.Fin, frame.Rsv);
                WriteMask(json, frame.Mask);
                json.WriteNullable(frame.RepeatTo);
                json.WriteNullable(frame.Chop);
                json.WriteBooleanValue(frame.Sync);
                break;
            case WireLogEntry.FrameReceived frame:
                json.WriteStringValue("RF");
                WriteCounted(json, frame.Length, LoggedOctets.Text(frame.Start, frame.Length));
                WriteHeader(json, frame.Opcode, frame.Fin, frame.Rsv);
                json.WriteBooleanValue(frame.Mask is not null);
                WriteMask(json, frame.Mask);
                break;
            case WireLogEntry.Wait wait:
                json.WriteStringValue("CT");
                json.WriteNumberValue(wait.Seconds);
                json.WriteStringValue(wait.Label);
                break;
            case WireLogEntry.WaitEnded ended:
                json.WriteStringValue("CTE");
                json.WriteStringValue(ended.Label);
                break;
            case WireLogEntry.FailAfter fail:
                json.WriteStringValue("KL");
                json.WriteNumberValue(fail.Seconds);
                break;
            case WireLogEntry.FailAfterEnded:
                json.WriteStringValue("KLE");
                break;
            case WireLogEntry.CloseAfter close:
                json.WriteStringValue("TI");
                json.WriteNumberValue(close.Seconds);
                break;
            case WireLogEntry.CloseAfterEnded:
                json.WriteStringValue("TIE");
                break;
            case WireLogEntry.LogSwitched switched:
                json.WriteStringValue("WLM");
                json.WriteBooleanValue(switched.On);
                break;
        }

        json.WriteEndArray();
    }

    private static void WriteCounted(Utf8JsonWriter json, long count, string octets)
    {
        json.WriteStartArray();
        json.WriteNumberValue(count);
        json.WriteStringValue(octets);
        json.WriteEndArray();
    }

    private static void WriteHeader(Utf8JsonWriter json, int opcode, bool fin, int rsv)
    {
        json.WriteNumberValue(opcode);
        json.WriteBooleanValue(fin);
        json.WriteNumberValue(rsv);
    }

    private static void WriteMask(Utf8JsonWriter json, byte[]? mask)
    {
        if (mask is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(Convert.ToHexStringLower(mask));
        }
    }
}
