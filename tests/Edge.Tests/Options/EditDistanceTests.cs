using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("Saturday", "Sunday", 3)]
    [InlineData("MaxChannels", "maxchannels", 0)]
    public void Between_TwoTexts_CountsTheChanges(string one, string other, int expected) => Assert.Equal(expected, EditDistance.Between(one, other));
}
