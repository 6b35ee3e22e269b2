using Stratus.Realtime.Cluster.Faults.Injuries;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Cluster.Faults;

/// <summary>A gateway that loses or repeats what it was given is caught by the run that is clean without it.</summary>
[Collection(FaultRuns.Name)]
public sealed class BrokenGatewayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("drop", nameof(BreachKind.Lost))]
    [InlineData("double", nameof(BreachKind.Doubled))]
    public async Task Check_GatewayBroken_FindsIt(string fault, string expected)
    {
        RunPlan plan = new() { GatewayFault = fault, Duration = TimeSpan.FromSeconds(10), Clients = 50, Silos = 2, Edges = 2 };
        int seed = FuzzSeed.Next();
        string repeat = $"{FuzzSeed.Name}={seed} repeats the plan.";
        output.WriteLine(repeat);
        RunReport report = await LoadRun.RunAsync(plan, seed, new FaultSchedule(plan with { FaultInterval = plan.Duration * 2 }, seed).RunAsync);
        output.WriteLine($"{report.Verdict.Troubles}\n{report}");
        Assert.True(
            report.Verdict.Count(Enum.Parse<BreachKind>(expected)) > 0,
            $"A gateway that was to {fault} batches was not noticed. {repeat}\n{report.Troubles}\n{report}\n{report.Output}");
    }
}
