using System.Text;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Hostile and mistaken input: every fault, by name.</summary>
public sealed class CommandFaultTests
{
    private static readonly string Deepest = Nested(RawJson.MaxDepth);
    private static readonly string TooDeep = Nested(RawJson.MaxDepth + 1);

    // The fault's kind, the field that it names, the message.
    public static TheoryData<string, string, string> Faults => new()
    {
        { "EmptyMessage", "", "" },
        { "EmptyMessage", "", " \n\r\t\n" },

        { "MalformedJson", "", "x" },
        { "MalformedJson", "", "{" },
        { "MalformedJson", "", "{]" },
        { "MalformedJson", "", ",{}" },
        { "MalformedJson", "", "\uFEFF{}" },
        { "MalformedJson", "", "\0{}" },
        { "MalformedJson", "", "{\"id\":1,}" },
        { "MalformedJson", "", "{\"id\":01,\"connect\":{}}" },
        { "MalformedJson", "", "{\"id\":+1,\"connect\":{}}" },
        { "MalformedJson", "", "{\"id\":0x1,\"connect\":{}}" },
        { "MalformedJson", "", "{'id':1,\"connect\":{}}" },
        { "MalformedJson", "", "{id:1,\"connect\":{}}" },
        { "MalformedJson", "", "{\"id\" 1}" },
        { "MalformedJson", "", "{\"id\":1 \"connect\":{}}" },
        { "MalformedJson", "", "{\"id\":1,/**/\"connect\":{}}" },
        { "MalformedJson", "", "{\"id\":1,\"connect\":{}//\n}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":NaN}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":tru\ne}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":1\n2}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":\"a\nb\"}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":\"\t\"}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":\"\\u12g4\"}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":\"\\x\"}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":[1,]}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{\"data\":-}}" },
        { "MalformedJson", "", "{\"id\":1,\"publish\":{}]" },

        { "NotAnObject", "", "1" },
        { "NotAnObject", "", "null" },
        { "NotAnObject", "", "\"{}\"" },
        { "NotAnObject", "", "true" },
        { "NotAnObject", "", "[]" },
        { "NotAnObject", "", "[{\"id\":1,\"connect\":{}}]" },

        { "NoId", "", "{\"connect\":{}}" },
        { "NoId", "", "{\"connect\":{},\"id\":null}" },
        { "NoId", "", "{\"id\":0,\"connect\":{}}" },
        { "NoId", "", "{\"id\":-0,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":-1,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":4294967296,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":18446744073709551617,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":1e400,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":1.0,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":1.5,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":\"1\",\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":true,\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":[1],\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":{},\"connect\":{}}" },
        { "InvalidField", "id", "{\"id\":-1}" },
        { "InvalidField", "id", "{\"send\":{},\"id\":\"\"}" },

        { "NoMethod", "", "{\"id\":1}" },
        { "NoMethod", "", "{\"id\":1,\"publish\":null}" },
        { "NoMethod", "", "{\"id\":1,\"method\":7}" },
        { "SeveralMethods", "", "{\"id\":1,\"connect\":{},\"publish\":{}}" },
        { "SeveralMethods", "", "{\"id\":1,\"send\":{},\"publish\":{}}" },
        { "UnknownMethod", "", "{\"id\":1,\"ping\":{}}" },
        { "UnknownMethod", "", "{\"id\":1,\"Connect\":{}}" },
        { "UnknownMethod", "", "{\"id\":1,\"\":{}}" },
        { "UnknownMethod", "", "{\"id\":1,\"connect\":{},\"later\":{}}" },
        { "UnknownMethod", "", "{\"push\":{}}" },
        { "UnknownMethod", "", "{\"id\":1,\"method\":1,\"params\":{}}" }, // version 1 of the protocol

        { "RepeatedField", "id", "{\"id\":1,\"id\":1,\"connect\":{}}" },
        { "RepeatedField", "id", "{\"id\":null,\"connect\":{},\"\\u0069d\":1}" },
        { "RepeatedField", "publish", "{\"id\":1,\"publish\":{},\"publish\":{}}" },
        { "RepeatedField", "publish", "{\"id\":1,\"publish\":null,\"publish\":{}}" },
        { "RepeatedField", "channel", "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":1,\"channel\":\"b\"}}" },
        { "RepeatedField", "channel", "{\"id\":1,\"publish\":{\"channel\":null,\"ch\\u0061nnel\":\"b\"}}" },
        { "RepeatedField", "data", "{\"id\":1,\"publish\":{\"data\":1,\"data\":1}}" },
        { "RepeatedField", "since", "{\"id\":1,\"history\":{\"since\":null,\"since\":{}}}" },
        { "RepeatedField", "offset", "{\"id\":1,\"history\":{\"since\":{\"offset\":1,\"offset\":2}}}" },
        { "RepeatedField", "recover", "{\"id\":1,\"connect\":{\"subs\":{\"a\":{\"recover\":true,\"recover\":false}}}}" },
        { "RepeatedField", "subs", "{\"id\":1,\"connect\":{\"subs\":{\"a\":{},\"\\u0061\":null}}}" },
        { "RepeatedField", "headers", "{\"id\":1,\"connect\":{\"headers\":{\"a\":\"\",\"a\":\"\"}}}" },

        { "LoneSurrogate", "channel", "{\"id\":1,\"publish\":{\"channel\":\"\\ud800\"}}" },
        { "LoneSurrogate", "channel", "{\"id\":1,\"publish\":{\"channel\":\"\\udc00\"}}" },
        { "LoneSurrogate", "channel", "{\"id\":1,\"publish\":{\"channel\":\"\\ud83d \\ude00\"}}" },
        { "LoneSurrogate", "channel", "{\"id\":1,\"publish\":{\"channel\":\"\\ud83d\\ud83d\\ude00\"}}" },
        { "LoneSurrogate", "channel", "{\"id\":1,\"publish\":{\"channel\":\"\\ud83d\\ude00\\udbff\"}}" },
        { "LoneSurrogate", "channel", "{\"id\":1,\"publish\":{\"channel\":\"\\n\\uD83D\\n\"}}" },
        { "LoneSurrogate", "token", "{\"id\":1,\"refresh\":{\"token\":\"\\uDFFF\"}}" },
        { "LoneSurrogate", "headers", "{\"id\":1,\"connect\":{\"headers\":{\"a\":\"\\ud800\"}}}" },
        { "LoneSurrogate", "", "{\"id\":1,\"connect\":{\"headers\":{\"\\ud800\":\"\"}}}" },
        { "LoneSurrogate", "", "{\"id\":1,\"connect\":{\"subs\":{\"\\ud800\":{}}}}" },
        { "LoneSurrogate", "", "{\"\\ud800d\":1}" },
        { "LoneSurrogate", "", "{\"i\\udc00\":1}" },
        { "LoneSurrogate", "", "{\"id\":1,\"publish\":{\"chann\\ud800\":1}}" },

        { "TooDeep", "", $"{{\"id\":1,\"publish\":{{\"data\":{TooDeep}}}}}" },
        { "TooDeep", "", $"{{\"id\":1,\"publish\":{{\"later\":{TooDeep}}}}}" },
        { "TooDeep", "", $"{{\"id\":1,\"later\":{TooDeep}}}" },
        { "TooDeep", "", $"{{\"id\":1,\"connect\":{{\"subs\":{{\"c\":{{\"data\":{TooDeep}}}}}}}}}" },
        { "TooDeep", "", $"{{\"id\":1,\"send\":{{\"data\":{new string('[', 60_000)}" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void TryRead_FaultyMessage_SaysWhat(string kind, string field, string message)
    {
        CommandFault fault = Reading.Fault(message);
        Assert.Equal((kind, field), (fault.Kind.ToString(), fault.Field));
    }

    public static TheoryData<string> DeepMessages =>
    [
        $"{{\"id\":1,\"publish\":{{\"data\":{Deepest}}}}}",
        $"{{\"id\":1,\"publish\":{{\"later\":{Deepest}}}}}",
        $"{{\"id\":1,\"publish\":{{}},\"later\":{Deepest}}}",
        $"{{\"id\":1,\"connect\":{{\"subs\":{{\"c\":{{\"data\":{Deepest}}}}}}}}}",
    ];

    // The limit itself is inside, wherever the value stands.
    [Theory, MemberData(nameof(DeepMessages))]
    public void TryRead_ValueOfTheGreatestDepth_IsRead(string message) => Assert.NotNull(Reading.One(message));

    public static TheoryData<string, string> WrongFields()
    {
        TheoryData<string, string> rows = [];
        foreach ((string name, string type, string before, string after) in Schema.Places())
        {
            foreach (string value in Schema.WrongValues(type))
            {
                rows.Add(name, before + value + after);
            }
        }

        return rows;
    }

    [Theory, MemberData(nameof(WrongFields))]
    public void TryRead_FieldOfAWrongType_NamesIt(string field, string message)
    {
        CommandFault fault = Reading.Fault(message);
        Assert.Equal((CommandFaultKind.InvalidField, field), (fault.Kind, fault.Field));
        Assert.Equal($"{field} must be {CommandTable.Fields.Single(row => row.Name == field).Expected}", fault.Text);
    }

    public static TheoryData<string, string> WrongMethods()
    {
        TheoryData<string, string> rows = [];
        foreach ((string method, _) in Schema.Methods)
        {
            foreach (string value in Schema.WrongValues("map"))
            {
                rows.Add(method, value);
            }
        }

        return rows;
    }

    [Theory, MemberData(nameof(WrongMethods))]
    public void TryRead_MethodThatIsNoObject_NamesIt(string method, string value)
    {
        CommandFault fault = Reading.Fault($$"""{"id":1,"{{method}}":{{value}}}""");
        Assert.Equal((CommandFaultKind.InvalidField, method, "an object"), (fault.Kind, fault.Field, fault.Expected));
    }

    // A row of data per field, so that no field of the reader's can go untested.
    [Fact]
    public void Table_OfTheReader_IsTheSchema() =>
        Assert.Equal(
            Schema.Methods.Select(row => $"{row.Method}: {string.Join(' ', row.Fields.Split(' ').Select(field => field.Split(':')[0]).Order(StringComparer.Ordinal))}"),
            CommandTable.Methods.Select(row => $"{row.Name}: "
                + string.Join(' ', CommandTable.Fields.Where(field => row.Fields.HasFlag(field.Field)).Select(field => field.Name).Order(StringComparer.Ordinal))));

    [Fact]
    public void Table_Methods_StandWhereTheirValueSays() =>
        Assert.Equal(Enum.GetValues<CommandMethod>(), CommandTable.Methods.Select(row => row.Method));

    // What goes into a close frame: short enough, nothing of the client's, one sentence for each.
    [Fact]
    public void Texts_OfAllFaults_AreCloseReasons()
    {
        CommandFault[] all =
        [
            .. Enum.GetValues<CommandFaultKind>().Where(kind => kind != CommandFaultKind.None).SelectMany(
                kind => CommandTable.Fields.Select(field => new CommandFault(kind, field.Name, field.Expected))),
            Reading.Fault("{\"id\":-1}"),
        ];
        Assert.All(all, fault =>
        {
            DisconnectCode code = DisconnectCode.BadRequest.Because(fault.Text);
            Assert.Equal($"bad request: {fault.Text}", code.Reason);
            Assert.InRange(Encoding.UTF8.GetByteCount(code.Reason), 20, DisconnectCode.MaxReasonOctets);
        });
        Assert.Equal(Enum.GetValues<CommandFaultKind>().Length - 1, all.Select(fault => fault with { Field = "f", Expected = "e" }).Select(fault => fault.Text).Distinct().Count());
        Assert.Equal("", CommandFault.None.Text);
    }

    [Fact]
    public void Text_OfAnInvalidField_SaysWhatWasExpected() =>
        Assert.Equal("id must be an integer from 1 to 4294967295", Reading.Fault("{\"id\":-1}").Text);

    // Every cut of every command is a fault, never a command and never an exception.
    public static TheoryData<string> Samples => [.. CommandSamples.All];

    [Theory, MemberData(nameof(Samples))]
    public void TryRead_CommandCutAnywhere_IsFaulty(string message)
    {
        byte[] octets = Encoding.UTF8.GetBytes(message);
        Assert.Single(Reading.All(octets).Commands);
        for (int length = 0; length < octets.Length; length++)
        {
            (List<Command> commands, CommandFault fault) = Reading.All(octets.AsSpan(0, length));
            Assert.Empty(commands);
            Assert.Equal(length == 0 ? CommandFaultKind.EmptyMessage : CommandFaultKind.MalformedJson, fault.Kind);
        }
    }

    // The JSON of a fault ends the message: what stands behind it is not looked at.
    [Fact]
    public void TryRead_AfterAFault_ReadsNothing()
    {
        (List<Command> commands, CommandFault fault) = Reading.All("{}\n{\"id\":1}\n{}");
        Assert.Single(commands);
        Assert.Equal(CommandFaultKind.NoMethod, fault.Kind);
    }

    // Arrays and objects in turn, so many within one another.
    private static string Nested(int depth) =>
        string.Concat(Enumerable.Range(0, depth).Select(level => level % 2 == 0 ? "[" : "{\"a\":"))
        + (depth % 2 == 0 ? "1" : "")
        + string.Concat(Enumerable.Range(0, depth).Reverse().Select(level => level % 2 == 0 ? "]" : "}"));
}
