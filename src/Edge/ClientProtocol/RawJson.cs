using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// JSON values that are passed on as octets. Clients split frames at newlines, so raw ones are taken out; in a well-formed
/// value they stand between tokens only, where they mean nothing. Every other octet stays.
/// </summary>
internal static class RawJson
{
    /// <summary>How many objects and arrays a value may hold within one another, itself included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Takes a payload that did not come through <see cref="CommandReader"/>: from the server API, a token, a proxy.</summary>
    /// <param name="json">What came: exactly one well-formed value in valid UTF-8, whitespace around it allowed.</param>
    /// <param name="compact">A copy without that whitespace and without raw newlines.</param>
    public static bool TryCopy(ReadOnlySpan<byte> json, [NotNullWhen(true)] out byte[]? compact)
    {
        // The reader skips strings without looking at their octets.
        bool isValue = TryFind(json, out Range value) && Utf8.IsValid(json);
        compact = isValue ? Compact(json[value]) : null;
        return isValue;
    }

    /// <summary>True for exactly one well-formed value; its UTF-8 is not checked.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> json) => TryFind(json, out _);

    /// <summary>An exact copy of a well-formed value but for raw newlines.</summary>
    public static byte[] Compact(ReadOnlySpan<byte> value)
    {
        int newlines = value.Count((byte)'\n') + value.Count((byte)'\r');
        if (newlines == 0)
        {
            return value.ToArray();
        }

        byte[] compact = new byte[value.Length - newlines];
        int written = 0;
        foreach (Range line in value.SplitAny((byte)'\n', (byte)'\r'))
        {
            value[line].CopyTo(compact.AsSpan(written));
            written += value[line].Length;
        }

        return compact;
    }

    /// <summary>Moves to the last token of the value whose first token was read; false when it nests too deep.</summary>
    /// <exception cref="JsonException">It is not well-formed.</exception>
    public static bool TrySkip(ref Utf8JsonReader json)
    {
        int depth = json.CurrentDepth;
        while (true)
        {
            // Both tokens of an object or array have the depth of what holds it.
            bool opens = json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (!opens && json.CurrentDepth == depth)
            {
                return true;
            }

            if (opens && json.CurrentDepth - depth >= MaxDepth)
            {
                return false;
            }

            json.Read();
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> json, out Range value)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            value = start..(int)reader.BytesConsumed;
            return !reader.Read();
        }
        catch (JsonException)
        {
            // The reader has no other way to say it; here it becomes a value.
            value = default;
            return false;
        }
    }
}
