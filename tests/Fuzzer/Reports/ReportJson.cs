using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>JSON as Autobahn lays it out: three spaces a level, properties in alphabetical order.</summary>
internal static class ReportJson
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 3,
        NewLine = "\n",
        // The files are read as JSON, never as a part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> octets = new();
        using (Utf8JsonWriter json = new(octets, Layout))
        {
            content(json);
        }

        octets.Write("\n"u8);
        return octets.WrittenSpan.ToArray();
    }

    public static void WriteNullable(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value.Value);
        }
    }

    public static void WriteNullable(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value.Value);
        }
    }

    public static void WriteNullable(this Utf8JsonWriter json, int? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(value.Value);
        }
    }
}
