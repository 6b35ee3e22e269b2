using System.Reflection;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Tests.Clients.Limits;

/// <summary>Every option that is a limit has its three tests.</summary>
public sealed class LimitCoverageTests
{
    // Limits whose names do not say so.
    private static readonly string[] OtherLimits =
    [
        "Edge:Compression:BudgetOctets",
        "Proxy:TimeLimit",
        "Channels:Default:HistorySize",
        "Channels:Default:HistoryAge",
        "Channels:Namespaces:<name>:HistorySize",
        "Channels:Namespaces:<name>:HistoryAge",
    ];

    public static TheoryData<string> Limits =>
        [.. OptionTable.Rows.Where(static r => r.Key.ToString() is var key
            && (OtherLimits.Contains(key) || (r.Kind == OptionKind.Number && key.Contains("Max", StringComparison.Ordinal)))).Select(static r => r.Key.ToString())];

    [Theory]
    [MemberData(nameof(Limits))]
    public void Limit_InTheTable_IsTestedBelowAtAndAboveIt(string option)
    {
        MethodInfo test = Assert.Single(Tests(), method => method.GetCustomAttributes<LimitTestAttribute>().Any(a => a.Option == option));

        Assert.NotNull(test.GetCustomAttribute<TheoryAttribute>());
        int[] rows = [.. test.GetCustomAttributes<InlineDataAttribute>().Select(static row => (int)row.Data[^1]!)];
        Assert.Equal([-1, 0, 1], rows.Distinct().Order());
    }

    [Fact]
    public void OtherLimits_AreOptions() => Assert.All(OtherLimits, static key => Assert.Contains(OptionTable.Rows, r => r.Key.ToString() == key));

    [Fact]
    public void Tests_OfLimits_NameOptions() => Assert.All(
        Tests().SelectMany(static method => method.GetCustomAttributes<LimitTestAttribute>()),
        static test => Assert.Contains(OptionTable.Rows, r => r.Key.ToString() == test.Option));

    private static IEnumerable<MethodInfo> Tests() => typeof(LimitCoverageTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods());
}
