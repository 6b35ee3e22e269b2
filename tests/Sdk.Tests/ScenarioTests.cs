namespace Stratus.Realtime.Sdk.Tests;

/// <summary>The public client SDK, unmodified, and a real browser against a real edge: each scenario of the scripts is a case here.</summary>
public sealed class ScenarioTests(FamilyRuns runs) : IClassFixture<FamilyRuns>
{
    public static TheoryData<string> Families => [.. ScenarioCatalogue.Families];

    public static IEnumerable<TheoryDataRow<string, string>> Scenarios =>
        from family in ScenarioCatalogue.Families
        from scenario in ScenarioCatalogue.ScenariosOf(family)
        select new TheoryDataRow<string, string>(family, scenario) { Label = $"{family}: {scenario}" };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Scenario_Played_Holds(string family, string scenario)
    {
        Requirements.Check(family);
        FamilyRun run = await runs.RunAsync(family);
        ScenarioReport? report = run.Reports.SingleOrDefault(candidate => candidate.Name == scenario);
        Assert.True(report is not null, $"It did not report. {run.Ending}");
        Assert.True(report.IsOk, report.Detail);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Family_Played_EndsWithoutFaultsAndReportsOnlyWhatIsListed(string family)
    {
        Requirements.Check(family);
        FamilyRun run = await runs.RunAsync(family);
        Assert.True(run.ExitCode == 0, run.Ending); // 2: an edge logged errors, or did not end with 0 after SIGTERM
        Assert.Equal(ScenarioCatalogue.ScenariosOf(family).Order(StringComparer.Ordinal), run.Reports.Select(static report => report.Name).Order(StringComparer.Ordinal));
    }
}
