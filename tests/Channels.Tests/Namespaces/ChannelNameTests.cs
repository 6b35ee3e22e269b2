using System.Text.RegularExpressions;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Namespaces;

/// <summary>What a channel's name says: its rules, and the patterns that it matches.</summary>
public sealed class ChannelNameTests
{
    private static readonly ChannelRules Default = new() { HistorySize = 1 };
    private static readonly NamespaceTable Table = new(Default, [SampleRules.Short, SampleRules.Plain]);

    [Theory, InlineData("a"), InlineData(""), InlineData("short")]
    public void Find_NameWithoutNamespace_HasTheDefaultRules(string channel) => Assert.Same(Default, Table.Find(channel));

    [Theory, InlineData("short:a"), InlineData("short:"), InlineData("short:plain:a"), InlineData("short::")]
    public void Find_NameOfANamespace_HasItsRules(string channel) => Assert.Same(SampleRules.Short, Table.Find(channel));

    [Theory, InlineData(":a"), InlineData(":"), InlineData("Short:a"), InlineData("shor:a"), InlineData("shorts:a"), InlineData("unknown:a")]
    public void Find_NameOfAnUnknownNamespace_HasNone(string channel) => Assert.Null(Table.Find(channel));

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", true)]
    [InlineData("a", "a", true)]
    [InlineData("a", "", false)]
    [InlineData("a", "ab", false)]
    [InlineData("ab", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("**", "a", true)]
    [InlineData("a*", "a", true)]
    [InlineData("*a", "ba", true)]
    [InlineData("*a", "ab", false)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbd", false)]
    [InlineData("*ab*", "aab", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("A", "a", false)]
    public void Matches_OfSomePatterns_IsAsExpected(string pattern, string name, bool expected) =>
        Assert.Equal(expected, ChannelPattern.Matches(pattern, name));

    [Fact]
    public void Matches_OfRandomPatterns_AgreesWithRegularExpressions()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        int matches = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string pattern = Make(random, "ab*", 1, 8);
            string name = Make(random, "ab", 0, 10);
            bool expected = Regex.IsMatch(name, $"^{pattern.Replace("*", ".*", StringComparison.Ordinal)}$");
            matches += expected ? 1 : 0;
            Assert.True(expected == ChannelPattern.Matches(pattern, name), $"seed {seed}: '{pattern}' and '{name}'");
        }

        Assert.InRange(matches, 100, 19_900);
    }

    // A walk that goes back to every star would not come to an end.
    [Fact]
    public void Matches_OfManyStars_EndsSoon() =>
        Assert.False(ChannelPattern.Matches(string.Concat(Enumerable.Repeat("*a", 100)) + "b", new string('a', 255)));

    private static string Make(Random random, string letters, int least, int most) =>
        new([.. Enumerable.Range(0, random.Next(least, most)).Select(_ => letters[random.Next(letters.Length)])]);
}
