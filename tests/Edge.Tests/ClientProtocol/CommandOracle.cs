using System.Globalization;
using System.Text;
using System.Text.Json;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>
/// The second witness: reads messages by way of a document model and the rules as prose has them, into descriptions.
/// Slow, and made for comparison only.
/// </summary>
internal static class CommandOracle
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 1000 };

    /// <summary>The commands before the first fault, and whether there is one.</summary>
    public static (List<string> Commands, bool IsFault) Read(ReadOnlySpan<byte> message)
    {
        List<string> commands = [];
        message = message.TrimEnd(" \t\r\n"u8);
        Utf8JsonReader reader = new(message, Options);
        while (reader.BytesConsumed < message.Length)
        {
            try
            {
                reader.Read();
                using JsonDocument document = JsonDocument.ParseValue(ref reader);
                if (Describe(document.RootElement) is not { } command)
                {
                    return (commands, true);
                }

                commands.Add(command);
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException)
            {
                // Not JSON; or text with half a surrogate pair.
                return (commands, true);
            }
        }

        return (commands, commands.Count == 0);
    }

    public static string Describe(Command command) => command switch
    {
        Command.Connect it => $"connect {it.Id} {T(it.Token)} {D(it.Data)} {T(it.Name)} {T(it.Version)}"
            + $" [{string.Join(' ', it.Subs.Select(sub => Describe(sub.Value)))}] [{string.Join(' ', it.Headers.Select(header => T(header.Key) + T(header.Value)))}]",
        Command.Subscribe it => $"subscribe {it.Id} {Describe(it.Request)}",
        Command.Unsubscribe it => $"unsubscribe {it.Id} {T(it.Channel)}",
        Command.Publish it => $"publish {it.Id} {T(it.Channel)} {D(it.Data)}",
        Command.Presence it => $"presence {it.Id} {T(it.Channel)}",
        Command.PresenceStats it => $"presence_stats {it.Id} {T(it.Channel)}",
        Command.History it => $"history {it.Id} {T(it.Channel)} {it.Limit} {(it.Since is { } since ? T(since.Epoch) + since.Offset : "-")} {it.Reverse}",
        Command.Send it => $"send {it.Id} {D(it.Data)}",
        Command.Rpc it => $"rpc {it.Id} {T(it.Method)} {D(it.Data)}",
        Command.Refresh it => $"refresh {it.Id} {T(it.Token)}",
        Command.SubRefresh it => $"sub_refresh {it.Id} {T(it.Channel)} {T(it.Token)}",
        Command.Pong => "pong",
        _ => throw new InvalidOperationException(command.ToString()),
    };

    private static string Describe(SubscribeRequest it) =>
        $"({T(it.Channel)} {T(it.Token)} {T(it.Position.Epoch)} {it.Position.Offset} {D(it.Data)} {it.Recover} {it.Positioned} {it.Recoverable} {it.JoinLeave})";

    private static string? Describe(JsonElement command)
    {
        if (command.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string[] names = [.. Schema.Methods.Select(method => method.Method)];
        Fields top = new(command, [.. names, "id"]);
        if (top.Unknown.Any(value => value.ValueKind == JsonValueKind.Object))
        {
            return null;
        }

        long id = top.Integer("id", 0, uint.MaxValue);
        string[] methods = [.. names.Where(name => top.Has(name))];
        return methods.Length switch
        {
            0 => top.IsBad || id != 0 ? null : "pong",
            1 => Describe(methods[0], id, top.Object(methods[0]), top),
            _ => null,
        };
    }

    private static string? Describe(string method, long id, JsonElement value, Fields top)
    {
        string[] known = [.. Schema.Methods.Single(row => row.Method == method).Fields.Split(' ').Select(field => field.Split(':')[0])];
        Fields it = new(value, known);
        string description = $"{method} {id} " + method switch
        {
            "connect" => $"{it.Text("token")} {it.Data()} {it.Text("name")} {it.Text("version")} [{Subs(it)}] [{Headers(it)}]",
            "subscribe" => Subscription(it, it.Text("channel")),
            "publish" => $"{it.Text("channel")} {it.Data()}",
            "history" => $"{it.Text("channel")} {it.Integer("limit", int.MinValue, int.MaxValue)} {Since(it)} {it.Flag("reverse")}",
            "send" => it.Data(),
            "rpc" => $"{it.Text("method")} {it.Data()}",
            "refresh" => it.Text("token"),
            "sub_refresh" => $"{it.Text("channel")} {it.Text("token")}",
            _ => it.Text("channel"),
        };
        return top.IsBad || it.IsBad || (id == 0 && method != "send") ? null : description;
    }

    private static string Subscription(Fields it, string channel) =>
        $"({channel} {it.Text("token")} {it.Text("epoch")} {it.Integer("offset", 0, long.MaxValue)} {it.Data()}"
        + $" {it.Flag("recover")} {it.Flag("positioned")} {it.Flag("recoverable")} {it.Flag("join_leave")})";

    private static string Subs(Fields it)
    {
        List<string> subs = [];
        foreach (JsonProperty sub in it.Map("subs"))
        {
            JsonElement value = sub.Value.ValueKind == JsonValueKind.Null ? JsonElement.Parse("{}") : sub.Value;
            Fields fields = new(value, [.. Schema.Methods[1].Fields.Split(' ').Select(field => field.Split(':')[0])]);
            fields.Text("channel");
            subs.Add(Subscription(fields, T(sub.Name)));
            it.IsBad |= fields.IsBad;
        }

        return string.Join(' ', subs);
    }

    private static string Headers(Fields it)
    {
        List<string> headers = [];
        foreach (JsonProperty header in it.Map("headers"))
        {
            it.IsBad |= header.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null);
            headers.Add(T(header.Name) + T(header.Value.ValueKind == JsonValueKind.String ? header.Value.GetString()! : ""));
        }

        return string.Join(' ', headers);
    }

    private static string Since(Fields it)
    {
        if (!it.Has("since"))
        {
            return "-";
        }

        Fields since = new(it.Object("since"), ["epoch", "offset"]);
        string description = since.Text("epoch") + since.Integer("offset", 0, long.MaxValue).ToString(CultureInfo.InvariantCulture);
        it.IsBad |= since.IsBad;
        return description;
    }

    private static string T(string text) => $"'{text}'";

    private static string D(ReadOnlyMemory<byte> data) => data.IsEmpty ? "-" : $"<{Encoding.UTF8.GetString(data.Span)}>";

    /// <summary>The fields of an object, with what is wrong with them.</summary>
    private sealed class Fields
    {
        private readonly Dictionary<string, JsonElement> _known = [];

        public Fields(JsonElement value, string[] known)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                IsBad = true;
                return;
            }

            foreach (JsonProperty field in value.EnumerateObject())
            {
                if (!known.Contains(field.Name))
                {
                    Unknown.Add(field.Value);
                    IsBad |= Depth(field.Value) > 64;
                }
                else
                {
                    IsBad |= !_known.TryAdd(field.Name, field.Value);
                }
            }
        }

        public bool IsBad { get; set; }

        public List<JsonElement> Unknown { get; } = [];

        public bool Has(string name) => _known.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

        public JsonElement Object(string name) => _known[name];

        public string Text(string name)
        {
            IsBad |= Has(name) && _known[name].ValueKind != JsonValueKind.String;
            return T(Has(name) && !IsBad ? _known[name].GetString()! : "");
        }

        public bool Flag(string name)
        {
            IsBad |= Has(name) && _known[name].ValueKind is not (JsonValueKind.True or JsonValueKind.False);
            return Has(name) && _known[name].ValueKind == JsonValueKind.True;
        }

        public long Integer(string name, long min, long max)
        {
            long integer = 0;
            IsBad |= Has(name) && !(_known[name].ValueKind == JsonValueKind.Number && _known[name].TryGetInt64(out integer) && integer >= min && integer <= max);
            return integer;
        }

        public string Data()
        {
            if (!_known.TryGetValue("data", out JsonElement data))
            {
                return "-";
            }

            IsBad |= Depth(data) > 64;
            return $"<{data.GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)}>";
        }

        /// <summary>The entries of a map, each name once.</summary>
        public List<JsonProperty> Map(string name)
        {
            IsBad |= Has(name) && _known[name].ValueKind != JsonValueKind.Object;
            List<JsonProperty> entries = Has(name) && !IsBad ? [.. _known[name].EnumerateObject()] : [];
            IsBad |= entries.DistinctBy(entry => entry.Name).Count() != entries.Count;
            return entries;
        }

        private static int Depth(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => 1 + value.EnumerateObject().Select(field => Depth(field.Value)).DefaultIfEmpty().Max(),
            JsonValueKind.Array => 1 + value.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
            _ => 0,
        };
    }
}
