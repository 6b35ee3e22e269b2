namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>The methods and fields of the public schema that the server reads, with values: the tests' own table.</summary>
internal static class Schema
{
    private const string Text = "text";
    private const string Flag = "flag";
    private const string Subscribe = "channel:text token:text recover:flag epoch:text offset:offset data:data positioned:flag recoverable:flag join_leave:flag";

    public static readonly (string Method, string Fields)[] Methods =
    [
        ("connect", "token:text data:data subs:map name:text version:text headers:map"),
        ("subscribe", Subscribe),
        ("unsubscribe", "channel:text"),
        ("publish", "channel:text data:data"),
        ("presence", "channel:text"),
        ("presence_stats", "channel:text"),
        ("history", "channel:text limit:limit since:map reverse:flag"),
        ("send", "data:data"),
        ("rpc", "method:text data:data"),
        ("refresh", "token:text"),
        ("sub_refresh", "channel:text token:text"),
    ];

    // What a field of each type may not hold.
    private static readonly Dictionary<string, string[]> Wrong = new()
    {
        [Text] = ["1", "0", "true", "false", "{}", "[]", "[\"a\"]"],
        [Flag] = ["1", "0", "\"\"", "\"true\"", "{}", "[]"],
        ["offset"] = ["-1", "1.0", "1e3", "0.5", "9223372036854775808", "18446744073709551615", "1e400", "\"1\"", "\"\"", "true", "{}", "[1]"],
        ["limit"] = ["2147483648", "-2147483649", "1.5", "1e2", "\"1\"", "false", "{}", "[]"],
        ["map"] = ["1", "0", "\"\"", "\"{}\"", "true", "false", "[]", "[{}]"],
        ["data"] = [],
    };

    /// <summary>Every field of every method, in a command that has nothing but it, up to the field's value and after it.</summary>
    public static IEnumerable<(string Name, string Type, string Before, string After)> Places()
    {
        foreach ((string method, string fields) in Methods)
        {
            foreach ((string name, string type) in Split(fields))
            {
                yield return (name, type, $"{{\"{method}\":{{\"{name}\":", "},\"id\":1}");
            }
        }

        foreach ((string name, string type) in Split(Subscribe))
        {
            yield return (name, type, $"{{\"connect\":{{\"subs\":{{\"c\":{{\"{name}\":", "}}},\"id\":1}");
        }

        foreach ((string name, string type) in Split("epoch:text offset:offset"))
        {
            yield return (name, type, $"{{\"history\":{{\"since\":{{\"{name}\":", "}},\"id\":1}");
        }

        yield return ("headers", Text, "{\"connect\":{\"headers\":{\"h\":", "}},\"id\":1}");
        yield return ("subs", "map", "{\"connect\":{\"subs\":{\"c\":", "}},\"id\":1}");
    }

    public static IEnumerable<string> WrongValues(string type) => Wrong[type];

    private static IEnumerable<(string Name, string Type)> Split(string fields) =>
        fields.Split(' ').Select(field => (field.Split(':')[0], field.Split(':')[1]));
}
