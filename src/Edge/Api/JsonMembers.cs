using System.Text.Json;

namespace Stratus.Realtime.Edge.Api;

/// <summary>
/// The members of one JSON object by name, found but not parsed: payloads stay the octets that they are, and the rest is
/// parsed when it is asked for. Made from text that <see cref="JsonBody"/> has checked.
/// </summary>
internal sealed class JsonMembers
{
    /// <summary>The most members of one object.</summary>
    public const int MaxMembers = 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonBody.MaxDepth };

    private readonly Dictionary<string, JsonMember> _members = new(StringComparer.Ordinal);

    private JsonMembers()
    {
    }

    /// <summary>No members at all.</summary>
    public static JsonMembers Empty { get; } = new();

    public IReadOnlyCollection<KeyValuePair<string, JsonMember>> Members => _members;

    public int Count => _members.Count;

    /// <summary>Finds the members of an object. Of two with one name it is not clear which is meant: that is a fault.</summary>
    /// <param name="json">One well-formed object.</param>
    /// <param name="fields">Its members.</param>
    /// <param name="fault">What is wrong with it, for whoever sent it; null when nothing.</param>
    public static bool TryRead(ReadOnlyMemory<byte> json, out JsonMembers fields, out string? fault)
    {
        fields = new JsonMembers();
        fault = null;
        Utf8JsonReader reader = new(json.Span, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (fields.Count == MaxMembers)
            {
                fault = $"it has more than {MaxMembers} members";
                return false;
            }

            if (!JsonBody.TryGetText(ref reader, out string name))
            {
                fault = "the name of a member is not valid text";
                return false;
            }

            if (!fields._members.TryAdd(name, ReadMember(ref reader, json)))
            {
                fault = $"'{name}' is there more than once";
                return false;
            }
        }

        return true;
    }

    /// <summary>The elements of an array; of more than the limit only one more than that.</summary>
    /// <param name="json">One well-formed array.</param>
    /// <param name="limit">The most that the caller can use.</param>
    public static List<JsonMember> ReadArray(ReadOnlyMemory<byte> json, int limit)
    {
        List<JsonMember> elements = [];
        Utf8JsonReader reader = new(json.Span, Options);
        reader.Read();
        while (elements.Count <= limit && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Slice(ref reader, json));
        }

        return elements;
    }

    /// <summary>The member's value; false when there is none or it is null.</summary>
    public bool TryGet(string name, out JsonMember member) =>
        _members.TryGetValue(name, out member) && member.Kind != JsonTokenType.Null;

    /// <summary>The member's value, null included; false when there is none.</summary>
    public bool TryGetAny(string name, out JsonMember member) => _members.TryGetValue(name, out member);

    private static JsonMember ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        return Slice(ref reader, json);
    }

    private static JsonMember Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        JsonTokenType kind = reader.TokenType;
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonMember(kind, json[start..(int)reader.BytesConsumed]);
    }
}
