using System.Diagnostics;
using System.Text;
using DotNet.Testcontainers.Containers;
using Stratus.Realtime.Containers.Fuzzing;
using Stratus.Realtime.Containers.Hosts;

namespace Stratus.Realtime.Containers;

/// <summary>The public suite itself, where its image is or can be pulled.</summary>
/// <remarks>Without categories 9, 12 and 13, which are its long ones: <c>STRATUS_AUTOBAHN_CASES=all</c> runs those, too.</remarks>
public sealed class AutobahnTests(ClusterFixture fixture, ITestOutputHelper output) : ClusterTest(fixture, output)
{
    private const int All = 517;
    private const int WithoutLongOnes = All - 54 - 90 - 126;
    private const int NotJudged = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    [Fact]
    public async Task Echo_ThroughTheBalancer_PassesThePublicSuite()
    {
        string? missing = await AutobahnImage.EnsureAsync(Fixture.RequireEngine());
        SkipWhen(missing is not null, $"There is no image {AutobahnImage.Name} on this machine, and it cannot be pulled: {missing}");
        ContainerCluster cluster = await Fixture.RequireAsync();
        bool isAll = Environment.GetEnvironmentVariable("STRATUS_AUTOBAHN_CASES") == "all";
        string excluded = isAll ? "" : "\"9.*\", \"12.*\", \"13.*\"";
        string specification = $$$"""
            {"outdir": "/reports", "servers": [{"agent": "edge", "url": "ws://balancer:{{{ContainerCluster.TcpPort}}}/echo"}],
             "cases": ["*"], "exclude-cases": [{{{excluded}}}], "exclude-agent-cases": {}}
            """;
        await using IContainer suite = cluster.Beside(AutobahnImage.Name)
            .WithResourceMapping(Encoding.UTF8.GetBytes(specification), "/config/edge.json")
            .WithEntrypoint("wstest")
            .WithCommand("-m", "fuzzingclient", "-s", "/config/edge.json")
            .Build();
        Stopwatch clock = Stopwatch.StartNew();
        using CancellationTokenSource limit = new(Limit);
        await suite.StartAsync(limit.Token);
        long exitCode = await suite.GetExitCodeAsync(limit.Token);
        (string printed, string errors) = await suite.GetLogsAsync(ct: limit.Token);
        Assert.True(exitCode == 0, $"The suite ended with {exitCode}:\n{printed}\n{errors}");
        FuzzReport report = FuzzReport.Parse(await suite.ReadFileAsync("/reports/index.json", limit.Token));
        Output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: {report}");
        Assert.Empty(report.Others);
        Assert.Equal(NotJudged, report.Informational);
        Assert.Equal((isAll ? All : WithoutLongOnes) - NotJudged, report.Ok);
    }
}
