using System.Diagnostics;
using System.Globalization;
using DotNet.Testcontainers.Containers;
using Stratus.Realtime.Containers.Engine;
using Stratus.Realtime.Containers.Fuzzing;
using Stratus.Realtime.Containers.Hosts;

namespace Stratus.Realtime.Containers;

/// <summary>The fuzzer's image, as anybody's CI would use it, against <c>/echo</c> of both edges through the balancer.</summary>
/// <remarks><c>STRATUS_CONTAINERS_MESSAGES=1000</c> sends as many messages a case as Autobahn does, which takes minutes.</remarks>
public sealed class FuzzerTests(ClusterFixture fixture, ITestOutputHelper output) : ClusterTest(fixture, output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData(ContainerCluster.TcpPort, 20)]
    [InlineData(ContainerCluster.HttpPort, 5)]
    public async Task Echo_ThroughTheBalancer_PassesAllCases(int port, int fewer)
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        string messages = Environment.GetEnvironmentVariable("STRATUS_CONTAINERS_MESSAGES") is { Length: > 0 } value ? value : fewer.ToString(CultureInfo.InvariantCulture);
        await using IContainer fuzzer = cluster.Beside(ImageSet.Fuzzer)
            .WithCommand("fuzz", $"ws://balancer:{port}/echo", "--messages", messages)
            .Build();
        Stopwatch clock = Stopwatch.StartNew();
        using CancellationTokenSource limit = new(Limit);
        await fuzzer.StartAsync(limit.Token);
        long exitCode = await fuzzer.GetExitCodeAsync(limit.Token);
        (string printed, string errors) = await fuzzer.GetLogsAsync(ct: limit.Token);
        FuzzReport report = FuzzReport.Parse(await fuzzer.ReadFileAsync("/reports/servers/index.json", limit.Token));
        Output.WriteLine($"port {port}, {messages} messages a case, {clock.Elapsed.TotalSeconds:0.0} s: {report}");
        Assert.Equal(new { Cases = 517, Ok = 514, Informational = 3, ExitCode = 0L, Printed = "" }, new
        {
            report.Cases,
            report.Ok,
            report.Informational,
            ExitCode = exitCode,
            Printed = report.Others.Count == 0 && exitCode == 0 ? "" : $"{report}\n{printed}\n{errors}",
        });
    }
}
