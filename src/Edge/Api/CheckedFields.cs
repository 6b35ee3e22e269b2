using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>
/// The members of an object, checked as they are read. Absent, null, 0, false and "" mean the same, except in payloads. The
/// first thing that is wrong stays in <see cref="Error"/>: who reads takes all that there may be, and then looks there.
/// </summary>
internal sealed class CheckedFields
{
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    private readonly JsonMembers _fields;
    private readonly ApiLimits _limits;
    private readonly string _path;

    private CheckedFields(JsonMembers fields, ApiLimits limits, string path)
    {
        _fields = fields;
        _limits = limits;
        _path = path;
    }

    /// <summary>The first fault; null when there is none so far.</summary>
    public ApiError? Error { get; private set; }

    /// <summary>Reads the names in a well-formed object.</summary>
    public static CheckedFields Read(ReadOnlyMemory<byte> json, ApiLimits limits)
    {
        bool isRead = JsonMembers.TryRead(json, out JsonMembers fields, out string? fault);
        CheckedFields read = new(isRead ? fields : JsonMembers.Empty, limits, "");
        if (fault is not null)
        {
            read.Fail(fault);
        }

        return read;
    }

    public string Text(string name)
    {
        if (!TryGet(name, JsonTokenType.String, "a string", out JsonMember member))
        {
            return "";
        }

        return ReadText(member, name);
    }

    public string RequiredText(string name)
    {
        string text = Text(name);
        return text.Length != 0 ? text : Fail($"'{_path}{name}' is required", "");
    }

    public bool Switch(string name)
    {
        if (!_fields.TryGet(name, out JsonMember member))
        {
            return false;
        }

        return member.Kind is JsonTokenType.True or JsonTokenType.False
            ? member.Kind == JsonTokenType.True
            : Fail($"'{_path}{name}' must be true or false", false);
    }

    public long Number(string name, long min, long max)
    {
        if (!_fields.TryGet(name, out JsonMember member))
        {
            return 0;
        }

        return member.Kind == JsonTokenType.Number
            && Utf8Parser.TryParse(member.Json.Span, out long number, out int consumed)
            && consumed == member.Json.Length && number >= min && number <= max
                ? number
                : Fail(string.Create(CultureInfo.InvariantCulture, $"'{_path}{name}' must be a whole number from {min} to {max}"), 0L);
    }

    /// <summary>The name of a channel, which has to be there.</summary>
    public string Channel(string name = "channel")
    {
        string channel = RequiredText(name);
        return Error is not null || ChannelName.IsValid(channel, _limits.MaxChannelNameOctets)
            ? channel
            : Fail($"'{_path}{name}' {ChannelName.Rule(_limits.MaxChannelNameOctets)}", "");
    }

    /// <summary>The names of channels, at least one.</summary>
    public IReadOnlyList<string> Channels(string name)
    {
        List<JsonMember> elements = Array(name, _limits.MaxChannelsPerBroadcast);
        List<string> channels = new(elements.Count);
        foreach (JsonMember element in elements)
        {
            // What one name is worth is said in its own response; here it only has to be text.
            channels.Add(element.Kind == JsonTokenType.String ? ReadText(element, name) : Fail($"'{_path}{name}' must hold strings", ""));
        }

        return channels.Count != 0 ? channels : Fail($"'{_path}{name}' is required", channels);
    }

    /// <summary>The elements of an array; more than the limit is a fault.</summary>
    public List<JsonMember> Array(string name, int limit)
    {
        if (!TryGet(name, JsonTokenType.StartArray, "an array", out JsonMember member))
        {
            return [];
        }

        List<JsonMember> elements = JsonMembers.ReadArray(member.Json, limit);
        if (elements.Count > limit)
        {
            Error ??= ApiError.Of(ReplyError.LimitExceeded, string.Create(CultureInfo.InvariantCulture, $"'{_path}{name}' holds more than {limit}"));
            return [];
        }

        return elements;
    }

    /// <summary>An object within; null when there is none.</summary>
    public CheckedFields? Object(string name)
    {
        if (!TryGet(name, JsonTokenType.StartObject, "an object", out JsonMember member))
        {
            return null;
        }

        if (!JsonMembers.TryRead(member.Json, out JsonMembers fields, out string? fault))
        {
            Fail($"'{_path}{name}': {fault}");
            return null;
        }

        return new CheckedFields(fields, _limits, $"{_path}{name}.");
    }

    /// <summary>The objects within an object, by name; null stands for an empty one.</summary>
    public IReadOnlyList<(string Name, CheckedFields Fields)> Objects(string name)
    {
        List<(string, CheckedFields)> objects = [];
        if (Object(name) is { } outer)
        {
            foreach ((string key, JsonMember member) in outer._fields.Members)
            {
                objects.Add((key, outer.Object(key) ?? new CheckedFields(JsonMembers.Empty, _limits, $"{outer._path}{key}.")));
            }

            Adopt(outer);
        }

        return objects;
    }

    /// <summary>The octets of an object within; those of an empty one when there is none.</summary>
    public ReadOnlyMemory<byte> ObjectJson(string name) =>
        TryGet(name, JsonTokenType.StartObject, "an object", out JsonMember member) ? member.Json : EmptyObject;

    /// <summary>Takes over what is wrong within an object.</summary>
    public void Adopt(CheckedFields within) => Error ??= within.Error;

    /// <summary>A payload: as JSON, where null is one, or as the base64 of JSON. Empty when there is none.</summary>
    public ReadOnlyMemory<byte> Payload(string name, string base64Name)
    {
        bool isPlain = _fields.TryGetAny(name, out JsonMember member);
        return Payload(name, base64Name, isPlain, member);
    }

    /// <summary>A payload that may be left out, also by null.</summary>
    public ReadOnlyMemory<byte> OptionalPayload(string name, string base64Name)
    {
        bool isPlain = _fields.TryGet(name, out JsonMember member);
        return Payload(name, base64Name, isPlain, member);
    }

    /// <summary>A payload that has to be there.</summary>
    public ReadOnlyMemory<byte> RequiredPayload(string name, string base64Name)
    {
        ReadOnlyMemory<byte> payload = Payload(name, base64Name);
        return payload.Length != 0 ? payload : Fail($"'{_path}{name}' or '{_path}{base64Name}' is required", payload);
    }

    /// <summary>An object of strings, within limits; null when there is none or it is empty.</summary>
    public IReadOnlyDictionary<string, string>? Tags(string name)
    {
        if (Object(name) is not { } tags || tags._fields.Count == 0)
        {
            return null;
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        int octets = 0;
        foreach ((string tag, JsonMember member) in tags._fields.Members)
        {
            string text = member.Kind == JsonTokenType.String ? tags.ReadText(member, tag) : tags.Fail($"'{_path}{name}' must hold strings", "");
            texts.Add(tag, text);
            octets += Encoding.UTF8.GetByteCount(tag) + Encoding.UTF8.GetByteCount(text);
        }

        Adopt(tags);
        if (texts.Count > ApiLimits.MaxTags || octets > ApiLimits.MaxTagOctets)
        {
            Error ??= ApiError.Of(ReplyError.LimitExceeded, $"'{_path}{name}' holds more than {ApiLimits.MaxTags} tags or {ApiLimits.MaxTagOctets} octets");
        }

        return texts;
    }

    /// <summary>Arguments that the public API has and this server has not: ignoring one would do something else than was asked.</summary>
    public void Refuse(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_fields.TryGet(name, out JsonMember member) && !IsDefault(member))
            {
                Fail($"'{_path}{name}' is not supported by this server");
            }
        }
    }

    public void Fail(string detail) => Error ??= ApiError.Of(ReplyError.BadRequest, detail);

    private T Fail<T>(string detail, T instead)
    {
        Fail(detail);
        return instead;
    }

    private ReadOnlyMemory<byte> Payload(string name, string base64Name, bool isPlain, JsonMember member)
    {
        string base64 = Text(base64Name);
        if (isPlain && base64.Length != 0)
        {
            return Fail<byte[]>($"'{_path}{name}' and '{_path}{base64Name}' are both there", []);
        }

        return isPlain ? Copy(name, member.Json.Span) : base64.Length != 0 ? Decode(base64Name, base64) : default;
    }

    private bool TryGet(string name, JsonTokenType kind, string what, out JsonMember member)
    {
        if (!_fields.TryGet(name, out member))
        {
            return false;
        }

        return member.Kind == kind || Fail($"'{_path}{name}' must be {what}", false);
    }

    /// <summary>The text of a string that was found within.</summary>
    public string ReadText(JsonMember member, string name)
    {
        Utf8JsonReader reader = new(member.Json.Span);
        reader.Read();
        return JsonBody.TryGetText(ref reader, out string text) ? text : Fail($"'{_path}{name}' is not valid text", "");
    }

    private byte[] Decode(string name, string base64)
    {
        // Convert takes white space; a payload that was cut or wrapped on its way had better be noticed.
        byte[] octets = new byte[base64.Length];
        return Base64.IsValid(base64) && !base64.AsSpan().ContainsAny(" \t\r\n") && Convert.TryFromBase64String(base64, octets, out int length)
            ? Copy(name, octets.AsSpan(0, length))
            : Fail<byte[]>($"'{_path}{name}' must be base64", []);
    }

    private byte[] Copy(string name, ReadOnlySpan<byte> json) =>
        RawJson.TryCopy(json, out byte[]? compact) ? compact : Fail<byte[]>($"'{_path}{name}' must be one JSON value in UTF-8", []);

    private static bool IsDefault(JsonMember member) => member.Json.Span switch
    {
        [(byte)'0'] or [(byte)'"', (byte)'"'] => true,
        [(byte)'[', .., (byte)']'] list => !list[1..^1].ContainsAnyExcept(" \t\r\n"u8),
        [(byte)'{', .., (byte)'}'] members => !members[1..^1].ContainsAnyExcept(" \t\r\n"u8),
        _ => member.Kind == JsonTokenType.False,
    };
}
