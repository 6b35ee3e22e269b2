using System.Globalization;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class OptionTableTests
{
    public static TheoryData<string> Keys => [.. OptionTable.Rows.Select(static r => r.Key.ToString())];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Check_AtTheEndsOfTheRange_Accepts(string key)
    {
        OptionRow row = Row(key);
        foreach (string value in SampleValues.Good(row))
        {
            Assert.DoesNotContain(Check(row, value), static e => e.Contains("expected", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Check_OutsideTheRangeOrOfAnotherKind_NamesKeyValueAndRange(string key)
    {
        OptionRow row = Row(key);
        foreach (string value in SampleValues.Bad(row))
        {
            string error = Assert.Single(Check(row, value));

            Assert.StartsWith($"{SampleValues.Key(row)} = {row.Show(value)} is not valid", error, StringComparison.Ordinal);
            Assert.Contains(row.Range, error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Check_WithoutAValue_IsAnError(string key) =>
        Assert.Contains("expected", Assert.Single(OptionCheck.Check(TestConfiguration.Of(SampleValues.Key(Row(key)), null))), StringComparison.Ordinal);

    // What passes the check must not throw later: the check is what gives a clear line.
    [Theory]
    [InlineData("https://chat.example")]
    [InlineData("https://user@chat.example")]
    [InlineData("https://chat.example#fragment")]
    [InlineData("https://chat.example:")]
    [InlineData("https://münchen.example")]
    [InlineData(" https://chat.example")]
    [InlineData("https:chat.example")]
    [InlineData("https:\\\\chat.example")]
    [InlineData("//chat.example")]
    public void Check_OriginThatPasses_IsOneForThePolicy(string origin)
    {
        bool isOne = Record.Exception(() => OriginPolicy.Allow(origin)) is null;

        Assert.Equal(isOne, Check(Row("Edge:Origins:Allowed:<n>"), origin).Count == 0);
    }

    [Fact]
    public void Rows_ComparedWithTheClasses_AreTheSameOptions() =>
        Assert.Equal(OptionClasses.Defaults.Keys.Order(StringComparer.Ordinal), OptionTable.Rows.Select(static r => r.Key.ToString()).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Default_OfEveryOption_IsNoneOrWithinItsRange(string key)
    {
        object? value = OptionClasses.Defaults[key];

        Assert.True(value is null || Row(key).Accepts(Text(value)), $"{key} = {value}");
    }

    // The type of the property holds what the row allows, and the binder reads the same value as the check.
    [Theory]
    [MemberData(nameof(Keys))]
    public void Accepted_Value_BindsToItsProperty(string key)
    {
        OptionRow row = Row(key);
        foreach (string value in SampleValues.Good(row))
        {
            object? bound = OptionClasses.Bound(TestConfiguration.Of(SampleValues.Key(row), value))[key];

            Assert.Equal(value, Text(bound!), ignoreCase: row.Kind == OptionKind.Switch);
        }
    }

    [Theory]
    [InlineData("Api:Keys:<n>", true)]
    [InlineData("Clients:Tokens:Keys:<n>:Secret", true)]
    [InlineData("Clients:Tokens:JwksFile", true)]
    [InlineData("Admin:Key", false)]
    [InlineData("Clients:Limits:MaxChannels", false)]
    public void IsReloaded_OfAnOption_IsTrueForKeysAlone(string key, bool expected) => Assert.Equal(expected, Row(key).IsReloaded);

    [Theory]
    [InlineData(500, "00:00:00.500")]
    [InlineData(25_000, "00:00:25")]
    [InlineData(86_400_000, "1.00:00:00")]
    public void Write_Duration_IsAsInAConfiguration(long milliseconds, string expected) =>
        Assert.Equal(expected, OptionRow.Write(TimeSpan.FromMilliseconds(milliseconds)));

    private static OptionRow Row(string key) => OptionTable.Rows.Single(r => r.Key.ToString() == key);

    private static IReadOnlyList<string> Check(OptionRow row, string value) => OptionCheck.Check(TestConfiguration.Of(SampleValues.Key(row), value));

    private static string Text(object value) => value switch
    {
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        Uri url => url.OriginalString,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
