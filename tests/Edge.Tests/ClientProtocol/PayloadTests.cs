using System.Text;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Payloads are as they were sent, but for raw newlines.</summary>
public sealed class PayloadTests
{
    public static TheoryData<string> Values =>
    [
        "null", "0", "-0", "\"\"", "true", "false", "{}", "[]", "1e999999", "-1.50E+07", "12345678901234567890123456789012345678901234567890",
        "\"\\u0041\\/\\ud83d\\ude00\\\"\\\\\\b\"", "\"é😀\u2028\u007F\"", "\"\\ud800\"", "{\"\\udfff\":\"\\ud800\"}",
        "{ \"a\" :\t1 , \"b\":[ 1,  2 ] }", "[ ]", "{\"a\":1,\"a\":2}", "{\"id\":1,\"publish\":{},\"data\":[{\"channel\":3}]}", "\"\\n\\r\"",
    ];

    [Theory, MemberData(nameof(Values))]
    public void Data_OfAnyValue_IsAsSent(string value)
    {
        Assert.Equal(value, Reading.Text(Reading.One<Command.Publish>($"{{\"publish\":{{\"channel\":\"c\",\"data\":{value}}},\"id\":1}}").Data));
        Assert.Equal(value, Reading.Text(Reading.One<Command.Publish>($"{{\"id\":1,\"publish\":{{\"data\" : {value} ,\"channel\":\"c\"}}}}").Data));
        Assert.Equal(value, Reading.Text(Reading.One<Command.Send>($"{{\"send\":{{\"data\":{value}}}}}").Data));
        Assert.Equal(value, Reading.Text(Reading.One<Command.Rpc>($"{{\"rpc\":{{\"data\":{value}}},\"id\":1}}").Data));
        Assert.Equal(value, Reading.Text(Reading.One<Command.Subscribe>($"{{\"subscribe\":{{\"data\":{value}}},\"id\":1}}").Request.Data));
        Assert.Equal(value, Reading.Text(Reading.One<Command.Connect>($"{{\"connect\":{{\"data\":{value}}},\"id\":1}}").Data));
        Assert.Equal(
            value,
            Reading.Text(Reading.One<Command.Connect>($"{{\"connect\":{{\"subs\":{{\"c\":{{\"data\":{value}}}}}}},\"id\":1}}").Subs["c"].Data));
    }

    // The first has CR and LF between all tokens; the second is what is left.
    [Theory]
    [InlineData("{\r\n\"a\"\n:\r[\n1\r\n,\n2\n]\n\n}", "{\"a\":[1,2]}")]
    [InlineData("[\n\n]", "[]")]
    [InlineData("[ \n \"\\n\" \r ]", "[  \"\\n\"  ]")]
    [InlineData("\n1\n", "1")]
    public void Data_WithRawNewlines_LosesThemAlone(string sent, string kept) =>
        Assert.Equal(kept, Reading.Text(Reading.One<Command.Publish>($"{{\"publish\":{{\"data\":{sent}}},\"id\":1}}").Data));

    [Fact]
    public void Data_OfACommand_IsMemoryOfItsOwn()
    {
        byte[] message = """{"publish":{"channel":"c","data":[1,2,3]},"id":1}"""u8.ToArray();
        Command.Publish publish = Assert.IsType<Command.Publish>(Assert.Single(Reading.All(message).Commands));
        message.AsSpan().Fill((byte)'x');
        Assert.Equal("[1,2,3]", Reading.Text(publish.Data));
        Assert.Equal("c", publish.Channel);
    }

    [Fact]
    public void Data_OfALargeMessage_IsAllThere()
    {
        string text = string.Concat(Enumerable.Range(0, 10_000).Select(number => $"é{number}"));
        Command.Publish publish = Reading.One<Command.Publish>($"{{\"publish\":{{\"data\":\"{text}\"}},\"id\":1}}");
        Assert.Equal(Encoding.UTF8.GetByteCount(text) + 2, publish.Data.Length);
    }

    // SDKs write the id last: nothing is made twice because of that.
    [Theory]
    [InlineData("""{"publish":{"channel":"chat:index","data":{"text":"hello"}},"id":77}""")]
    [InlineData("""{"id":77,"publish":{"channel":"chat:index","data":{"text":"hello"}}}""")]
    [InlineData("{\"publish\":{\"data\":{\"text\":\n\"hello\"},\"channel\":\"chat:index\"},\"id\":77}")]
    public void TryRead_Publish_AllocatesTheCommandItsChannelAndItsData(string message)
    {
        const int Times = 100;
        byte[] octets = Encoding.UTF8.GetBytes(message);
        byte[] data = """{"text":"hello"}"""u8.ToArray();
        Command?[] kept = new Command?[Times];
        Command?[] made = new Command?[Times];
        Read(octets, kept);
        Make(data, made);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(octets, kept);
        long read = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        Make(data, made);
        long needed = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(CommandOracle.Describe(made[0]!), CommandOracle.Describe(kept[^1]!));
        Assert.Equal(needed, read);

        static void Read(byte[] octets, Command?[] into)
        {
            for (int i = 0; i < into.Length; i++)
            {
                CommandReader reader = new(octets);
                reader.TryRead(out into[i], out _);
            }
        }

        static void Make(byte[] data, Command?[] into)
        {
            for (int i = 0; i < into.Length; i++)
            {
                into[i] = new Command.Publish(77, new string("chat:index".AsSpan()), data.AsSpan().ToArray());
            }
        }
    }

    [Fact]
    public void TryRead_Pong_AllocatesNothing()
    {
        byte[] octets = "{}"u8.ToArray();
        Read(octets);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(octets);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Read(byte[] octets)
        {
            CommandReader reader = new(octets);
            reader.TryRead(out _, out _);
        }
    }
}
