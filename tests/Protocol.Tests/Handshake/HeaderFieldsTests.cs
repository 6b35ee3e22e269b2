using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class HeaderFieldsTests
{
    [Fact]
    public void From_Pairs_KeepsOrderAndDuplicates() =>
        Assert.Equal(
            "a: 1|b: 2|A: 3",
            HandshakeResultTests.Text(HeaderFields.From([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2"), KeyValuePair.Create("A", "3")])));

    [Fact]
    public void From_DictionaryOfSeveralValues_MakesALineOfEachValue()
    {
        Dictionary<string, string?[]> dictionary = new() { ["a"] = ["1", null, "2"], ["b"] = [] };

        Assert.Equal("a: 1|a: 2", HandshakeResultTests.Text(HeaderFields.From(dictionary)));
    }

    [Theory]
    [InlineData("once", true, "1")]
    [InlineData("ONCE", true, "1")]
    [InlineData("twice", false, "")]
    [InlineData("never", false, "")]
    public void TryGetOnly_Name_FindsWhatIsThereOnce(string name, bool found, string value)
    {
        HeaderFields headers = [new("twice", "2"), new("Once", " 1\t"), new("Twice", "3")];

        Assert.Equal(found, headers.TryGetOnly(name, out string actual));
        Assert.Equal(value, actual);
    }
}
