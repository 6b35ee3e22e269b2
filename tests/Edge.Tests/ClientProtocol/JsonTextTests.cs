using System.Text;
using System.Text.Json;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Text in JSON strings.</summary>
public sealed class JsonTextTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("\"\\/", "\\\"\\\\/")]
    [InlineData("\b\t\n\f\r", "\\b\\t\\n\\f\\r")]
    [InlineData("\0\u0001\u000b\u001f\u007f", "\\u0000\\u0001\\u000b\\u001f\u007f")]
    [InlineData("é€😀\u2028", "é€😀\u2028")]
    [InlineData("a\"b\"", "a\\\"b\\\"")]
    [InlineData("<script>'&", "<script>'&")]
    public void Write_Text_EscapesWhatItMustOnly(string text, string expected) => Assert.Equal(expected, Encoding.UTF8.GetString(Written(text)));

    // As attributes cannot hold half a pair.
    [Fact]
    public void Write_HalfASurrogatePair_IsTheReplacementCharacter()
    {
        Assert.Equal("\uFFFD", Encoding.UTF8.GetString(Written("\ud800")));
        Assert.Equal("a\uFFFD\\\"\uFFFD😀", Encoding.UTF8.GetString(Written("a\ud83d\"\ude00\ud83d\ude00")));
    }

    [Fact]
    public void Write_EveryUnit_IsReadBack()
    {
        for (int unit = 0; unit <= char.MaxValue; unit++)
        {
            string text = $"a{(char)unit}b";
            Assert.Equal(char.IsSurrogate((char)unit) ? "a\uFFFDb" : text, Parsed(text));
        }
    }

    [Fact]
    public void Write_RandomText_IsReadBack()
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        for (int i = 0; i < 5_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(5) switch
            {
                0 => ((char)random.Next(0x20)).ToString(),
                1 => random.Next(2) == 0 ? "\"" : "\\",
                2 => "😀",
                3 => ((char)random.Next(0x80, 0xD800)).ToString(),
                _ => ((char)random.Next(0x20, 0x7F)).ToString(),
            }));
            Assert.Equal(text, Parsed(text));
        }
    }

    private static string Parsed(string text)
    {
        byte[] written = Written(text);
        Assert.DoesNotContain(written, octet => octet < 0x20);
        return JsonElement.Parse((byte[])[(byte)'"', .. written, (byte)'"']).GetString()!;
    }

    // Into exactly as much as was counted.
    private static byte[] Written(string text)
    {
        byte[] octets = new byte[JsonText.Count(text)];
        Assert.Equal(octets.Length, JsonText.Write(text, octets));
        return octets;
    }
}
