using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>Which cases the patterns of spec files and command lines name.</summary>
public sealed class CaseSelectionTests
{
    private static readonly Catalogue Catalogue = new(messages: 2);

    [Fact]
    public void Select_Asterisk_IsThePublicSuite() => Assert.Equal(Catalogue.Public, Catalogue.Select(["*"], []));

    [Fact]
    public void Select_AsteriskAndStrict_IsEverything() =>
        Assert.Equal(Catalogue.Public.Concat(Catalogue.Strict), Catalogue.Select(["S.*", "*"], []));

    [Fact]
    public void Select_AsteriskExcluded_LeavesWhatStrictCasesWereNamed() =>
        Assert.Equal(Catalogue.Strict, Catalogue.Select(["*", "S.*"], ["*"]));

    [Fact]
    public void Select_StrictExcluded_LeavesThePublicSuite() => Assert.Equal(Catalogue.Public, Catalogue.Select(["*", "S.*"], ["S.*"]));

    [Theory]
    [InlineData("1.*", "1.2.*", "1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.1.6 1.1.7 1.1.8")]
    [InlineData("7.9.8", "", "7.9.8")]
    [InlineData("10.*", "", "10.1.1")]
    [InlineData("1.*.3", "", "1.1.3 1.2.3")]
    [InlineData("1", "", "")]
    [InlineData("7.7.1", "", "7.7.1")]
    public void Select_Patterns_AreMatchedAsAWhole(string pattern, string excluded, string ids) =>
        Assert.Equal(ids, string.Join(' ', Catalogue.Select([pattern], excluded.Length == 0 ? [] : [excluded]).Select(row => row.Id)));

    [Theory]
    [InlineData("9.7.1")]
    [InlineData("9.8.6")]
    [InlineData("12.1.1")]
    [InlineData("13.7.18")]
    public void Text_RowsOfManyMessages_SaysTheirNumber(string id)
    {
        Assert.Matches(@"(?<![\d,])1 (text|binary|compressed) message of ", Description(1));
        Assert.Matches(@"(?<![\d,])20 (text|binary|compressed) messages of ", Description(20));
        Assert.Matches(@"(?<![\d,])1,000 (text|binary|compressed) messages of ", Description(1000));

        string Description(int messages) => new Catalogue(messages).Public.Single(row => row.Id == id).Text.Description;
    }
}
