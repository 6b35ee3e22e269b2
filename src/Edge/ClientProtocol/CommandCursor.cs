using System.Text;
using System.Text.Json;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Walks over the JSON of one message and turns values into what fields hold. A method that returns false has either
/// come to the end of an object or met a fault, which is then in <see cref="Fault"/>. Null stands for a field's default.
/// </summary>
internal ref struct CommandCursor
{
    // A payload may be as deep as RawJson lets it be wherever it stands: deepest in {connect: {subs: {channel: {data}}}}.
    // One more, so that the check that names the fault comes first.
    private const int MaxDepth = 4 + RawJson.MaxDepth + 1;

    private readonly ReadOnlySpan<byte> _message;
    private Utf8JsonReader _json;

    /// <param name="message">JSON values in valid UTF-8, one after the other.</param>
    public CommandCursor(ReadOnlySpan<byte> message)
    {
        _message = message.Trim(" \t\r\n"u8);
        _json = new Utf8JsonReader(_message, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MaxDepth });
    }

    public CommandFault Fault { get; private set; }

    /// <summary>True when nothing but whitespace was left out.</summary>
    public readonly bool IsAtEnd => _json.BytesConsumed == _message.Length;

    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    public readonly bool IsObject => _json.TokenType == JsonTokenType.StartObject;

    /// <summary>Notes what is wrong; false, for the caller to return.</summary>
    public bool Fail(CommandFaultKind kind, string field = "", string expected = "")
    {
        Fault = new CommandFault(kind, field, expected);
        return false;
    }

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="JsonException">It is not well-formed.</exception>
    public void Next() => _json.Read();

    /// <summary>Moves to the next name of an object; false at its end.</summary>
    public bool NextName()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName
            && ((_json.ValueIsEscaped && JsonEscapes.HasLoneSurrogate(_json.ValueSpan)) ? Fail(CommandFaultKind.LoneSurrogate) : true);
    }

    /// <summary>Whether this is the name that was read, escaped or not.</summary>
    public readonly bool NameIs(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    /// <summary>The name that was read, where names are data.</summary>
    public readonly string Name() => _json.GetString()!;

    /// <summary>Takes the current value as text; null is "".</summary>
    public bool TryText(FieldRow row, out string text)
    {
        text = "";
        if (IsNull)
        {
            return true;
        }

        if (_json.TokenType != JsonTokenType.String)
        {
            return Invalid(row);
        }

        // What GetString throws on is found first.
        if (_json.ValueIsEscaped && JsonEscapes.HasLoneSurrogate(_json.ValueSpan))
        {
            return Fail(CommandFaultKind.LoneSurrogate, row.Name);
        }

        text = _json.ValueIsEscaped ? _json.GetString()! : Encoding.UTF8.GetString(_json.ValueSpan);
        return true;
    }

    /// <summary>Takes the current value as a flag; null is false.</summary>
    public bool TryFlag(FieldRow row, out bool flag)
    {
        flag = _json.TokenType == JsonTokenType.True;
        return flag || IsNull || _json.TokenType == JsonTokenType.False || Invalid(row);
    }

    /// <summary>Takes the current value as an integer within bounds; null is 0.</summary>
    public bool TryInteger(FieldRow row, long min, long max, out long integer)
    {
        integer = 0;
        return IsNull || (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out integer) && integer >= min && integer <= max) || Invalid(row);
    }

    /// <summary>Takes the current value as octets; null is a value here.</summary>
    public bool TryPayload(out ReadOnlyMemory<byte> payload)
    {
        int start = (int)_json.TokenStartIndex;
        bool isTaken = TrySkip();
        payload = isTaken ? RawJson.Compact(_message[start..(int)_json.BytesConsumed]) : default;
        return isTaken;
    }

    /// <summary>Passes over the current value.</summary>
    public bool TrySkip() => RawJson.TrySkip(ref _json) || Fail(CommandFaultKind.TooDeep);

    /// <summary>Notes that a field holds what it must not.</summary>
    public bool Invalid(FieldRow row) => Fail(CommandFaultKind.InvalidField, row.Name, row.Expected);
}
