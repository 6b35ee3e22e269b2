using System.Text.Json;

namespace Stratus.Realtime.Load.Dialects;

/// <summary>What the top level of a JSON line says.</summary>
internal readonly record struct LineFacts(bool IsEmpty, long? Id, long? Type, bool HasError, bool HasPush)
{
    /// <summary>Reads a line; null when it is no JSON object.</summary>
    public static LineFacts? Read(ReadOnlySpan<byte> line)
    {
        LineFacts facts = new() { IsEmpty = true };
        Utf8JsonReader reader = new(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                facts = facts.With(ref reader) with { IsEmpty = false };
            }

            return facts;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private LineFacts With(ref Utf8JsonReader reader)
    {
        bool isId = reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("invocationId"u8);
        bool isType = reader.ValueTextEquals("type"u8);
        bool isError = reader.ValueTextEquals("error"u8);
        bool isPush = reader.ValueTextEquals("push"u8);
        reader.Read();
        LineFacts facts =
            isId ? this with { Id = Number(reader) }
            : isType ? this with { Type = Number(reader) }
            : isError ? this with { HasError = reader.TokenType != JsonTokenType.Null }
            : isPush ? this with { HasPush = true }
            : this;
        reader.Skip();
        return facts;
    }

    // Numbers, and strings that hold one.
    private static long? Number(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt64(out long number) ? number : null,
        JsonTokenType.String => long.TryParse(reader.ValueSpan, out long number) ? number : null,
        _ => null,
    };
}
