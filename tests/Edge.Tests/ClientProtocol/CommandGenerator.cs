namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Makes commands by the schema, mostly right and here and there wrong, in any order and with any whitespace.</summary>
internal static class CommandGenerator
{
    private static readonly string[] Values =
        ["null", "0", "1", "-1", "1.5", "12345678901", "true", "false", "\"\"", "\"a\"", "\"\\u00e9\"", "\"\\ud800\"", "\"é\"", "{}", "[]", "[1, {\"a\" : \"\\n\"}]", "{\"a\":\n{}}"];

    public static string Message(Random random) =>
        string.Join(random.Next(20) == 0 ? "" : "\n", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Command(random))) + (random.Next(3) == 0 ? "\n" : "");

    private static string Command(Random random)
    {
        List<string> fields = [];
        if (random.Next(10) != 0)
        {
            fields.Add(Field(random, "id", random.Next(30) == 0 ? Any(random) : random.Next(1, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        for (int i = random.Next(20) == 0 ? random.Next(3) : 1; i > 0; i--)
        {
            (string method, string known) = Schema.Methods[random.Next(Schema.Methods.Length)];
            fields.Add(Field(random, method, random.Next(30) == 0 ? Any(random) : Object(random, known)));
        }

        if (random.Next(20) == 0)
        {
            fields.Add(Field(random, "later", Any(random)));
        }

        return Join(random, fields);
    }

    private static string Object(Random random, string known)
    {
        List<string> fields = [];
        foreach (string[] field in known.Split(' ').Select(field => field.Split(':')))
        {
            if (random.Next(3) != 0)
            {
                fields.Add(Field(random, field[0], random.Next(40) == 0 ? Any(random) : Right(random, field[0], field[1])));
            }
        }

        if (random.Next(10) == 0)
        {
            fields.Add(Field(random, random.Next(2) == 0 ? "delta" : "data", Any(random)));
        }

        return Join(random, fields);
    }

    private static string Right(Random random, string name, string type) => (name, type) switch
    {
        (_, "text") => Pick(random, "\"\"", "\"c\"", "\"chat:\\u0061\"", "null", "\"é\\ud83d\\ude00\"", "\"\\\"\""),
        (_, "flag") => Pick(random, "true", "false", "null"),
        (_, "offset") => Pick(random, "0", "1", "9007199254740993", "9223372036854775807", "null"),
        (_, "limit") => Pick(random, "0", "-1", "100", "null"),
        ("since", _) => Object(random, "epoch:text offset:offset"),
        ("subs", _) => Map(random, () => Object(random, Schema.Methods[1].Fields)),
        ("headers", _) => Map(random, () => Right(random, "", "text")),
        _ => Any(random),
    };

    private static string Map(Random random, Func<string> value) =>
        Join(random, [.. Enumerable.Range(0, random.Next(4)).Select(number => Field(random, random.Next(40) == 0 ? "same" : $"k{number}", value()))]);

    private static string Any(Random random) => random.Next(50) == 0 ? new string('[', 65) + new string(']', 65) : Pick(random, Values);

    // Now and then with its first letter escaped.
    private static string Field(Random random, string name, string value) =>
        $"\"{(random.Next(20) == 0 ? $"\\u{(int)name[0]:x4}{name[1..]}" : name)}\"{Space(random)}:{Space(random)}{value}";

    private static string Join(Random random, List<string> fields)
    {
        string[] shuffled = [.. fields];
        random.Shuffle(shuffled);
        return $"{{{Space(random)}{string.Join($"{Space(random)},", shuffled)}{Space(random)}}}";
    }

    private static string Space(Random random) => random.Next(10) == 0 ? Pick(random, " ", "\n", "\r\n", "\t ") : "";

    private static string Pick(Random random, params string[] among) => among[random.Next(among.Length)];
}
