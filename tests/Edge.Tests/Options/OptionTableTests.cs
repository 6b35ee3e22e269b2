using System.Globalization;
using Microsoft.Extensions.Configuration;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class OptionTableTests
{
    private static readonly Type[] Classes = [typeof(LimitOptions), typeof(TimeOptions), typeof(CompressionOptions), typeof(OriginOptions)];

    public static TheoryData<string> Keys => [.. OptionTable.Rows.Select(static r => r.Key)];

    public static TheoryData<string> RangedKeys => [.. OptionTable.Rows.Where(IsRanged).Select(static r => r.Key)];

    [Theory]
    [MemberData(nameof(RangedKeys))]
    public void Check_AtTheEndsOfTheRange_Accepts(string key)
    {
        OptionRow row = Row(key);

        Assert.Empty(Check(key, Text(row, row.Min)));
        Assert.Empty(Check(key, Text(row, row.Max)));
    }

    [Theory]
    [MemberData(nameof(RangedKeys))]
    public void Check_OutsideTheRange_NamesKeyValueAndRange(string key)
    {
        OptionRow row = Row(key);
        foreach (string value in (string[])[Text(row, row.Min - 1), Text(row, row.Max + 1)])
        {
            string error = Assert.Single(Check(key, value));

            Assert.StartsWith($"{key} = '{value}' is not valid", error, StringComparison.Ordinal);
            Assert.Contains(row.Range, error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Check_NotOfTheKind_NamesKeyValueAndRange(string key)
    {
        OptionRow row = Row(key);
        string at = row.Kind == OptionKind.Origins ? key + ":0" : key;
        foreach (string value in (string[])["many", "", "1e3", "99999999999999999999"])
        {
            string error = Assert.Single(Check(at, value));

            Assert.StartsWith($"{key} = '{value}' is not valid", error, StringComparison.Ordinal);
            Assert.Contains(row.Range, error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Edge:Limits:MaxFragmentz", "1")]
    [InlineData("Edge:Limit:MaxFragments", "1")]
    [InlineData("Edge:Limits", "1")]
    [InlineData("Edge:MaxFragments", "1")]
    public void Check_UnknownKey_IsAnError(string key, string value) =>
        Assert.Contains(key.Split(':')[1], Assert.Single(Check(key, value)), StringComparison.Ordinal);

    [Fact]
    public void Check_KeyInOtherCase_IsTheSameKey() => Assert.Single(Check("EDGE:limits:maxfragments", "0"));

    [Fact]
    public void Check_OtherSections_AreNotTheEdgesBusiness() => Assert.Empty(Check("Logging:LogLevel:Default", "Warning"));

    // One origin where a list belongs must not mean "any origin".
    [Theory]
    [InlineData("https://chat.example")]
    [InlineData("https://chat.example,https://other.example")]
    public void Check_OriginsNotAsAList_IsAnError(string value) => Assert.Single(Check("Edge:Origins:Allowed", value));

    [Theory]
    [InlineData("https://chat.example", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://[::1]:8443", true)]
    [InlineData("https://chat.example/", false)]
    [InlineData("https://chat.example/path", false)]
    [InlineData("https://chat.example?query", false)]
    [InlineData("chat.example", false)]
    [InlineData("*", false)]
    public void Check_Origin_IsAcceptedWhenItIsOne(string origin, bool accepted) =>
        Assert.Equal(accepted, Check("Edge:Origins:Allowed:0", origin).Count == 0);

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

        Assert.Equal(isOne, Check("Edge:Origins:Allowed:0", origin).Count == 0);
    }

    [Fact]
    public void Rows_ComparedWithTheClasses_AreTheSameOptions()
    {
        IEnumerable<string> properties = Classes.SelectMany(static c => c.GetProperties().Select(p => $"{Section(c)}:{p.Name}"));

        Assert.Equal(properties.Order(StringComparer.Ordinal), OptionTable.Rows.Select(static r => r.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Default_OfEveryOption_IsOfItsKindAndWithinItsRange(string key)
    {
        OptionRow row = Row(key);
        Type type = Classes.Single(c => key.StartsWith(Section(c) + ":", StringComparison.Ordinal));
        object value = type.GetProperty(key[(key.LastIndexOf(':') + 1)..])!.GetValue(Activator.CreateInstance(type))!;

        switch (row.Kind)
        {
            case OptionKind.Number:
                Assert.InRange(Convert.ToInt64(value, CultureInfo.InvariantCulture), row.Min, row.Max);
                break;
            case OptionKind.Duration:
                Assert.InRange((long)Assert.IsType<TimeSpan>(value).TotalMilliseconds, row.Min, row.Max);
                break;
            case OptionKind.Switch:
                Assert.IsType<bool>(value);
                break;
            default:
                Assert.Empty((IEnumerable<string>)value);
                break;
        }
    }

    // The type of the property holds what the row allows.
    [Theory]
    [MemberData(nameof(RangedKeys))]
    public void EndsOfTheRange_OfEveryOption_BindToItsProperty(string key)
    {
        OptionRow row = Row(key);
        Type type = Classes.Single(c => key.StartsWith(Section(c) + ":", StringComparison.Ordinal));
        foreach (long end in (long[])[row.Min, row.Max])
        {
            object options = Configuration(key, Text(row, end)).GetSection(Section(type)).Get(type)!;
            object value = type.GetProperty(key[(key.LastIndexOf(':') + 1)..])!.GetValue(options)!;

            Assert.Equal(end, value is TimeSpan duration ? (long)duration.TotalMilliseconds : Convert.ToInt64(value, CultureInfo.InvariantCulture));
        }
    }

    private static bool IsRanged(OptionRow row) => row.Kind is OptionKind.Number or OptionKind.Duration;

    private static OptionRow Row(string key) => OptionTable.Rows.Single(r => r.Key == key);

    private static string Section(Type options) => (string)options.GetField("Section")!.GetRawConstantValue()!;

    private static string Text(OptionRow row, long value) =>
        row.Kind == OptionKind.Duration ? TimeSpan.FromMilliseconds(value).ToString("c", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Check(string key, string value) => OptionTable.Check(Configuration(key, value));

    private static IConfigurationRoot Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
