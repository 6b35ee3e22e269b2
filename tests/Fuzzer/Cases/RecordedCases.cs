using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Categories 1 to 7 and 10, read from the recorded data: a row a case, steps and expectations as they were.</summary>
internal static class RecordedCases
{
    public static IReadOnlyList<CaseRow> Rows { get; } = Read();

    private static List<CaseRow> Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("recorded.json")
            ?? throw new InvalidOperationException("The recorded cases are not embedded in the assembly.");
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(Row)];
    }

    private static CaseRow Row(JsonElement row)
    {
        string id = row.GetProperty("id").GetString()!;
        bool reportOnly = Flag(row, "reportOnly");
        return new CaseRow
        {
            Id = id,
            Index = row.GetProperty("index").GetInt32(),
            Script = [.. row.GetProperty("script").EnumerateArray().Select(Step)],
            Expected = [.. row.GetProperty("expected").EnumerateObject()
                .Select(list => new ExpectedEvents(list.Name, [.. list.Value.EnumerateArray().Select(Event)]))],
            ExpectedClose = Close(row.GetProperty("close")),
            SuppressClose = Flag(row, "suppressClose"),
            ReportOnly = reportOnly,
            WrongCodeIsFatal = id.StartsWith("7.", StringComparison.Ordinal) && !reportOnly,
        };
    }

    private static ScriptStep Step(JsonElement step)
    {
        if (step.TryGetProperty("part", out JsonElement part))
        {
            return new ScriptStep.Part(Payload.Hex(part.GetString()!));
        }

        if (step.TryGetProperty("wait", out JsonElement wait))
        {
            return new ScriptStep.Wait(Seconds(wait), step.TryGetProperty("label", out JsonElement label) ? label.GetString() : null);
        }

        if (step.TryGetProperty("failAfter", out JsonElement fail))
        {
            return new ScriptStep.FailAfter(Seconds(fail));
        }

        if (step.TryGetProperty("closeAfter", out JsonElement close))
        {
            return new ScriptStep.CloseAfter(Seconds(close));
        }

        FrameSpec frame = new()
        {
            Opcode = step.GetProperty("opcode").GetInt32(),
            Fin = !step.TryGetProperty("fin", out _),
            Rsv = Number(step, "rsv") ?? 0,
            Payload = FramePayload(step),
            AnnouncedLength = (ulong?)Number(step, "announced"),
            Chop = Number(step, "chop"),
            Sync = Flag(step, "sync"),
        };
        return Flag(step, "close") ? new ScriptStep.CloseFrame(frame) : new ScriptStep.Frame(frame);
    }

    private static Payload FramePayload(JsonElement step)
    {
        if (step.TryGetProperty("fill", out JsonElement fill))
        {
            return Payload.Fill(Octet(fill), step.GetProperty("length").GetInt32());
        }

        byte[] octets = step.TryGetProperty("hex", out JsonElement hex) ? Convert.FromHexString(hex.GetString()!) : [];
        return Number(step, "repeatTo") is int length ? Payload.Repeat(octets, length) : Payload.Of(octets);
    }

    private static CaseEvent Event(JsonElement expected) => expected[0].GetString() switch
    {
        "message" => new CaseEvent.Message(Octets(expected[1]), expected[2].GetBoolean()),
        "ping" => new CaseEvent.Ping(Octets(expected[1])),
        "pong" => new CaseEvent.Pong(Octets(expected[1])),
        "timeout" => new CaseEvent.Timeout(expected[1].GetString()),
        string kind => throw new InvalidDataException($"The recorded cases have an event \"{kind}\"."),
        null => throw new InvalidDataException("The recorded cases have an event without a kind."),
    };

    private static byte[] Octets(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? Payload.Fill(Octet(value.GetProperty("fill")), value.GetProperty("length").GetInt32()).ToArray()
        : Convert.FromHexString(value.GetString()!);

    private static ExpectedClose Close(JsonElement close) => new(
        [.. close.GetProperty("codes").EnumerateArray().Select(code => code.GetInt32())],
        close.GetProperty("byFuzzer").GetBoolean(),
        close.GetProperty("clean").GetBoolean(),
        Flag(close, "wrongEndIsFatal"));

    private static byte Octet(JsonElement hex) => byte.Parse(hex.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(JsonElement seconds) => TimeSpan.FromSeconds(seconds.GetDouble());

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    private static int? Number(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;
}
