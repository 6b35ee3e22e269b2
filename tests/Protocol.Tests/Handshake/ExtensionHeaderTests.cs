using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class ExtensionHeaderTests
{
    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("foo, bar; baz=2", "foo, bar; baz=2")]
    [InlineData("deflate-stream", "deflate-stream")]
    [InlineData("mux; max-channels=4; flow-control, deflate-stream", "mux; max-channels=4; flow-control, deflate-stream")]
    [InlineData("private-extension", "private-extension")]
    [InlineData("a;b;c=d", "a; b; c=d")]
    [InlineData("  a\t; b = c ,d  ", "a; b=c, d")]
    [InlineData(",, a ,, b,", "a, b")]
    [InlineData("a; b=\"c\"", "a; b=c")]
    [InlineData("a; b = \"c\\d\" ; e", "a; b=cd; e")]
    [InlineData("a; b; b", "a; b; b")]
    public void TryParse_ValidHeader_GivesItsExtensions(string header, string expected) =>
        Assert.Equal(expected, ExtensionHeader.Format([.. Requests.Parse(header)]));

    [Fact]
    public void TryParse_SeveralLines_AreOneList() =>
        Assert.Equal("a; b, c, d", ExtensionHeader.Format([.. Requests.Parse("a; b", "", "c, d")]));

    [Fact]
    public void TryParse_NoHeader_IsAnEmptyList()
    {
        Assert.True(ExtensionHeader.TryParse([new("Other", ";;;")], out IReadOnlyList<Extension> extensions));
        Assert.Empty(extensions);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ,")]
    [InlineData("a;")]
    [InlineData("a; ;b")]
    [InlineData(";a")]
    [InlineData("a b")]
    [InlineData("a; b c")]
    [InlineData("a=b")]
    [InlineData("a; b=")]
    [InlineData("a; =b")]
    [InlineData("a; b==c")]
    [InlineData("a; b=\"\"")]
    [InlineData("a; b=\"c d\"")]
    [InlineData("a; b=\"c")]
    [InlineData("a; b=\"c\\")]
    [InlineData("a; b=\"c\\\"\"")]
    [InlineData("a; b=\"c\"d")]
    [InlineData("\"a\"")]
    [InlineData("a(b)")]
    [InlineData("\u00e9")]
    public void TryParse_MalformedHeader_IsFalse(string header) =>
        Assert.False(ExtensionHeader.TryParse(Requests.Extensions(header), out _));

    [Theory]
    [InlineData(ExtensionHeader.MaxOctets - 1, true)]
    [InlineData(ExtensionHeader.MaxOctets, true)]
    [InlineData(ExtensionHeader.MaxOctets + 1, false)]
    public void TryParse_Octets_AreLimitedOverAllLines(int octets, bool valid) =>
        Assert.Equal(valid, ExtensionHeader.TryParse(Requests.Extensions("abcd", new string('x', octets - 4)), out _));

    [Theory]
    [InlineData(ExtensionHeader.MaxExtensions - 1, true)]
    [InlineData(ExtensionHeader.MaxExtensions, true)]
    [InlineData(ExtensionHeader.MaxExtensions + 1, false)]
    public void TryParse_Extensions_AreLimited(int count, bool valid) =>
        Assert.Equal(valid, ExtensionHeader.TryParse(Requests.Extensions(string.Join(",", Enumerable.Repeat("a", count))), out _));

    [Theory]
    [InlineData(ExtensionHeader.MaxParameters - 1, true)]
    [InlineData(ExtensionHeader.MaxParameters, true)]
    [InlineData(ExtensionHeader.MaxParameters + 1, false)]
    public void TryParse_Parameters_AreLimited(int count, bool valid) =>
        Assert.Equal(valid, ExtensionHeader.TryParse(Requests.Extensions("a" + string.Concat(Enumerable.Repeat(";b", count))), out _));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void TryParse_QuotedValue_IsLimited(int length, bool valid) =>
        Assert.Equal(valid, ExtensionHeader.TryParse(Requests.Extensions($"a; b=\"{new string('x', length)}\""), out _));

    [Fact]
    public void Format_NotATokenOrNothing_Throws()
    {
        Assert.Throws<ArgumentException>(() => ExtensionHeader.Format(new Extension("a\r\nb", [])));
        Assert.Throws<ArgumentException>(() => ExtensionHeader.Format(new Extension("a", [new("b", "c d")])));
        Assert.Throws<ArgumentException>(() => ExtensionHeader.Format());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20260730)]
    public void TryParse_RandomText_NeverThrowsAndWhatItReadsRoundTrips(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        string[] pieces = ["a", "permessage-deflate", ";", ";", ",", "=", "\"", "\\", " ", "\t", "10", "server_max_window_bits", "\0", "\u00ff", "("];
        int read = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string[] lines = new string[random.Next(1, 3)];
            for (int i = 0; i < lines.Length; i++)
            {
                lines[i] = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            }

            if (ExtensionHeader.TryParse(Requests.Extensions(lines), out IReadOnlyList<Extension> extensions))
            {
                read++;
                Assert.Equal(extensions, Requests.Parse(ExtensionHeader.Format([.. extensions])));
            }
        }

        Assert.InRange(read, 500, 19_500); // both outcomes were exercised
    }

    [Theory]
    [InlineData(7)]
    [InlineData(4711)]
    public void TryParse_RandomExtensionsWithRandomSpacing_GivesTheSameExtensions(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < 2_000; round++)
        {
            Extension[] extensions = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomExtension(random))];
            string text = string.Join(Space(random) + "," + Space(random), extensions.Select(extension => Spaced(extension, random)));

            Assert.Equal(extensions, Requests.Parse(text));
        }
    }

    private static Extension RandomExtension(Random random) => new(
        Token(random),
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => new ExtensionParameter(Token(random), random.Next(2) == 0 ? null : Token(random)))]);

    private static string Token(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "!#$%&'*+-.^_`|~019azAZ"[random.Next(22)]));

    private static string Space(Random random) => new[] { "", " ", "\t", "  " }[random.Next(4)];

    private static string Spaced(Extension extension, Random random) =>
        extension.Name + string.Concat(extension.Parameters.Select(parameter =>
            Space(random) + ";" + Space(random) + parameter.Name + (parameter.Value switch
            {
                null => "",
                { } value when random.Next(2) == 0 => Space(random) + "=" + Space(random) + value,
                { } value => "=\"" + string.Concat(value.Select(c => random.Next(3) == 0 ? "\\" + c : c.ToString())) + "\"",
            })));
}
