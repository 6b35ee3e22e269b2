using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

public sealed class StrictBase64UrlTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Theory]
    [InlineData("", "")]
    [InlineData("Zg", "f")]
    [InlineData("Zm8", "fo")]
    [InlineData("Zm9v", "foo")]
    [InlineData("Zm9vYg", "foob")]
    [InlineData("Zm9vYmE", "fooba")]
    [InlineData("Zm9vYmFy", "foobar")]
    public void TryDecode_ExampleOfRfc4648WithoutPadding_Decodes(string text, string expected)
    {
        Assert.True(StrictBase64Url.TryDecode(text, out byte[]? octets));
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(octets));
    }

    [Theory]
    [InlineData("Zg==")]
    [InlineData("Zm8=")]
    [InlineData("Zg%3D")]
    [InlineData("Zm9v=")]
    [InlineData("=")]
    [InlineData("Z")]
    [InlineData("Zm9vY")]
    [InlineData(" Zm9v")]
    [InlineData("Zm9v\n")]
    [InlineData("Zm\t9v")]
    [InlineData("Zm9v\0")]
    [InlineData("++//")]
    [InlineData("Zm9v.")]
    [InlineData("Z\u00e99v")]
    [InlineData("\uff3am9v")]
    public void TryDecode_OtherCharacters_Refuses(string text) => Assert.False(StrictBase64Url.TryDecode(text, out _));

    // Of the texts of 2 and of 3 characters exactly those decode that encoding makes: 256 and 65,536.
    [Fact]
    public void TryDecode_EveryShortText_AcceptsOneSpellingOfEachValue()
    {
        HashSet<string> ones = [];
        foreach (char first in Alphabet)
        {
            foreach (char second in Alphabet)
            {
                if (StrictBase64Url.TryDecode([first, second], out byte[]? octets))
                {
                    ones.Add(Convert.ToHexString(octets));
                    Assert.Equal($"{first}{second}", TokenMaker.Encode(octets));
                }
            }
        }

        Assert.Equal(256, ones.Count);
        int twos = 0;
        foreach (char second in Alphabet)
        {
            foreach (char third in Alphabet)
            {
                if (StrictBase64Url.TryDecode(['q', second, third], out byte[]? octets))
                {
                    twos++;
                    Assert.Equal($"q{second}{third}", TokenMaker.Encode(octets));
                }
            }
        }

        Assert.Equal(65_536 / 64, twos);
    }
}
