using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Payloads that do not come from a client's command.</summary>
public sealed class RawJsonTests(ITestOutputHelper output)
{
    private const int Values = 30_000;

    private static readonly string[] Seeds =
    [
        "null", "-12.5e+3", "\"a\\u00e9\\\"\\n\"", "{\"a\":[1,2,{\"b\":null}],\"c\":\"é😀\"}", "[\n1 ,\r\n\"x\"\n]", "true", " {} ", "\"\\ud800\"", "[[[[[[]]]]]]",
    ];

    [Theory, MemberData(nameof(PayloadTests.Values), MemberType = typeof(PayloadTests))]
    public void TryCopy_AnyValue_IsAnExactCopy(string value)
    {
        byte[] octets = Encoding.UTF8.GetBytes(value);
        Assert.True(RawJson.TryCopy(octets, out byte[]? compact));
        Assert.NotSame(octets, compact);
        Assert.Equal(octets, compact);
    }

    [Theory]
    [InlineData(" \n\t{ \"a\" :\n1 }\r\n ", "{ \"a\" :1 }")]
    [InlineData("\r\n1", "1")]
    [InlineData("\"a\"\n", "\"a\"")]
    [InlineData("[\r\n\"\\r\\n\"\r\n]", "[\"\\r\\n\"]")]
    public void TryCopy_WithWhitespace_LosesWhatIsAroundItAndNewlines(string json, string expected)
    {
        Assert.True(RawJson.TryCopy(Encoding.UTF8.GetBytes(json), out byte[]? compact));
        Assert.Equal(expected, Encoding.UTF8.GetString(compact));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("x")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("1 2")]
    [InlineData("1\n2")]
    [InlineData("{},")]
    [InlineData("[1,]")]
    [InlineData("{\"a\"}")]
    [InlineData("\"a")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\ud8\"")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("-")]
    [InlineData("NaN")]
    [InlineData("nul")]
    [InlineData("// a\n1")]
    [InlineData("1/**/")]
    [InlineData("\uFEFF1")]
    [InlineData("1\0")]
    public void TryCopy_NotExactlyOneValue_Fails(string json)
    {
        byte[] octets = Encoding.UTF8.GetBytes(json);
        Assert.False(RawJson.TryCopy(octets, out byte[]? compact));
        Assert.Null(compact);
        Assert.False(RawJson.IsWellFormed(octets));
    }

    // The reader of JSON skips strings without looking: these are well-formed to it.
    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xFF, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xC0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xF4, 0x90, 0x80, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xE2, 0x82, (byte)'"' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    public void TryCopy_InvalidUtf8_Fails(byte[] json)
    {
        Assert.True(RawJson.IsWellFormed(json));
        Assert.False(RawJson.TryCopy(json, out _));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void TryCopy_AtTheGreatestDepth_IsTheLastOne(int depth, bool isTaken)
    {
        Assert.Equal(isTaken, RawJson.TryCopy(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)), out _));
        Assert.Equal(isTaken, RawJson.TryCopy(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)), out _));
    }

    // What a client may send in a payload and what an application may are the same.
    [Fact]
    public void TryCopy_RandomOctets_AgreesWithADocumentAndWithTheReader()
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        int taken = 0;
        for (int i = 0; i < Values; i++)
        {
            byte[] json = Mutate(random);
            bool isTaken = RawJson.TryCopy(json, out byte[]? compact);
            taken += isTaken ? 1 : 0;
            string text = $"seed {seed}: {Convert.ToHexString(json)}";
            Assert.True(isTaken == (IsDocument(json) && Utf8.IsValid(json)), text);
            if (isTaken)
            {
                Assert.True(Encoding.UTF8.GetString(compact!) == Compacted(json), text);
                Assert.True(RawJson.TryCopy(compact, out byte[]? again) && compact.SequenceEqual(again), text);
            }

            // What is no value but has these could be a value with more fields behind it.
            if (isTaken || (Utf8.IsValid(json) && json.AsSpan().IndexOfAny(",}"u8) < 0))
            {
                (List<Command> commands, CommandFault fault) = Reading.All([.. "{\"send\":{\"data\":"u8, .. json, .. "}}"u8]);
                Assert.True(isTaken == !fault.IsFault, $"{fault.Kind}; {text}");
                Assert.True(!isTaken || ((Command.Send)commands[0]).Data.Span.SequenceEqual(compact), text);
            }
        }

        output.WriteLine($"{taken} of {Values} taken");
        Assert.InRange(taken, Values / 20, Values * 19 / 20);
    }

    private static string Compacted(byte[] json) =>
        Encoding.UTF8.GetString(json).Trim(' ', '\t', '\n', '\r').Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    private static bool IsDocument(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Mutate(Random random)
    {
        List<byte> json = [.. Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)])];
        for (int i = random.Next(4); i > 0; i--)
        {
            int at = random.Next(json.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < json.Count:
                    json.RemoveAt(at);
                    break;
                case 1 when at < json.Count:
                    json[at] = (byte)random.Next(256);
                    break;
                case 2:
                    json.InsertRange(at, Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]));
                    break;
                default:
                    json.Insert(at, "{}[]\",:\\ \n\r0e-"u8[random.Next(14)]);
                    break;
            }
        }

        return [.. json];
    }
}
