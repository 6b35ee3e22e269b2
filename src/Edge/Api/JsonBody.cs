using System.Text.Json;
using System.Text.Unicode;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Checks JSON that comes over HTTP, once and whole; what reads it afterwards need not check again.</summary>
internal static class JsonBody
{
    /// <summary>How deep objects and arrays may lie in one another: a payload as deep as a client's, within a command of a batch.</summary>
    public const int MaxDepth = RawJson.MaxDepth + 4;

    private static readonly JsonReaderOptions One = new() { MaxDepth = MaxDepth };
    private static readonly JsonReaderOptions Many = new() { MaxDepth = MaxDepth, AllowMultipleValues = true };

    /// <summary>True for exactly one well-formed JSON object in valid UTF-8.</summary>
    public static bool IsObject(ReadOnlySpan<byte> json) => TryCountObjects(json, One, out int count) && count == 1;

    /// <summary>Counts well-formed JSON objects in valid UTF-8, one after the other with white space between; false for anything else.</summary>
    public static bool TryCountObjects(ReadOnlySpan<byte> json, out int count) => TryCountObjects(json, Many, out count);

    /// <summary>Each of the objects that <see cref="TryCountObjects(ReadOnlySpan{byte}, out int)"/> has counted.</summary>
    public static List<ReadOnlyMemory<byte>> SplitObjects(ReadOnlyMemory<byte> json)
    {
        List<ReadOnlyMemory<byte>> objects = [];
        Utf8JsonReader reader = new(json.Span, Many);
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            objects.Add(json[start..(int)reader.BytesConsumed]);
        }

        return objects;
    }

    /// <summary>The text of the string or member name that the reader is at; false when an escape in it is half of a surrogate pair.</summary>
    public static bool TryGetText(ref Utf8JsonReader reader, out string text)
    {
        text = "";
        if (reader.ValueIsEscaped && JsonEscapes.HasLoneSurrogate(reader.ValueSpan))
        {
            return false;
        }

        text = reader.GetString()!;
        return true;
    }

    private static bool TryCountObjects(ReadOnlySpan<byte> json, JsonReaderOptions options, out int count)
    {
        count = 0;
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        Utf8JsonReader reader = new(json, options);
        return TryReadAll(ref reader, out count, out bool onlyObjects) && onlyObjects && count > 0;
    }

    // Utf8JsonReader says that text is malformed by throwing, and has no other way to say it.
    private static bool TryReadAll(ref Utf8JsonReader reader, out int count, out bool onlyObjects)
    {
        count = 0;
        onlyObjects = true;
        try
        {
            while (reader.Read())
            {
                count++;
                onlyObjects &= reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
