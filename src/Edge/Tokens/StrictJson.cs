using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// Reads one JSON object where each name may occur once (RFC 7515 §4, RFC 7519 §4), from UTF-8 without a byte order mark.
/// What is not so is a false and never an exception: Utf8JsonReader's end here.
/// </summary>
internal ref struct StrictJson
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    private StrictJson(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, isFinalBlock: true, state: default);
    }

    /// <summary>Takes one member: the reader stands on its value and is left at the value's end.</summary>
    /// <returns>False when the value is not as it should be.</returns>
    public delegate bool MemberReader<T>(ref StrictJson json, T target, string name);

    public readonly JsonTokenType Type => _reader.TokenType;

    /// <summary>Reads a text that is one object.</summary>
    public static bool TryReadText<T>(ReadOnlySpan<byte> json, T target, MemberReader<T> member)
    {
        // The reader does not look into strings that are skipped.
        StrictJson strict = new(json);
        return Utf8.IsValid(json) && strict.Next() && strict.TryReadObject(target, member) && strict.IsAtEnd();
    }

    /// <summary>Reads the object that the reader stands on.</summary>
    public bool TryReadObject<T>(T target, MemberReader<T> member)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        if (Type != JsonTokenType.StartObject)
        {
            return false;
        }

        while (Next())
        {
            if (Type == JsonTokenType.EndObject)
            {
                return true;
            }

            if (!TryGetText(out string? name) || !names.Add(name) || !Next() || !member(ref this, target, name))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads the array that the reader stands on, calling <paramref name="item"/> on each of its values.</summary>
    public bool TryReadArray<T>(T target, MemberReader<T> item)
    {
        if (Type != JsonTokenType.StartArray)
        {
            return false;
        }

        while (Next())
        {
            if (Type == JsonTokenType.EndArray)
            {
                return true;
            }

            if (!item(ref this, target, ""))
            {
                return false;
            }
        }

        return false;
    }

    public readonly bool TryReadString([NotNullWhen(true)] out string? text)
    {
        text = null;
        return Type == JsonTokenType.String && TryGetText(out text);
    }

    public readonly bool TryReadNumber(out decimal number)
    {
        number = 0;
        return Type == JsonTokenType.Number && _reader.TryGetDecimal(out number);
    }

    /// <summary>A copy of the value as it is written, without raw newlines: clients split frames at them.</summary>
    public bool TryReadRaw([NotNullWhen(true)] out byte[]? raw)
    {
        int start = (int)_reader.TokenStartIndex;
        raw = null;
        if (!Skip())
        {
            return false;
        }

        raw = RawJson.Compact(_json[start..(int)_reader.BytesConsumed]);
        return true;
    }

    public bool Skip()
    {
        try
        {
            _reader.Skip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool IsAtEnd()
    {
        try
        {
            return !_reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // A string may hold an escape that is half a character ("\ud800"), which is no text.
    private readonly bool TryGetText([NotNullWhen(true)] out string? text)
    {
        try
        {
            text = _reader.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}
