using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>The words of the catalogue: there for every case, and true of what the cases send.</summary>
public sealed class CaseTextsTests
{
    [Fact]
    public void Get_EveryCase_HasTextsOfItsOwn()
    {
        Assert.All(FaultRun.All.Select(row => CaseTexts.Get(row.Id)), text =>
            Assert.True(text.Description.EndsWith('.') && text.Expectation.Contains('.', StringComparison.Ordinal)));

        // Two families may send the same, for different reasons or with different verdicts.
        IEnumerable<string> twice = FaultRun.All
            .GroupBy(row => (row.Id[..row.Id.LastIndexOf('.')], CaseTexts.Get(row.Id).Description)).Where(group => group.Count() > 1).Select(group => group.First().Id);
        Assert.Equal([], twice);
    }

    [Fact]
    public void Category_EveryCase_HasTitles()
    {
        string[] prefixes = [.. FaultRun.All.SelectMany(row => new[] { row.Category, row.Id[..row.Id.LastIndexOf('.')] }).Distinct()];

        Assert.All(prefixes, prefix => Assert.NotNull(CaseTexts.Category(prefix)));
        Assert.Null(CaseTexts.Category("8"));
    }

    [Theory]
    [InlineData("1.1.9")]
    [InlineData("2.12")]
    [InlineData("6.5.6")]
    [InlineData("7.7.14")]
    [InlineData("8.1")]
    [InlineData("9.1.7")]
    [InlineData("12.6.1")]
    [InlineData("13.7.19")]
    [InlineData("S.1.99")]
    [InlineData("")]
    public void Get_NoSuchCase_Throws(string id) => Assert.Throws<ArgumentException>(() => CaseTexts.Get(id));

    [Fact]
    public void Get_TextsOfCategory6_SayTheOctetsThatAreSentAndWhetherTheyAreValid()
    {
        CaseRow[] rows = [.. FaultRun.Catalogue.Public.Where(row => CaseTextsUtf8.Octets(row.Id) is not null)];

        Assert.Equal(132, rows.Length);
        Assert.All(rows, row =>
        {
            byte[] octets = CaseTextsUtf8.Octets(row.Id)!;
            ScriptStep.Frame sent = row.Script.OfType<ScriptStep.Frame>().Single();
            Assert.Equal(sent.Spec.Payload.ToArray(), octets);
            Assert.Equal(row.ExpectedClose.CloseCodes.Contains(1000), Utf8Words.Fault(octets) is null);
        });
    }
}
